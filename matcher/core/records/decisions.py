"""What was shown when a person decided, and what they decided: enough to show it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Action = Literal[
    "referred",
    "offered",
    "withdrawn",
    "override",
    "refusal",
    "outcome",
    "agreed",
    "declined",
    "offer_refused",
    "commitment",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
"""Each has words in the catalogues (``value.action.<code>``)."""

EXPLAINED = "explained"
"""The reason that asks for words of the officer's own."""
REFUSAL_REASONS = (
    "skills_not_shown",
    "conditions_do_not_suit",
    "person_does_not_wish",
    "profile_outdated",
    "other_vacancy_suits_better",
    "training_first",
    EXPLAINED,
)
OVERRIDE_REASONS = (
    "skills_shown_otherwise",
    "conditions_agreed",
    "person_wishes",
    "profile_outdated",
    "training_before_start",
    EXPLAINED,
)
WITHDRAWAL_REASONS = ("person_does_not_wish", "vacancy_closed", "referred_in_error", EXPLAINED)
"""Coded reasons of an officer; each has words in the catalogues (``value.decision_reason.<code>``)."""
ENDING_REFUSALS = 3
"""Refused offers of suitable work that end a person's status (Social Code)."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that many decisions point at, named by its SHA-256 in hexadecimal; never one that tells of a person."""

    text_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What an officer was shown of a pair, and all that it was made from.

    Attributes
    ----------
    match : str
        Canonical JSON of the :class:`~matcher.core.records.Match`; its rank is that among all vacancies that suit the person.
    person : str
        Canonical JSON of the person as they were.
    town : str
        Digest of the :class:`KeptText` that lists the open vacancies, the courses and the travel times.
    model, model_version, taxonomy, program : str
        Versions.
    as_of : date
        Day on which the vacancies were open.
    """

    match: str
    verdict: str
    person: str
    town: str
    model: str
    model_version: str
    taxonomy: str
    program: str
    as_of: date


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """One entry of the decision log, which only grows.

    Attributes
    ----------
    decided_by : str
        Login of the officer; the jobseeker's identifier for what the person did.
    reason : str
        A code of this module; for an outcome ``<outcome>`` of the table of outcomes.
    words : str
        The officer's own; empty for none.
    shown : Shown or None
        None where no match could be made: a vacancy that has closed, a person who answered by themselves.
    """

    jobseeker_id: str
    vacancy_id: str
    action: Action
    decided_by: str
    decided_at: datetime
    reason: str = ""
    words: str = ""
    shown: Shown | None = None
