"""When something last happened about a person, by the dates of every table that names people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Table, delete, func, insert, select

from matcher.adapters.database.identity import sign_in_sessions, users
from matcher.adapters.database.migrating import METADATA
from matcher.adapters.database.rights_tables import retention_notes
from matcher.adapters.database.tables import UtcDateTime, jobseekers
from matcher.core.retention import Activity, Retention

NO_ACTIVITY = frozenset({"birth_date", "unemployed_since", "answer_by", "active_on", "notified_on"})
"""Dates of a person's life, days that something falls due, and the notes of retention itself."""
CHUNK = 500


def activity_of(connection: Connection, centre_id: str) -> list[Activity]:
    """Give what is known of everybody's activity in a centre, by ``jobseeker_id``."""
    latest: dict[str, date] = {}
    for table in METADATA.sorted_tables:
        if "jobseeker_id" not in table.c or "centre_id" not in table.c:
            continue
        for column in table.c:
            if isinstance(column.type, UtcDateTime | Date) and column.name not in NO_ACTIVITY:
                _take_latest(latest, _latest_days(connection, centre_id, table, column))
    _take_latest(latest, _sign_ins(connection, centre_id))
    notes = {
        note.jobseeker_id: note
        for note in connection.execute(select(retention_notes).where(retention_notes.c.centre_id == centre_id))
    }
    asked = select(jobseekers.c.jobseeker_id, jobseekers.c.version).where(jobseekers.c.centre_id == centre_id)
    found = []
    for jobseeker_id, version in connection.execute(asked.order_by(jobseekers.c.jobseeker_id)):
        note = notes.get(jobseeker_id)
        noted = (note.seen_version, note.active_on, note.notified_on) if note else (None, None, None)
        found.append(Activity(jobseeker_id, version, latest.get(jobseeker_id), *noted))
    return found


def note_retention(connection: Connection, centre_id: str, people: Sequence[Retention]) -> None:
    """Replace the notes about some people."""
    columns = retention_notes.c
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        own = columns.jobseeker_id.in_([person.jobseeker_id for person in some])
        connection.execute(delete(retention_notes).where(columns.centre_id == centre_id, own))
        rows = [
            {
                "centre_id": centre_id,
                "jobseeker_id": person.jobseeker_id,
                "seen_version": person.version,
                "active_on": person.active_on,
                "notified_on": person.notified_on,
            }
            for person in some
        ]
        connection.execute(insert(retention_notes), rows)


def _latest_days(connection: Connection, centre_id: str, table: Table, column: Column[Any]) -> dict[str, date]:
    asked = select(table.c.jobseeker_id, func.max(column)).where(table.c.centre_id == centre_id, column.is_not(None))
    rows = connection.execute(asked.group_by(table.c.jobseeker_id))
    return {row[0]: row[1].date() if isinstance(row[1], datetime) else row[1] for row in rows}


def _sign_ins(connection: Connection, centre_id: str) -> dict[str, date]:
    asked = select(users.c.jobseeker_id, func.max(sign_in_sessions.c.seen_at)).join(sign_in_sessions)
    own = (users.c.centre_id == centre_id) & (users.c.jobseeker_id != "")
    rows = connection.execute(asked.where(own).group_by(users.c.jobseeker_id))
    return {jobseeker_id: datetime.fromtimestamp(seen_at, UTC).date() for jobseeker_id, seen_at in rows}


def _take_latest(latest: dict[str, date], days: dict[str, date]) -> None:
    for jobseeker_id, day in days.items():
        latest[jobseeker_id] = max(day, latest.get(jobseeker_id, day))
