"""What a person's rights need: whether their record is blocked, when it is to be erased, and what is counted once it is."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ColumnElement, Date, ForeignKeyConstraint, Integer, String, Table, func, select

from matcher.adapters.database.tables import IDENTIFIER, METADATA, UtcDateTime, consents, identifier, jobseekers, keep
from matcher.core.records.centre import Blocking

blockings = keep(
    Blocking,
    "blockings",
    identifier("jobseeker_id"),
    Column("is_blocked", Boolean, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)

retention_notes = Table(
    "retention_notes",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("jobseeker_id", IDENTIFIER, primary_key=True),
    # Of the person's record when it was last looked at: another one since is activity.
    Column("seen_version", Integer, nullable=False),
    Column("active_on", Date, nullable=False),
    Column("notified_on", Date),
    ForeignKeyConstraint(["centre_id", "jobseeker_id"], [jobseekers.c.centre_id, jobseekers.c.jobseeker_id]),
)
erased_counts = Table(
    "erased_counts",
    METADATA,
    Column("centre_id", IDENTIFIER, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("event", String(32), primary_key=True),
    Column("people_group", String(16), primary_key=True),
    Column("n", Integer, nullable=False),
)


def latest_of(history: Table) -> ColumnElement[bool]:
    """Give the latest note of each jobseeker in a history of one truth."""
    columns = history.c
    same = (columns.centre_id == jobseekers.c.centre_id) & (columns.jobseeker_id == jobseekers.c.jobseeker_id)
    (truth,) = [column for column in columns if isinstance(column.type, Boolean)]
    return select(truth).where(same).order_by(columns.row_id.desc()).limit(1).scalar_subquery()


def has_consent() -> ColumnElement[bool]:
    """Say of a jobseeker's row whether the latest consent is given; unknown is not consent."""
    return func.coalesce(latest_of(consents), jobseekers.c.consent).is_(True)


def is_not_blocked() -> ColumnElement[bool]:
    """Say of a jobseeker's row whether no block holds."""
    return ~func.coalesce(latest_of(blockings), False)
