"""Who was shown whom, when and why: append-only, hash-chained, and silent about a person who has been erased.

Notes
-----
A row names a person by a digest of a random salt and the identifier. Salt and identifier stand in ``read_subjects``: erasure
deletes that row, so that nobody can tell any more whom the digest meant, while the chain, which covers the digest only, still holds.
Rows that are cut off at the end are seen by the head, which counts them; whoever can rewrite all three tables can rewrite the past, so the
last hash is printed by ``matcher reads`` for noting it elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from matcher.adapters.database.tables import IDENTIFIER, METADATA, UtcDateTime, jobseekers
from matcher.core.records.centre import AccessLogEntry, Viewer

CHUNK = 1_000
FIRST = "0" * 64
"""What the first row of a centre names as the hash before it."""

read_heads = Table(
    "read_heads",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("n_looks", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
)
read_subjects = Table(
    "read_subjects",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("jobseeker_id", IDENTIFIER, primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("subject", String(64), nullable=False, unique=True),
    ForeignKeyConstraint(["centre_id", "jobseeker_id"], [jobseekers.c.centre_id, jobseekers.c.jobseeker_id]),
)
read_log = Table(
    "read_log",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(64), nullable=False),
    Column("user_id", String(36), nullable=False),
    Column("role", String(16), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("vacancy_id", IDENTIFIER, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "centre_id", "subject", "seq"),
    Index(None, "centre_id", "user_id", "seq"),
)


@dataclass(frozen=True)
class Head:
    """Where a centre's log ends, while nobody else may write it."""

    centre_id: str
    n_looks: int
    last_hash: str


def take_head(connection: Connection, centre_id: str) -> Head:
    """Wait until nobody else writes this centre's log, and give its end.

    Call it first in a transaction: written before anything is read, the head's row takes SQLite's one write lock, or
    PostgreSQL's lock of that row, until the end of the transaction.
    """
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    head = make(read_heads).values(centre_id=centre_id, n_looks=0, last_hash=FIRST)
    same = {"last_hash": read_heads.c.last_hash}
    connection.execute(head.on_conflict_do_update(index_elements=["centre_id"], set_=same))
    asked = select(read_heads.c.n_looks, read_heads.c.last_hash).where(read_heads.c.centre_id == centre_id)
    return Head(centre_id, *connection.execute(asked).one())


def write_looks(
    connection: Connection, head: Head, jobseeker_ids: Sequence[str], *, viewer: Viewer, at: datetime
) -> None:
    """Write one look a person after the head."""
    subjects = _subjects(connection, head.centre_id, jobseeker_ids)
    last_hash, rows = head.last_hash, []
    for seq, jobseeker_id in enumerate(jobseeker_ids, head.n_looks + 1):
        row = {
            "centre_id": head.centre_id,
            "seq": seq,
            "subject": subjects[jobseeker_id],
            "user_id": viewer.user_id,
            "role": viewer.role,
            "purpose": viewer.purpose,
            "vacancy_id": viewer.vacancy_id,
            "at": at,
            "previous_hash": last_hash,
        }
        last_hash = hash_of(row)
        rows.append({**row, "hash": last_hash})
    if rows:
        connection.execute(insert(read_log), rows)
        moved = update(read_heads).where(read_heads.c.centre_id == head.centre_id)
        connection.execute(moved.values(n_looks=head.n_looks + len(rows), last_hash=last_hash))


def hash_of(row: Any) -> str:
    """Give the hash of a row: over the one before it, and all that it says."""
    names = ("previous_hash", "centre_id", "seq", "subject", "user_id", "role", "purpose", "vacancy_id")
    said = [*(row[name] for name in names), row["at"].isoformat(timespec="microseconds")]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def subject_of(salt: str, centre_id: str, jobseeker_id: str) -> str:
    """Give the digest that stands for a person in the log."""
    return hashlib.sha256(json.dumps([salt, centre_id, jobseeker_id], ensure_ascii=False).encode()).hexdigest()


def looks_query(centre_id: str, *, user_id: str, jobseeker_id: str, before: int | None, limit: int) -> Select[Any]:
    """Ask for a page of the log, newest first; :func:`access_log_entry` reads its rows."""
    same = (read_subjects.c.subject == read_log.c.subject) & (read_subjects.c.centre_id == centre_id)
    asked = select(read_log, read_subjects.c.jobseeker_id).join_from(read_log, read_subjects, same, isouter=True)
    asked = asked.where(read_log.c.centre_id == centre_id)
    if user_id:
        asked = asked.where(read_log.c.user_id == user_id)
    if jobseeker_id:
        asked = asked.where(read_subjects.c.jobseeker_id == jobseeker_id)
    if before is not None:
        asked = asked.where(read_log.c.seq < before)
    return asked.order_by(read_log.c.seq.desc()).limit(limit)


def access_log_entry(row: RowMapping) -> AccessLogEntry:
    """Read a row of :func:`looks_query`."""
    viewer = Viewer(row["user_id"], row["role"], row["purpose"], row["vacancy_id"])
    return AccessLogEntry(row["seq"], row["jobseeker_id"] or "", viewer, row["at"])


@dataclass(frozen=True)
class Verified:
    """A centre's log that was gone through.

    Attributes
    ----------
    last_hash : str
        Noted elsewhere, it shows later that nothing before it was rewritten.
    broken_at : int
        ``seq`` of the first row that does not fit; 0 where all do.
    """

    centre_id: str
    n_looks: int
    last_hash: str
    broken_at: int = 0


def verify_looks(connection: Connection) -> list[Verified]:
    """Go through every centre's log from its first row; centres in order."""
    heads = {head.centre_id: head for head in connection.execute(select(read_heads))}
    logs = connection.execute(select(read_log.c.centre_id).distinct()).scalars()
    found = []
    for centre_id in sorted({*heads, *logs}):
        head = heads.get(centre_id)
        n_looks, last_hash = (head.n_looks, head.last_hash) if head else (0, FIRST)
        broken = _first_broken(connection, centre_id, n_looks, last_hash)
        found.append(Verified(centre_id, n_looks, last_hash, broken))
    return found


def _first_broken(connection: Connection, centre_id: str, n_looks: int, last_hash: str) -> int:
    names = dict(_told_subjects(connection, centre_id))
    seq, previous = 0, FIRST
    asked = select(read_log).where(read_log.c.centre_id == centre_id).order_by(read_log.c.seq)
    with connection.execution_options(yield_per=CHUNK).execute(asked) as found:
        for row in found.mappings():
            fits = row["seq"] == seq + 1 and row["previous_hash"] == previous and row["hash"] == hash_of(row)
            if not fits or not names.get(row["subject"], True):
                return seq + 1
            seq, previous = row["seq"], row["hash"]
    # Rows that were cut off at the end, or added beside the head.
    return 0 if (seq, previous) == (n_looks, last_hash) else min(seq, n_looks) + 1


def _told_subjects(connection: Connection, centre_id: str) -> Iterator[tuple[str, bool]]:
    """Say of every digest whether it is still that of the person it stands for."""
    for row in connection.execute(select(read_subjects).where(read_subjects.c.centre_id == centre_id)):
        yield row.subject, row.subject == subject_of(row.salt, centre_id, row.jobseeker_id)


def _subjects(connection: Connection, centre_id: str, jobseeker_ids: Sequence[str]) -> dict[str, str]:
    """Give the digest of each person; those looked at for the first time get a salt."""
    found: dict[str, str] = {}
    for start in range(0, len(jobseeker_ids), CHUNK):
        some = read_subjects.c.jobseeker_id.in_(jobseeker_ids[start : start + CHUNK])
        asked = select(read_subjects.c.jobseeker_id, read_subjects.c.subject)
        rows = connection.execute(asked.where(read_subjects.c.centre_id == centre_id, some))
        found.update((row.jobseeker_id, row.subject) for row in rows)
    new = list(_new_subjects(centre_id, [each for each in jobseeker_ids if each not in found]))
    if new:
        connection.execute(insert(read_subjects), new)
    return found | {row["jobseeker_id"]: row["subject"] for row in new}


def _new_subjects(centre_id: str, jobseeker_ids: Sequence[str]) -> Iterator[dict[str, str]]:
    for jobseeker_id in jobseeker_ids:
        salt = secrets.token_hex(16)
        subject = subject_of(salt, centre_id, jobseeker_id)
        yield {"centre_id": centre_id, "jobseeker_id": jobseeker_id, "salt": salt, "subject": subject}
