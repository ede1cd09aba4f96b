"""What waits for an officer: people without a recommendation, objections, referrals without an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.core.records import Outcome
from matcher.core.records.centre import Referral, Stored, Waiting
from matcher.ports import Repository
from matcher.services.decisions.objections import DueObjection, due_objections
from matcher.services.decisions.pair import is_settled

QUIET_DAYS = 30
PAGE = 50


@dataclass(frozen=True)
class Caseload:
    """One page of what waits.

    Attributes
    ----------
    quiet : list of Waiting
        People who consent and were not recommended anything for 30 days, the longest first; a page of them.
    n_quiet : int
        All of them.
    objections : list of DueObjection
        Overdue first.
    referrals : list of Stored
        Without an outcome, the oldest first; a page of them.
    n_referrals : int
        All of them.
    """

    quiet: list[Waiting]
    n_quiet: int
    objections: list[DueObjection]
    referrals: list[Stored[Referral]]
    n_referrals: int


def caseload(repository: Repository, centre_id: str, *, now: datetime, page: int = 1) -> Caseload:
    """Collect what waits in a centre.

    Parameters
    ----------
    now : datetime
        With its zone, that of Kazakhstan.
    page : int
        From 1; of both long lists.
    """
    start = (page - 1) * PAGE
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=QUIET_DAYS)
    quiet, n_quiet = repository.waiting(centre_id, since=since, offset=start, limit=PAGE)
    referrals = without_outcome(repository, centre_id)
    return Caseload(
        quiet,
        n_quiet,
        due_objections(repository, centre_id, now.date()),
        referrals[start : start + PAGE],
        len(referrals),
    )


def without_outcome(repository: Repository, centre_id: str) -> list[Stored[Referral]]:
    """List the referrals that stand and of which nobody has noted what happened, the oldest first."""
    outcomes = {
        (row.record.jobseeker_id, row.record.vacancy_id): row.record for row in repository.find(centre_id, Outcome)
    }
    rows = [
        row
        for row in repository.find(centre_id, Referral)
        if row.record.is_live
        and not is_settled(row.record, outcomes.get((row.record.jobseeker_id, row.record.vacancy_id)))
    ]
    return sorted(rows, key=lambda row: (row.record.referred_at, row.public_id))
