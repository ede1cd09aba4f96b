"""People who have not been recommended anything for a while, found in the database itself: a centre may hold a hundred thousand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from matcher.adapters.database.rights_tables import has_consent, is_not_blocked
from matcher.adapters.database.tables import jobseekers, outcomes, referrals
from matcher.core.records.centre import Waiting


def read_waiting(
    connection: Connection, centre_id: str, *, since: datetime, offset: int, limit: int
) -> tuple[list[Waiting], int]:
    """Give a page of them and their number, as the port says."""
    asked, last = _asked(centre_id, since)
    # One pass over the people for the page and for their number.
    ordered = asked.add_columns(func.count().over().label("total")).order_by(
        last.isnot(None), last, jobseekers.c.jobseeker_id
    )
    rows = connection.execute(ordered.offset(offset).limit(limit)).all()
    if rows:
        return [Waiting(row.jobseeker_id, row.last) for row in rows], rows[0].total
    return [], connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()


def _asked(centre_id: str, since: datetime) -> tuple[Select[Any], ColumnElement[Any]]:
    latest = (
        select(referrals.c.jobseeker_id, func.max(referrals.c.referred_at).label("last"))
        .where(referrals.c.centre_id == centre_id)
        .group_by(referrals.c.jobseeker_id)
        .subquery()
    )
    settled = select(outcomes.c.jobseeker_id).where(
        outcomes.c.centre_id == centre_id,
        (outcomes.c.outcome == "hired") | (outcomes.c.referred_on >= since.date()),
    )
    asked = (
        select(jobseekers.c.jobseeker_id, latest.c.last)
        .outerjoin(latest, latest.c.jobseeker_id == jobseekers.c.jobseeker_id)
        .where(
            jobseekers.c.centre_id == centre_id,
            has_consent(),
            is_not_blocked(),
            latest.c.last.is_(None) | (latest.c.last < since),
            jobseekers.c.jobseeker_id.not_in(settled),
        )
    )
    return asked, latest.c.last
