"""What a centre keeps beside people, vacancies and courses: decisions of persons, and what the law asks to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar, get_args

from matcher.core.records.work import Vacancy

VacancyStatus = Literal["draft", "published", "superseded", "expired"]
ReferralStatus = Literal["recommended", "offered", "withdrawn"]
DecisionKind = Literal["override", "refusal"]
Purpose = Literal["search", "candidate_page", "compare", "caseload", "referral", "export", "api", "objection"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
"""Why somebody is shown a person; each has words in the catalogues (``value.purpose.<code>``)."""

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
class Change:
    """That something of a centre was written.

    Attributes
    ----------
    kind : str
        Name of the record's class.
    subject : str
        ``jobseeker_id`` for people, their features and consents; the public identifier of somebody who was erased; empty for
        other kinds, and where many were written at once.
    """

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation; `former_names` are oldest first."""

    employer_id: str
    name: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VacancyStatusRecord:
    """Where a vacancy stands.

    Attributes
    ----------
    supersedes : str
        The vacancy that it replaces; empty for none.
    published_on : date or None
        None for a draft, and for what was published before the day was kept.
    """

    vacancy_id: str
    status: VacancyStatus = "draft"
    supersedes: str = ""
    published_on: date | None = None


def is_open(vacancy: Vacancy, status: str | None, day: date) -> bool:
    """Say whether a vacancy is open on a day: published, or noted by nobody (None; imported tables), and not past its last day."""
    return status in (None, "published") and (vacancy.valid_through is None or vacancy.valid_through >= day)


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
    agreed_at, declined_at : datetime or None
        When the person agreed or declined; before they agreed the employer does not see them.
    offered_at : datetime or None
        When the officer made it an offer.
    person_commits_on, employer_commits_on : date or None
        Training on an employer's request (Social Code art. 109): the day on which the person promised to take the job, and the
        employer to hire or repay.
    """

    jobseeker_id: str
    vacancy_id: str
    referred_by: str
    referred_at: datetime
    status: ReferralStatus = "recommended"
    offered_by: str = ""
    agreed_at: datetime | None = None
    declined_at: datetime | None = None
    offered_at: datetime | None = None
    person_commits_on: date | None = None
    employer_commits_on: date | None = None

    @property
    def is_live(self) -> bool:
        """Whether it stands: not withdrawn by an officer, not declined by the person."""
        return self.status != "withdrawn" and self.declined_at is None

    @property
    def is_refused_offer(self) -> bool:
        """Whether the person declined what an officer had made an offer."""
        return self.status == "offered" and self.declined_at is not None


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
    """A person objects, asks for a human, or asks for a correction.

    Attributes
    ----------
    answer_by : date
        Three working days later; one for a correction.
    """

    jobseeker_id: str
    text: str
    raised_at: datetime
    answer_by: date
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""
    kind: Literal["objection", "correction"] = "objection"


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry in the history of a person's consent; the latest one holds."""

    jobseeker_id: str
    is_given: bool
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class Blocking:
    """One entry in the history of a record's blocking; the latest one holds, and a blocked record is matched with nothing."""

    jobseeker_id: str
    is_blocked: bool
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who has not been recommended anything for a while; `last` is the latest referral, None for none ever."""

    jobseeker_id: str
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnresolvedWord:
    """Words that no concept was found for; they wait for a review and are never guessed."""

    text: str
    language: str = ""
    source: str = ""
    concept_id: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is shown a person, and why.

    Attributes
    ----------
    user_id : str
        Of the person who is signed in, or whose token it is.
    role : str
        As it is at that moment; it may change later.
    purpose : str
        One of ``PURPOSES``.
    vacancy_id : str
        Vacancy that the person is looked at for; empty for none.

    Raises
    ------
    ValueError
        For a purpose that has no words: whoever was looked at must be able to read why.
    """

    user_id: str
    role: str
    purpose: str
    vacancy_id: str = ""

    def __post_init__(self) -> None:
        """Refuse a purpose that nobody could read."""
        if self.purpose not in PURPOSES:
            raise ValueError(f"purpose {self.purpose!r} is not among {PURPOSES}")


@dataclass(frozen=True, slots=True)
class Guard:
    """What a write rests on: the records that were read before it must be the same when it is done.

    Attributes
    ----------
    kind : type
        Of the records.
    jobseeker_id, vacancy_id : str
        Whose they are; any vacancy where `vacancy_id` is empty.
    version : int
        Sum of their versions as they were read: it grows with every record that is added or saved.
    """

    kind: type[object]
    jobseeker_id: str
    version: int
    vacancy_id: str = ""

    @property
    def equal(self) -> dict[str, str]:
        """Fields that the records share."""
        both = {"jobseeker_id": self.jobseeker_id, "vacancy_id": self.vacancy_id}
        return {name: value for name, value in both.items() if value}


@dataclass(frozen=True, slots=True)
class AccessLogEntry:
    """One row of the read log: somebody was shown a person.

    Attributes
    ----------
    seq : int
        1 for the first look of the centre, without gaps.
    jobseeker_id : str
        Empty when the person has been erased since.
    """

    seq: int
    jobseeker_id: str
    viewer: Viewer
    at: datetime
