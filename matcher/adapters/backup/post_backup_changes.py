"""What is known since a backup was made and may not be forgotten by its restoration.

A restored database is never more permissive than the one that it replaces: whoever is kept out stays out, passwords are those of now,
whoever withdrew consent or was blocked stays so, and who looked at whom is still known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, update

from matcher.adapters.database.identity import users
from matcher.adapters.database.read_log import read_heads, read_log, read_subjects
from matcher.adapters.database.revisions import KEPT_REVISIONS, centre_revisions
from matcher.adapters.database.rights_tables import blockings
from matcher.adapters.database.tables import consents, jobseekers

Row = dict[str, Any]


@dataclass(frozen=True)
class NewerWord:
    """What the replaced database says, in rows of its tables at the newest revision.

    Attributes
    ----------
    withdrawn, blocked : list of dict
        The latest note of each person, where it is against them being matched.
    """

    people: list[Row]
    withdrawn: list[Row]
    blocked: list[Row]
    looks: list[Row]
    subjects: list[Row]
    revisions: dict[str, int]


def read_newer_word(connection: Connection) -> NewerWord:
    """Read it, before the tables go."""
    entered = select(users.c.user_id, users.c.password_hash, users.c.is_enabled)
    return NewerWord(
        people=_rows(connection, entered),
        withdrawn=_rows(connection, _latest(consents, ~consents.c.is_given)),
        blocked=_rows(connection, _latest(blockings, blockings.c.is_blocked)),
        looks=_rows(connection, select(read_log).order_by(read_log.c.centre_id, read_log.c.seq)),
        subjects=_rows(connection, select(read_subjects)),
        revisions=_revisions(connection),
    )


def hold_to(connection: Connection, newer: NewerWord) -> None:
    """Make what was restored hold to it."""
    for row in newer.people:
        kept_out = {} if row["is_enabled"] else {"is_enabled": False}
        one = update(users).where(users.c.user_id == row["user_id"])
        connection.execute(one.values(password_hash=row["password_hash"], **kept_out))
    _add_notes(connection, consents, newer.withdrawn)
    _add_notes(connection, blockings, newer.blocked)
    _go_on_with_log(connection, newer)
    for centre_id, revision in (_revisions(connection) | newer.revisions).items():
        # Whatever somebody keeps in memory is of another past: they must read everything anew.
        _set_revision(connection, centre_id, max(revision, newer.revisions.get(centre_id, 0)) + KEPT_REVISIONS + 1)


def _latest(notes: Table, against: ColumnElement[bool]) -> Any:
    newest = select(func.max(notes.c.row_id)).group_by(notes.c.centre_id, notes.c.jobseeker_id)
    return select(notes).where(notes.c.row_id.in_(newest), against)


def _add_notes(connection: Connection, notes: Table, rows: Sequence[Row]) -> None:
    """Add notes that the backup does not have, of people whom it has."""
    known = set(connection.execute(select(notes.c.public_id)).scalars())
    people = _people(connection)
    fresh = [
        {name: value for name, value in row.items() if name != "row_id"}
        for row in rows
        if row["public_id"] not in known and (row["centre_id"], row["jobseeker_id"]) in people
    ]
    if fresh:
        connection.execute(insert(notes), fresh)


def _go_on_with_log(connection: Connection, newer: NewerWord) -> None:
    """Append the looks since the backup, where the log is of the same past: its chain must lead on from the last row restored."""
    heads = {row["centre_id"]: row for row in _rows(connection, select(read_heads))}
    for centre_id in sorted({row["centre_id"] for row in newer.looks}):
        head = heads.get(centre_id, {"n_looks": 0, "last_hash": "0" * 64})
        later = [row for row in newer.looks if row["centre_id"] == centre_id and row["seq"] > head["n_looks"]]
        if not later or later[0]["previous_hash"] != head["last_hash"]:
            continue
        connection.execute(insert(read_log), later)
        moved = {"n_looks": later[-1]["seq"], "last_hash": later[-1]["hash"]}
        if centre_id in heads:
            connection.execute(update(read_heads).where(read_heads.c.centre_id == centre_id).values(**moved))
        else:
            connection.execute(insert(read_heads).values(centre_id=centre_id, **moved))
    _add_subjects(connection, newer.subjects)


def _add_subjects(connection: Connection, subjects: Sequence[Row]) -> None:
    """Say whom the digests of the log mean, where the person is there and has none yet."""
    asked = select(read_subjects.c.centre_id, read_subjects.c.jobseeker_id)
    free = _people(connection) - {tuple(row) for row in connection.execute(asked)}
    fresh = [row for row in subjects if (row["centre_id"], row["jobseeker_id"]) in free]
    if fresh:
        connection.execute(insert(read_subjects), fresh)


def _people(connection: Connection) -> set[tuple[str, str]]:
    asked = select(jobseekers.c.centre_id, jobseekers.c.jobseeker_id)
    return {(row.centre_id, row.jobseeker_id) for row in connection.execute(asked)}


def _revisions(connection: Connection) -> dict[str, int]:
    return {row.centre_id: row.revision for row in connection.execute(select(centre_revisions))}


def _set_revision(connection: Connection, centre_id: str, revision: int) -> None:
    own = centre_revisions.c.centre_id == centre_id
    if connection.execute(update(centre_revisions).where(own).values(revision=revision)).rowcount == 0:
        connection.execute(insert(centre_revisions).values(centre_id=centre_id, revision=revision))


def _rows(connection: Connection, asked: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(asked).mappings()]
