"""Fill a centre that holds nothing yet from the tables that a centre works with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matcher.core.record_mapping import Unresolved
from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session, Vacancy
from matcher.core.records.centre import Consent, Employer, UnresolvedWord, VacancyStatusRecord
from matcher.errors import UsageError
from matcher.ports import Repository


@dataclass(frozen=True)
class CentreTables:
    """Records that were read from files.

    Attributes
    ----------
    unresolved : sequence of Unresolved
        Words that named no concept; they wait for a review.
    """

    people: Sequence[Jobseeker]
    features: Sequence[SensitiveFeatures]
    vacancies: Sequence[Vacancy]
    courses: Sequence[Course] = ()
    sessions: Sequence[Session] = ()
    outcomes: Sequence[Outcome] = ()
    unresolved: Sequence[Unresolved] = field(default=())


def fill_centre(
    repository: Repository, centre_id: str, tables: CentreTables, *, noted_by: str, noted_at: datetime
) -> int:
    """Fill a centre, all or nothing.

    Vacancies are published; their employers are added once each; consent that a row states becomes the first entry of its history.

    Parameters
    ----------
    noted_by : str
        Who answers for the consent that the files state.

    Returns
    -------
    int
        Number of records added.

    Raises
    ------
    UsageError
        ``centre_not_empty`` when the centre holds people or vacancies.
    """
    if any(True for kind in (Jobseeker, Vacancy) for _ in repository.find(centre_id, kind, limit=1)):
        raise UsageError("centre_not_empty", centre=centre_id)
    return repository.add_all(centre_id, _records(tables, noted_by, noted_at))


def _records(tables: CentreTables, noted_by: str, noted_at: datetime) -> Iterator[object]:
    yield from tables.people
    yield from tables.features
    for person in tables.people:
        if person.consent is not None:
            yield Consent(person.jobseeker_id, person.consent, noted_at, noted_by)
    names = {role.employer_id: role.employer for role in tables.vacancies if role.employer_id}
    yield from (Employer(employer_id, name) for employer_id, name in sorted(names.items()))
    yield from tables.vacancies
    yield from (VacancyStatusRecord(role.vacancy_id, "published", published_on=noted_at.date()) for role in tables.vacancies)
    yield from tables.courses
    yield from tables.sessions
    yield from tables.outcomes
    seen = dict.fromkeys((word.text, word.table) for word in tables.unresolved)
    yield from (UnresolvedWord(text, source=table) for text, table in seen)
