"""Check and write in one transaction: what a decision rests on cannot change between the two."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from matcher.adapters.database.rows import read_row
from matcher.adapters.database.tables import TABLES, jobseekers
from matcher.core.records.centre import Guard
from matcher.errors import ConflictError


def hold(connection: Connection, centre_id: str, guards: Sequence[Guard]) -> None:
    """Let nobody else decide about the people until the transaction ends, and refuse it where somebody has.

    The first statement writes, so that both databases lock: PostgreSQL the row of the person, SQLite the file. What is read after it
    is what stands; a transaction that began by reading would see what stood before.

    Raises
    ------
    ConflictError
        ``conflict``, with the latest of the records that are not as they were.
    """
    for jobseeker_id in sorted({guard.jobseeker_id for guard in guards}):
        one = (jobseekers.c.centre_id == centre_id) & (jobseekers.c.jobseeker_id == jobseeker_id)
        connection.execute(update(jobseekers).where(one).values(version=jobseekers.c.version))
    for guard in guards:
        at = TABLES[guard.kind]
        same = [at.table.c[name] == value for name, value in guard.equal.items()]
        asked = select(at.table).where(at.table.c.centre_id == centre_id, *same).order_by(at.table.c.row_id)
        rows = connection.execute(asked).mappings().all()
        if sum(row["version"] for row in rows) != guard.version:
            raise ConflictError("conflict", stored=read_row(at, rows[-1]) if rows else None)
