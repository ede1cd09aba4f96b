"""How often a centre has been written, and what was written last: what is kept in memory asks here whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Connection, String, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from matcher.adapters.database.tables import IDENTIFIER, METADATA
from matcher.core.records import Jobseeker
from matcher.core.records.centre import Change, Stored

KEPT_REVISIONS = 1_000
"""Writes whose subjects are still known; who is further behind reads everything again."""
MANY = 100
"""From so many people on, one write is noted as one of everybody."""
PERSONAL = frozenset({"Jobseeker", "SensitiveFeatures", "Consent", "Blocking"})
"""Kinds of which is noted whose record was written."""

centre_revisions = Table(
    "centre_revisions",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)
centre_changes = Table(
    "centre_changes",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("subject", IDENTIFIER, primary_key=True),
)


def note_changes(connection: Connection, centre_id: str, changes: Iterable[Change]) -> int:
    """Count one more write of a centre, in the transaction of the write itself, as its last statement.

    The row of the centre stays locked until the transaction ends, so a larger revision is never seen before a smaller one.

    Parameters
    ----------
    changes : iterable of Change
        As :func:`changes_of` gives for records.

    Returns
    -------
    int
        The new revision.
    """
    own = centre_revisions.c.centre_id == centre_id
    raised = update(centre_revisions).where(own).values(revision=centre_revisions.c.revision + 1)
    if connection.execute(raised).rowcount == 0:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        first = dialect.insert(centre_revisions).values(centre_id=centre_id, revision=0)
        connection.execute(first.on_conflict_do_nothing())
        connection.execute(raised)
    revision: int = connection.execute(select(centre_revisions.c.revision).where(own)).scalar_one()
    rows = [
        {"centre_id": centre_id, "revision": revision, "kind": kind, "subject": subject}
        for kind, subject in sorted({(change.kind, change.subject) for change in changes})
    ]
    if rows:
        connection.execute(insert(centre_changes), rows)
    old = (centre_changes.c.centre_id == centre_id) & (centre_changes.c.revision <= revision - KEPT_REVISIONS)
    connection.execute(delete(centre_changes).where(old))
    return revision


def note_deletion(connection: Connection, centre_id: str, deleted: Stored[object]) -> int:
    """Count a deletion as one more write; of a person nothing but the public identifier stays, which names nobody any more."""
    record = deleted.record
    if not isinstance(record, Jobseeker):
        return note_changes(connection, centre_id, [Change(type(record).__name__)])
    named = (centre_changes.c.centre_id == centre_id) & (centre_changes.c.subject == record.jobseeker_id)
    connection.execute(delete(centre_changes).where(named))
    return note_changes(connection, centre_id, [Change("Jobseeker", deleted.public_id)])


def changes_of(records: Iterable[object]) -> set[Change]:
    """Say what writing some records changes; of many people at once only that they were many."""
    subjects: dict[str, set[str]] = {}
    for record in records:
        kind = type(record).__name__
        whose = getattr(record, "jobseeker_id", "") if kind in PERSONAL else ""
        subjects.setdefault(kind, set()).add(whose)
    return joined(Change(kind, subject) for kind, found in subjects.items() for subject in found)


def joined(changes: Iterable[Change]) -> set[Change]:
    """Make one change of many of a kind."""
    by_kind: dict[str, set[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, set()).add(change)
    return {
        change
        for kind, found in by_kind.items()
        for change in ({Change(kind)} if len(found) > MANY or Change(kind) in found else found)
    }


def revision_of_centre(connection: Connection, centre_id: str) -> int:
    """Give how often a centre has been written."""
    own = select(centre_revisions.c.revision).where(centre_revisions.c.centre_id == centre_id)
    found: int | None = connection.execute(own).scalar()
    return found or 0


def centres(connection: Connection) -> list[str]:
    """List the centres that have been written."""
    found = connection.execute(select(centre_revisions.c.centre_id).order_by(centre_revisions.c.centre_id))
    return list(found.scalars())


def changes_since(connection: Connection, centre_id: str, since: int) -> frozenset[Change] | None:
    """Give what was written after a revision; None where that is not known any more."""
    now = revision_of_centre(connection, centre_id)
    if since < now - KEPT_REVISIONS or since > now:
        return None
    columns = centre_changes.c
    later = select(columns.kind, columns.subject).where(columns.centre_id == centre_id, columns.revision > since)
    return frozenset(Change(kind, subject) for kind, subject in connection.execute(later.distinct()))
