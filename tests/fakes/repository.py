"""The repository in memory, for tests; holds to the same contract as the databases."""

import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter

from matcher.adapters.database.tables import TABLES
from matcher.core.record_json import encode_fields
from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session, Vacancy
from matcher.core.records.centre import (
    AccessLogEntry,
    Blocking,
    Change,
    Consent,
    Employer,
    Referral,
    Stored,
    VacancyStatusRecord,
    Waiting,
)
from matcher.core.records.decisions import KeptText
from matcher.core.records.imports import ImportedRow, RememberedColumns
from matcher.errors import ConflictError, UsageError

# Fields that name one record of a kind within a centre; the other kinds are told apart by their public identifier only.
KEYS = {
    Jobseeker: "jobseeker_id",
    SensitiveFeatures: "jobseeker_id",
    Vacancy: "vacancy_id",
    VacancyStatusRecord: "vacancy_id",
    Course: "course_id",
    Session: "session_id",
    Employer: "employer_id",
    ImportedRow: "row_key",
    RememberedColumns: "header_key",
    KeptText: "text_id",
}
# Kinds that others name.
NAMED = (Jobseeker, Vacancy, Course, Employer)
PAIRS = (Referral,)


def _pair(record):
    return record.jobseeker_id, record.vacancy_id


class MemoryRepository:
    """Records by centre and kind, in the order they were added."""

    def __init__(self):
        self._rows, self._written, self._looks, self._places = {}, {}, {}, {}
        self._lock = threading.RLock()

    def _kind(self, centre_id, kind):
        return self._rows.setdefault((centre_id, kind), {})

    def _note(self, centre_id, records):
        self._written.setdefault(centre_id, []).append({_change_of(record) for record in records})

    def add(self, centre_id, record):
        with self._lock:
            stored = self._add(centre_id, record)
            self._note(centre_id, [record])
            return stored

    def _add(self, centre_id, record):
        with self._lock:
            rows = self._kind(centre_id, type(record))
            key = KEYS.get(type(record))
            if key and any(getattr(row.record, key) == getattr(record, key) for row in rows.values()):
                raise UsageError("record_taken", found=getattr(record, key))
            if type(record) in PAIRS and any(_pair(row.record) == _pair(record) for row in rows.values()):
                raise UsageError("record_taken", found=", ".join(_pair(record)))
            stored = Stored(str(uuid.uuid4()), 1, record)
            rows[stored.public_id] = stored
            self._places[stored.public_id] = len(self._places) + 1
            return stored

    def add_all(self, centre_id, records, *, chunk=1_000):
        with self._lock:
            former = {key: dict(rows) for key, rows in self._rows.items()}
            try:
                added = [record for record in records if self._add(centre_id, record)]
                if added:
                    self._note(centre_id, added)
                return len(added)
            except BaseException:
                self._rows = former
                raise

    def get(self, centre_id, kind, public_id):
        return self._kind(centre_id, kind).get(public_id)

    def find(self, centre_id, kind, *, limit=None, **equal):
        rows = list(self._kind(centre_id, kind).values())
        fitting = [row for row in rows if all(getattr(row.record, name) == value for name, value in equal.items())]
        yield from fitting[:limit]

    def save(self, centre_id, record, *, expected_version):
        with self._lock:
            rows = self._kind(centre_id, type(record.record))
            if record.public_id not in rows:
                raise UsageError("unknown_record", found=record.public_id)
            now = rows[record.public_id]
            if now.version != expected_version:
                raise ConflictError("conflict", stored=now)
            rows[record.public_id] = replace(record, version=expected_version + 1)
            self._note(centre_id, [record.record])
            return rows[record.public_id]

    def delete(self, centre_id, kind, public_id):
        with self._lock:
            rows = self._kind(centre_id, kind)
            if public_id not in rows:
                raise UsageError("unknown_record", found=public_id)
            if kind in NAMED:
                name, others = (
                    KEYS[kind],
                    [rows for (centre, each), rows in self._rows.items() if centre == centre_id and each is not kind],
                )
                own = getattr(rows[public_id].record, name)
                if any(getattr(row.record, name, None) == own for rows in others for row in rows.values()):
                    raise UsageError("record_in_use", found=public_id)
            del rows[public_id]
            gone = Change(kind.__name__, public_id if kind is Jobseeker else "")
            self._written.setdefault(centre_id, []).append({gone})

    def page(self, centre_id, kind, *, after=0, limit, **equal):
        # A place is the number that a record was given when it was added.
        rows = [(self._places[row.public_id], row) for row in self.find(centre_id, kind, **equal)]
        found = sorted(((place, row) for place, row in rows if place > after), key=lambda each: each[0])[:limit]
        return [row for _, row in found], found[-1][0] if found else after

    def among(self, centre_id, kind, name, values):
        wanted = set(values)
        yield from (row for row in self.find(centre_id, kind) if getattr(row.record, name) in wanted)

    def save_all(self, centre_id, records, *, added=(), guards=()):
        with self._lock:
            for guard in guards:
                rows = list(self.find(centre_id, guard.kind, **guard.equal))
                if sum(row.version for row in rows) != guard.version:
                    raise ConflictError("conflict", stored=rows[-1] if rows else None)
            former = {key: dict(rows) for key, rows in self._rows.items()}
            try:
                for record in records:
                    self.save(centre_id, record, expected_version=record.version)
                self.add_all(centre_id, added)
            except BaseException:
                self._rows = former
                raise

    def waiting(self, centre_id, *, since, offset=0, limit=50):
        outcomes = [row.record for row in self.find(centre_id, Outcome)]
        hired = {each.jobseeker_id for each in outcomes if each.outcome == "hired"}
        recent = {each.jobseeker_id for each in outcomes if each.referred_on and each.referred_on >= since.date()}
        last = {}
        for row in self.find(centre_id, Referral):
            person, at = row.record.jobseeker_id, row.record.referred_at
            last[person] = max(at, last.get(person, at))
        found = [
            Waiting(person.record.jobseeker_id, last.get(person.record.jobseeker_id))
            for person in self.candidates(centre_id)
            if person.record.jobseeker_id not in hired | recent
        ]
        found = [each for each in found if each.last is None or each.last < since]
        found.sort(key=lambda each: (each.last is not None, each.last, each.jobseeker_id))
        return found[offset : offset + limit], len(found)

    def candidates(self, centre_id, *, consented=True, only=None, chunk=1_000, after=""):
        latest = {row.record.jobseeker_id: row.record.is_given for row in self.find(centre_id, Consent)}
        blocked = {row.record.jobseeker_id: row.record.is_blocked for row in self.find(centre_id, Blocking)}
        people = sorted(self.find(centre_id, Jobseeker), key=attrgetter("record.jobseeker_id"))
        for person in people:
            given = latest.get(person.record.jobseeker_id, person.record.consent)
            if only is not None and person.record.jobseeker_id not in only:
                continue
            if (
                person.record.jobseeker_id > after
                and (given or not consented)
                and not blocked.get(person.record.jobseeker_id)
            ):
                yield person

    def sensitive_features(self, centre_id, jobseeker_ids):
        wanted = set(jobseeker_ids)
        rows = (row.record for row in self.find(centre_id, SensitiveFeatures))
        return {row.jobseeker_id: row for row in rows if row.jobseeker_id in wanted}

    def read_people(self, centre_id, jobseeker_ids, *, viewer):
        with self._lock:
            people = {row.record.jobseeker_id: row for row in self.find(centre_id, Jobseeker)}
            shown = [people[each] for each in dict.fromkeys(jobseeker_ids) if each in people]
            log = self._looks.setdefault(centre_id, [])
            for person in shown:
                log.append(AccessLogEntry(len(log) + 1, person.record.jobseeker_id, viewer, datetime.now(UTC)))
            return shown

    def export_person_data(self, centre_id, jobseeker_id):
        found = {}
        for (centre, kind), rows in self._rows.items():
            own = [row for row in rows.values() if getattr(row.record, "jobseeker_id", None) == jobseeker_id]
            if centre == centre_id and own:
                plain = (
                    {"public_id": row.public_id, "version": row.version, **encode_fields(row.record)} for row in own
                )
                found[TABLES[kind].table.name] = list(plain)
        return found

    def access_log(self, centre_id, *, user_id="", jobseeker_id="", before=None, limit=50):
        found = [
            look
            for look in reversed(self._looks.get(centre_id, []))
            if user_id in ("", look.viewer.user_id)
            and jobseeker_id in ("", look.jobseeker_id)
            and (before is None or look.seq < before)
        ]
        return found[:limit]

    def centres(self):
        return sorted(self._written)

    def revision(self, centre_id):
        return len(self._written.get(centre_id, []))

    def changes(self, centre_id, since):
        written = self._written.get(centre_id, [])
        return frozenset().union(*written[since:]) if since <= len(written) else None


def _change_of(record):
    is_personal = isinstance(record, Jobseeker | SensitiveFeatures | Consent | Blocking)
    return Change(type(record).__name__, record.jobseeker_id if is_personal else "")
