"""The open vacancies and the courses of a centre, read anew only when one of them was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from matcher.core.records import Course, Vacancy
from matcher.core.records.centre import Stored, VacancyStatusRecord, is_open
from matcher.ports import Repository
from matcher.services.search.centre_cache import WORK


@dataclass(frozen=True)
class _Read:
    revision: int
    vacancies: Mapping[str, Stored[Vacancy]]
    stands: Mapping[str, str]
    courses: tuple[Course, ...]


class OpenWork:
    """Gives what the people of centres may be matched with.

    Parameters
    ----------
    repository : Repository
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._kept: dict[str, _Read] = {}

    def vacancies(self, centre_id: str, day: date) -> dict[str, Stored[Vacancy]]:
        """Give the vacancies of a centre that are open on a day, by vacancy_id, sorted."""
        read = self._as_it_stands(centre_id)
        return {key: row for key, row in read.vacancies.items() if is_open(row.record, read.stands.get(key), day)}

    def courses(self, centre_id: str) -> tuple[Course, ...]:
        """Give the courses of a centre."""
        return self._as_it_stands(centre_id).courses

    def _as_it_stands(self, centre_id: str) -> _Read:
        revision, kept = self._repository.revision(centre_id), self._kept.get(centre_id)
        if kept is not None and kept.revision != revision:
            changes = self._repository.changes(centre_id, kept.revision)
            is_other = changes is None or bool(WORK & {change.kind for change in changes})
            kept = None if is_other else replace(kept, revision=revision)
        if kept is None:
            find = self._repository.find
            rows = {row.record.vacancy_id: row for row in find(centre_id, Vacancy)}
            stands = {row.record.vacancy_id: row.record.status for row in find(centre_id, VacancyStatusRecord)}
            courses = tuple(row.record for row in find(centre_id, Course))
            kept = _Read(revision, {key: rows[key] for key in sorted(rows)}, stands, courses)
        self._kept[centre_id] = kept
        return kept
