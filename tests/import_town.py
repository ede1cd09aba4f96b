"""Imports for tests: files of a few rows, a service over any repository, and what a centre then holds."""

import csv
import io
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime

from matcher.adapters.import_folder import ImportFolder
from matcher.adapters.messages import Messages
from matcher.adapters.tables_io.staged import StagedTables
from matcher.config import ROOT
from matcher.core.places import Places
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session, Vacancy
from matcher.core.records.centre import Consent, Employer, UnresolvedWord, VacancyStatusRecord
from matcher.core.records.imports import FormerVersion, Import, ImportedRow, ImportNote
from matcher.services.importing import Importing

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
CENTRE = "saran"
KINDS = (
    *(Jobseeker, SensitiveFeatures, Consent, Employer, Vacancy, VacancyStatusRecord, Course, Session, Outcome, UnresolvedWord),
    *(Import, ImportedRow, FormerVersion, ImportNote),
)


def table(rows, encoding="utf-8"):
    """Give a CSV file of rows, dicts with the same columns."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def service(repository, folder, resolver, *, clock=lambda: NOON, places=None):
    """Give the service over a repository; words are read in this process."""
    messages = Messages(ROOT / "web" / "translations", "en")
    return Importing(
        repository,
        ImportFolder(folder, messages),
        StagedTables(ROOT / "data" / "columns"),
        lambda: nullcontext(RecordParser(resolver, places or Places({}, {}), date(2026, 11, 27))),
        clock,
    )


def bring(importing, kind, content, *, name="T.csv", only_whole=False, by="aigul"):
    """Stage a file and import it; give the import as it stands at its end."""
    staged = importing.stage(CENTRE, kind, name=name, content=content, by=by)
    return importing.run(CENTRE, staged, only_whole=only_whole).record


def held(repository, centre=CENTRE):
    """Give all that a centre holds, but not what no two imports share: identifiers of runs."""
    found = {}
    for kind in KINDS:
        records = [each.record for each in repository.find(centre, kind)]
        if kind is Import:
            records = [replace(each, run_id="") for each in records]
        if kind in (FormerVersion, ImportNote):
            records = [replace(each, import_id="") for each in records]
        found[kind.__name__] = records
    return found
