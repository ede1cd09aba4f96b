"""What a person's rights need: whether their record is blocked."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ColumnElement, Table, select

from matcher.adapters.database.tables import Moment, _identifier, _keep, jobseekers
from matcher.core.records.centre import Blocking

blockings = _keep(
    Blocking,
    "blockings",
    _identifier("jobseeker_id"),
    Column("is_blocked", Boolean, nullable=False),
    Column("noted_at", Moment, nullable=False),
)


def latest_of(history: Table) -> ColumnElement[bool]:
    """Give the latest note of each jobseeker in a history of one truth."""
    columns = history.c
    same = (columns.centre_id == jobseekers.c.centre_id) & (columns.jobseeker_id == jobseekers.c.jobseeker_id)
    (truth,) = [column for column in columns if isinstance(column.type, Boolean)]
    return select(truth).where(same).order_by(columns.row_id.desc()).limit(1).scalar_subquery()
