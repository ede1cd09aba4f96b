"""What a centre keeps beside people, vacancies and courses: decisions of persons, and what the law asks to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

VacancyStatus = Literal["draft", "published", "superseded", "expired"]
ReferralStatus = Literal["recommended", "offered", "withdrawn"]
DecisionKind = Literal["override", "refusal"]

RecordT = TypeVar("RecordT", covariant=True)


@dataclass(frozen=True, slots=True)
class Stored(Generic[RecordT]):
    """A record as it stands in the store.

    Attributes
    ----------
    public_id : str
        UUID; the only identifier in addresses.
    version : int
        1 when added, one more with every save.
    """

    public_id: str
    version: int
    record: RecordT


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation; `former_names` are oldest first."""

    employer_id: str
    name: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a vacancy stands; `supersedes` is the vacancy that it replaces, empty for none."""

    vacancy_id: str
    status: VacancyStatus = "draft"
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class ShortlistEntry:
    """A candidate whom an officer noted for a vacancy."""

    jobseeker_id: str
    vacancy_id: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Referral:
    """A recommendation until a named officer makes it an offer.

    Attributes
    ----------
    offered_by : str
        The officer; empty while it is a recommendation.
    agreed_at : datetime or None
        When the person agreed; before it the employer does not see the person.
    """

    jobseeker_id: str
    vacancy_id: str
    referred_by: str
    referred_at: datetime
    status: ReferralStatus = "recommended"
    offered_by: str = ""
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An officer's override or refusal of what was shown, with a coded reason."""

    jobseeker_id: str
    vacancy_id: str
    kind: DecisionKind
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """Filters that an officer keeps; `query` as in the address of the page."""

    name: str
    owner: str
    query: str


@dataclass(frozen=True, slots=True)
class Objection:
    """A person objects or asks for a human; `answer_by` is three working days later."""

    jobseeker_id: str
    text: str
    raised_at: datetime
    answer_by: date
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry in the history of a person's consent; the latest one holds."""

    jobseeker_id: str
    is_given: bool
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class UnresolvedWord:
    """Words that no concept was found for; they wait for a review and are never guessed."""

    text: str
    language: str = ""
    source: str = ""
    concept_id: str = ""
