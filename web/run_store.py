"""The files of a finished run, read once."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from matcher.adapters.tables_io.reading import read_table
from matcher.bootstrap import House
from matcher.core.records import SensitiveFeatures
from matcher.core.sensitive import age_on, sensitive_features
from matcher.core.tables import TypedRow
from matcher.errors import InputError

YOUTH = (14, 35)
YEAR_DAYS = 365
INPUTS = {"vacancies": "vacancy_id", "jobseekers": "jobseeker_id", "courses": "course_id"}
LISTS = ("matched_skills", "gaps", "unknown", "reasons", "courses", "closes", "unlocked_vacancies")


class RunStore:
    """Matches and recommendations by vacancy and by person, and who the people are for filters.

    Parameters
    ----------
    folder : Path
        As ``matcher match`` wrote it, with copies of its input tables beside (``vacancies.csv`` and so on) where there are any.

    Raises
    ------
    InputError
        When there is no ``run.json``.
    """

    def __init__(self, folder: Path, house: House) -> None:
        if not (folder / "run.json").is_file():
            raise InputError("no_run", folder=str(folder))
        self.summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self.as_of = date.fromisoformat(self.summary["as_of"])
        self.by_vacancy = _grouped(folder / "matches.csv", "vacancy_id")
        self.by_jobseeker = _grouped(folder / "matches_by_jobseeker.csv", "jobseeker_id")
        self.recommendations = _grouped(folder / "recommendations.csv", "jobseeker_id")
        digests = {each["table"]: each["sha256"] for each in self.summary["inputs"]}
        rows = {table: _rows(folder / f"{table}.csv", table, digests.get(table, "")) for table in INPUTS}
        self.vacancies = _by_id(rows["vacancies"], "vacancy_id", self.by_vacancy)
        self.jobseekers = _by_id(rows["jobseekers"], "jobseeker_id", self.by_jobseeker)
        self.courses = _by_id(rows["courses"], "course_id", {})
        self.features = {row.values["jobseeker_id"]: sensitive_features(row.values) for row in rows["jobseekers"]}

    def title(self, table: str, row_id: str) -> str:
        """Give the title of a vacancy or course, or its identifier where the table is not there."""
        rows = self.vacancies if table == "vacancies" else self.courses
        return str(rows.get(row_id, {}).get("title") or row_id)

    def fits_filters(self, jobseeker_id: str, *, women: bool, youth: bool, long_unemployed: bool) -> bool:
        """Say whether a person is shown; filters never change a score or an order."""
        person = self.features.get(jobseeker_id, SensitiveFeatures(jobseeker_id))
        age = None if person.birth_date is None else age_on(person.birth_date, self.as_of)
        since = person.unemployed_since
        return (
            (not women or person.sex == "F")
            and (not youth or (age is not None and YOUTH[0] <= age <= YOUTH[1]))
            and (not long_unemployed or (since is not None and (self.as_of - since).days > YEAR_DAYS))
        )


def _rows(path: Path, table: str, sha256: str) -> list[TypedRow]:
    # A copy that is not the table of this run (of an earlier run, or changed since) would tell wrong titles and hide people.
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        return []
    return read_table(path, table).accepted


def _by_id(rows: list[TypedRow], key: str, known: dict[str, list[dict[str, object]]]) -> dict[str, dict[str, object]]:
    return {row_id: {} for row_id in known} | {row.values[key]: dict(row.values) for row in rows}


def _grouped(path: Path, key: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                lists = {name: [part for part in row[name].split(";") if part] for name in LISTS if name in row}
                found[row[key]].append({**row, **lists})
    return dict(found)
