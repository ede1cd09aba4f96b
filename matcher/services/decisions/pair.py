"""What stands between a person and a vacancy, and what an officer may say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date

from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Decision, DecisionKind, Guard, Referral, ShortlistEntry, Stored
from matcher.core.records.decisions import EXPLAINED, OVERRIDE_REASONS, REFUSAL_REASONS, WITHDRAWAL_REASONS
from matcher.errors import UsageError
from matcher.services.advice import WhyNot

REASONS: dict[str, tuple[str, ...]] = {
    "refusal": REFUSAL_REASONS,
    "override": OVERRIDE_REASONS,
    "withdrawn": WITHDRAWAL_REASONS,
}
"""Codes that an officer chooses among, by what is decided."""
OUTCOME_REASONS = ("skills", "shifts", "hours", "travel", "pay", "work_conditions", "other")
"""Codes of why a referral came to nothing; each has words in the catalogues (``value.outcome_reason.<code>``)."""
LONGEST = 500
"""Letters of an officer's own words."""
RECOMMENDED = ("recommended", "lower")
"""Verdicts that need no override."""


@dataclass(frozen=True)
class Pair:
    """A person and a vacancy: what the model shows, and what people have decided.

    Attributes
    ----------
    told : WhyNot or None
        None without consent, and for a vacancy that is not open.
    seal : str
        Names what `told` shows; empty where it shows nothing.
    decision : Decision or None
        The latest override or refusal.
    n_decisions : int
        All overrides and refusals so far.
    obstacle : UsageError or None
        Why the person cannot be referred now.
    guards : tuple of Guard
        What a decision about the pair rests on, as it was read.
    """

    person: Stored[Jobseeker]
    vacancy: Stored[Vacancy]
    told: WhyNot | None = None
    seal: str = ""
    noted: Stored[ShortlistEntry] | None = None
    referral: Stored[Referral] | None = None
    outcome: Stored[Outcome] | None = None
    decision: Decision | None = None
    n_decisions: int = 0
    obstacle: UsageError | None = None
    guards: tuple[Guard, ...] = ()

    @property
    def version(self) -> int:
        """Grows with everything that is decided about the pair; 0 where nothing is."""
        return (self.referral.version if self.referral else 0) + self.n_decisions

    @property
    def is_live(self) -> bool:
        """Whether a referral stands."""
        return self.referral is not None and self.referral.record.is_live

    @property
    def is_settled(self) -> bool:
        """Whether it is known what came of the referral."""
        found = self.outcome.record if self.outcome else None
        return self.referral is not None and is_settled(self.referral.record, found)


@dataclass(frozen=True)
class JudgedMatch:
    """A refusal or an override, with its code and the officer's own words."""

    kind: DecisionKind
    reason: str
    words: str = ""


@dataclass(frozen=True)
class OutcomeForm:
    """What happened after a referral."""

    outcome: str
    decided_on: date | None = None
    reason: str = ""
    still_employed_after_days: int | None = None


def is_settled(referral: Referral, outcome: Outcome | None) -> bool:
    """Say whether an outcome of the pair settles a referral; one of an earlier referral does not."""
    if outcome is None or outcome.outcome == "pending":
        return False
    return outcome.referred_on is None or outcome.referred_on >= referral.referred_at.astimezone(UTC).date()


def check_reason(kind: str, reason: str, words: str) -> None:
    """Refuse a reason that is not on the list of a kind.

    Raises
    ------
    UsageError
        ``decision_reason``; ``decision_words`` where the reason asks for words, or for too many.
    """
    if reason not in REASONS[kind]:
        raise UsageError("decision_reason", field="reason")
    if len(words) > LONGEST or (reason == EXPLAINED and not words):
        raise UsageError("decision_words", field="words", most=LONGEST)


def check_outcome(form: OutcomeForm, referred_on: date, *, today: date) -> None:
    """Refuse dates that contradict each other.

    Raises
    ------
    UsageError
        ``outcome_future``, ``outcome_early``, ``outcome_not_hired``, with ``field``.
    """
    if form.decided_on is not None and form.decided_on > today:
        raise UsageError("outcome_future", field="decided_on")
    if form.decided_on is not None and form.decided_on < referred_on:
        raise UsageError("outcome_early", field="decided_on", day=referred_on)
    if form.still_employed_after_days is not None and form.outcome != "hired":
        raise UsageError("outcome_not_hired", field="still_employed_after_days")
