"""What one chunk of rows adds to a centre and changes in it; everything that it replaces is kept as it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session
from matcher.core.records.centre import Consent, Employer, Guard, Stored
from matcher.core.records.imports import FormerVersion, ImportedRow, ImportNote
from matcher.ports import Repository
from matcher.services.importing.rows import KINDS, ReadRow, outcome_key

_FORMER = {
    Jobseeker: "person",
    SensitiveFeatures: "features",
    Course: "course",
    Session: "session",
    Outcome: "outcome",
}


@dataclass(frozen=True)
class Order:
    """Whose import it is, and when."""

    centre_id: str
    import_id: str
    table: str
    by: str
    at: datetime


@dataclass
class Chunk:
    """What is written together.

    Attributes
    ----------
    added : list
        New records.
    saved : list of Stored
        Records with what they are to hold now.
    guards : list of Guard
        What must be as it was read; else the rows are read again.
    """

    order: Order
    added: list[Any] = field(default_factory=list)
    saved: list[Stored[Any]] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    n_added: int = 0
    n_changed: int = 0
    n_same: int = 0

    def replace(self, stored: Stored[Any], record: Any) -> int:
        """Save a record where it differs, and keep the former one; give the version that it then has."""
        if record == stored.record:
            return stored.version
        kind = type(record)
        self.saved.append(replace(stored, record=record))
        self.added.append(
            FormerVersion(
                kind=kind.__name__,
                key=key_of(stored.record),
                version=stored.version,
                changed_by=self.order.by,
                changed_at=self.order.at,
                import_id=self.order.import_id,
                fields=changed_fields(stored.record, record),
                jobseeker_id=getattr(record, "jobseeker_id", ""),
                **{_FORMER[kind]: stored.record},
            )
        )
        return stored.version + 1

    def settle(self, read: ReadRow, known: Stored[ImportedRow] | None, record_key: str, version: int) -> None:
        """Note under the row's own key what was imported."""
        now = read.row.imported(self.order.table, record_key, version)
        if known is None:
            self.added.append(now)
        elif known.record != now:
            self.saved.append(replace(known, record=now))

    def note(self, kind: Any, key: str, *, other_key: str = "", evidence: tuple[str, ...] = ()) -> None:
        """Leave something for a person to look at."""
        person = key if self.order.table == "jobseekers" else ""
        self.notes.append(ImportNote(self.order.import_id, kind, key, other_key, evidence, person))


def key_of(record: Any) -> str:
    """Give the identifier of a record."""
    if isinstance(record, Outcome):
        return outcome_key({name: getattr(record, name) for name in ("jobseeker_id", "vacancy_id", "referred_on")})
    names = ("session_id", "course_id", "vacancy_id", "jobseeker_id", "employer_id")
    return next(str(getattr(record, name)) for name in names if hasattr(record, name))


def changed_fields(former: Any, now: Any) -> tuple[str, ...]:
    """Name the fields in which two records of a kind differ; of a person also those of the profile and the circumstances."""
    found: list[str] = []
    for spec in fields(former):
        before, after = getattr(former, spec.name), getattr(now, spec.name)
        if before != after and spec.name in ("profile", "circumstances"):
            found += [f"{spec.name}.{inner}" for inner in changed_fields(before, after)]
        elif before != after:
            found.append(spec.name)
    return tuple(found)


def apply_people(
    repository: Repository, chunk: Chunk, rows: Sequence[ReadRow], known: dict[str, Stored[ImportedRow]]
) -> None:
    """Add people or change them, with what may only be counted, and their consent."""
    centre_id, ids = chunk.order.centre_id, [read.record.jobseeker_id for read in rows]
    people = {each.record.jobseeker_id: each for each in repository.among(centre_id, Jobseeker, "jobseeker_id", ids)}
    found = repository.among(centre_id, SensitiveFeatures, "jobseeker_id", people)
    features = {each.record.jobseeker_id: each for each in found}
    consents: dict[str, list[Stored[Consent]]] = {}
    for each in repository.among(centre_id, Consent, "jobseeker_id", people):
        consents.setdefault(each.record.jobseeker_id, []).append(each)
    for read in rows:
        person, stored = read.record, people.get(read.record.jobseeker_id)
        was = known.get(read.row.row_key)
        if stored is None:
            chunk.added += [person, read.features]
            _note_consent(chunk, person)
            chunk.n_added += 1
            chunk.settle(read, was, person.jobseeker_id, 1)
            continue
        if was is not None and stored.version > was.record.version:
            chunk.note("edited_since", person.jobseeker_id)
        n_saved = len(chunk.saved)
        now = _agreed(chunk, stored.record, person, consents.get(person.jobseeker_id, []))
        version = chunk.replace(stored, now)
        if person.consent is not False:
            _replace_features(chunk, features.get(person.jobseeker_id), read.features)
        is_changed = len(chunk.saved) > n_saved
        chunk.n_changed += is_changed
        chunk.n_same += not is_changed
        chunk.settle(read, was, person.jobseeker_id, version)


def _replace_features(chunk: Chunk, stored: Stored[SensitiveFeatures] | None, now: SensitiveFeatures | None) -> None:
    if stored is None:
        chunk.added.append(now)
    else:
        chunk.replace(stored, now)


def _agreed(chunk: Chunk, former: Jobseeker, now: Jobseeker, noted: Sequence[Stored[Consent]]) -> Jobseeker:
    """Give the record with the consent that holds: what a person withdrew no file gives back."""
    latest = noted[-1].record if noted else None
    holds = latest.is_given if latest else former.consent
    if now.consent is None:
        return replace(now, consent=former.consent)
    if now.consent and latest is not None and not latest.is_given and latest.noted_by == now.jobseeker_id:
        chunk.note("consent_withdrawn", now.jobseeker_id)
        return replace(now, consent=former.consent)
    if now.consent != holds:
        # The person may withdraw between this look and the write.
        chunk.guards.append(Guard(Consent, now.jobseeker_id, sum(each.version for each in noted)))
        _note_consent(chunk, now)
    # Of a person who refuses nothing was read but the refusal; what is kept of them is for their rights to decide.
    return now if now.consent else replace(former, consent=False)


def _note_consent(chunk: Chunk, person: Jobseeker) -> None:
    if person.consent is not None:
        chunk.added.append(Consent(person.jobseeker_id, person.consent, chunk.order.at, chunk.order.by))


def apply_plain(
    repository: Repository, chunk: Chunk, rows: Sequence[ReadRow], known: dict[str, Stored[ImportedRow]]
) -> None:
    """Add or change courses, sessions or outcomes."""
    kind: type[Any] = KINDS[chunk.order.table]
    column = {"courses": "course_id", "sessions": "session_id", "outcomes": "jobseeker_id"}[chunk.order.table]
    ids = [getattr(read.record, column) for read in rows]
    there = {key_of(each.record): each for each in repository.among(chunk.order.centre_id, kind, column, ids)}
    for read in rows:
        key, was = key_of(read.record), known.get(read.row.row_key)
        stored = there.get(key)
        if stored is None:
            chunk.added.append(read.record)
            chunk.n_added += 1
            chunk.settle(read, was, key, 1)
            continue
        if was is not None and stored.version > was.record.version:
            chunk.note("edited_since", key)
        version = chunk.replace(stored, read.record)
        chunk.n_changed += version > stored.version
        chunk.n_same += version == stored.version
        chunk.settle(read, was, key, version)


def apply_employers(repository: Repository, chunk: Chunk, rows: Sequence[ReadRow]) -> None:
    """Add the employers that needs name; one who has another name now keeps the former one in its history."""
    names: dict[str, str] = {}
    for read in rows:
        if read.record.employer_id:
            names[read.record.employer_id] = read.record.employer or names.get(read.record.employer_id, "")
    there = repository.among(chunk.order.centre_id, Employer, "employer_id", names)
    known = {each.record.employer_id: each for each in there}
    for employer_id, name in names.items():
        stored = known.get(employer_id)
        if stored is None:
            chunk.added.append(Employer(employer_id, name or employer_id))
        elif name and name != stored.record.name:
            former = (*stored.record.former_names, stored.record.name)
            chunk.saved.append(replace(stored, record=replace(stored.record, name=name, former_names=former)))
