"""Employers declare needs; what a centre can answer is told in counts, never in persons."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from matcher.core.needs import NeedWords, ReadNeeds, read_needs
from matcher.core.records import LANGUAGES, Outcome, Vacancy
from matcher.core.records.centre import Employer, Stored, UnresolvedWord, VacancyStatus, VacancyStatusRecord
from matcher.core.taxonomy import Resolver
from matcher.errors import ConflictError, UsageError
from matcher.services.centre_cache import CentreCache
from matcher.services.needs.forms import FIELDS, Declared, NeedForm, SupplyCounts, check_form
from matcher.services.needs.supply import count_supply


@dataclass(frozen=True)
class Needs:
    """Declares, publishes, supersedes and expires needs of one centre's employers.

    Parameters
    ----------
    today : callable
        Gives the day.
    """

    cache: CentreCache
    resolver: Resolver
    today: Callable[[], date]

    def declare(self, centre_id: str, employer_id: str, form: NeedForm, *, supersedes: str = "") -> Declared:
        """Keep a new need as a draft.

        Parameters
        ----------
        supersedes : str
            ``vacancy_id`` of the need that it replaces once it is published.

        Raises
        ------
        ForbiddenWordingError
            With the words by field; nothing is kept.
        UsageError
            ``need_title``, ``need_salary``, ``need_filled``.
        """
        check_form(form, self.today())
        vacancy_id = f"N-{uuid.uuid4()}"
        vacancy, unresolved = self._read(centre_id, employer_id, form, vacancy_id)
        former = next(self.cache.repository.find(centre_id, Vacancy, limit=1, vacancy_id=supersedes), None)
        if supersedes and former is not None:
            vacancy = _with_what_no_form_asks(vacancy, former.record)
        words = [UnresolvedWord(text, source=f"need:{vacancy_id}") for text in unresolved]
        standing = VacancyStatusRecord(vacancy_id, "draft", supersedes)
        self.cache.repository.add_all(centre_id, [vacancy, standing, *words])
        return self._of(centre_id, next(self.cache.repository.find(centre_id, Vacancy, limit=1, vacancy_id=vacancy_id)))

    def edit(self, centre_id: str, declared: Declared, form: NeedForm, *, expected_version: int) -> Declared:
        """Change a draft; what is published is superseded instead.

        Raises
        ------
        ConflictError
            When somebody saved it since; ``stored`` holds it as it stands.
        """
        if declared.standing.record.status != "draft":
            raise UsageError("need_not_draft", found=declared.standing.record.status)
        check_form(form, self.today())
        former = declared.vacancy.record
        vacancy, unresolved = self._read(centre_id, former.employer_id, form, former.vacancy_id)
        vacancy = _with_what_no_form_asks(vacancy, former)
        changed = replace(declared.vacancy, record=vacancy, version=expected_version)
        fresh = [text for text in unresolved if text not in former.unresolved]
        words = [UnresolvedWord(text, source=f"need:{former.vacancy_id}") for text in fresh]
        self.cache.repository.save_all(centre_id, [changed], added=words)
        return replace(declared, vacancy=replace(changed, version=expected_version + 1))

    def publish(self, centre_id: str, declared: Declared, *, expected_version: int) -> Declared:
        """Publish a draft; the need that it replaces is superseded.

        Parameters
        ----------
        expected_version : int
            Of the standing, as the page showed it.

        Raises
        ------
        ConflictError
            When it has been published or changed since.
        """
        standing = declared.standing
        if standing.version != expected_version:
            raise ConflictError("conflict", stored=standing)
        if standing.record.status != "draft":
            raise UsageError("need_not_draft", found=standing.record.status)
        through = declared.vacancy.record.valid_through
        if through is not None and through < self.today():
            raise UsageError("need_past", found=through)
        former = self._former(centre_id, standing.record.supersedes)
        if former is not None and former.record.status == "superseded":
            raise ConflictError("conflict", stored=former)
        told = replace(standing, record=replace(standing.record, published_on=self.today()))
        moved = [_moved(told, "published"), *([_moved(former, "superseded")] if former is not None else [])]
        known = [row for row in moved if row.version]
        # A need that nobody noted a standing of has none to replace; both are moved, or neither.
        self.cache.repository.save_all(centre_id, known, added=[row.record for row in moved if not row.version])
        return self._of(centre_id, declared.vacancy)

    def expire(self, centre_id: str) -> int:
        """End every published need whose last day has passed; give their number."""
        past = {
            row.record.vacancy_id
            for row in self.cache.repository.find(centre_id, Vacancy)
            if row.record.valid_through is not None and row.record.valid_through < self.today()
        }
        due = [
            row
            for row in self.cache.repository.find(centre_id, VacancyStatusRecord, status="published")
            if row.record.vacancy_id in past
        ]
        for row in due:
            self.cache.repository.save(centre_id, _moved(row, "expired"), expected_version=row.version)
        return len(due)

    def own(self, centre_id: str, employer_id: str | None = None) -> Iterator[Declared]:
        """Yield the needs of an employer, or of all employers of the centre for its staff."""
        if employer_id is None:
            rows = self.cache.repository.find(centre_id, Vacancy)
        else:
            rows = self.cache.repository.find(centre_id, Vacancy, employer_id=employer_id)
        for row in rows:
            yield self._of(centre_id, row)

    def get(self, centre_id: str, public_id: str, *, employer_id: str | None = None) -> Declared | None:
        """Give a need; None where it is not there or is another employer's."""
        row = self.cache.repository.get(centre_id, Vacancy, public_id)
        if row is None or (employer_id is not None and row.record.employer_id != employer_id):
            return None
        return self._of(centre_id, row)

    def suggest(self, occupation_id: str) -> tuple[tuple[str, int, bool], ...]:
        """Give (skill_id, level, essential) of an occupation's own skills; level 0 where the source states none."""
        occupation = self.resolver.taxonomy.occupations.get(occupation_id)
        if occupation is None:
            return ()
        return (
            *((skill_id, level, True) for skill_id, level in occupation.essential),
            *((skill_id, level, False) for skill_id, level in occupation.optional),
        )

    def pick(self, text: str, language: str) -> tuple[str, ...]:
        """List skills that some words may mean, best first, at most five."""
        if not text.strip():
            return ()
        found = self.resolver.resolve([text], lang=language, kind="skill")[0]
        return tuple(candidate.concept_id for candidate in found.candidates)

    def supply(self, centre_id: str, vacancy: Vacancy) -> SupplyCounts:
        """Count who can answer a need, as :func:`matcher.services.needs.supply.count_supply`."""
        return count_supply(self.cache, centre_id, vacancy, today=self.today())

    def filled(self, centre_id: str, vacancy_id: str) -> int:
        """Count the people who were hired for a need."""
        rows = self.cache.repository.find(centre_id, Outcome, vacancy_id=vacancy_id, outcome="hired")
        return len({row.record.jobseeker_id for row in rows})

    def _former(self, centre_id: str, vacancy_id: str) -> Stored[VacancyStatusRecord] | None:
        if not vacancy_id:
            return None
        rows: Iterator[Stored[VacancyStatusRecord] | None] = self.cache.repository.find(
            centre_id, VacancyStatusRecord, limit=1, vacancy_id=vacancy_id
        )
        return next(rows, None)

    def _of(self, centre_id: str, row: Stored[Vacancy]) -> Declared:
        rows = self.cache.repository.find(centre_id, VacancyStatusRecord, limit=1, vacancy_id=row.record.vacancy_id)
        for standing in rows:
            return Declared(row, standing)
        return Declared(row, Stored("", 0, VacancyStatusRecord(row.record.vacancy_id)))

    def _read(
        self, centre_id: str, employer_id: str, form: NeedForm, vacancy_id: str
    ) -> tuple[Vacancy, tuple[str, ...]]:
        read = self._read_needs(form)
        employer = next(self.cache.repository.find(centre_id, Employer, limit=1, employer_id=employer_id), None)
        vacancy = Vacancy(
            vacancy_id=vacancy_id,
            needs=read.needs,
            employer_id=employer_id,
            employer=employer.record.name if employer else "",
            occupation_id=read.occupation_id,
            isco08=read.isco08,
            nkz=read.nkz,
            needs_from_occupation=read.is_borrowed,
            unresolved=read.unresolved_skills,
            occupation_words=read.occupation_words,
            text=form.description,
            **{name: getattr(form, name) for name in FIELDS},
        )
        if vacancy.positions_filled is not None and vacancy.filled_on is None:
            vacancy = replace(vacancy, filled_on=self.today())
        return vacancy, read.unresolved_words

    def _read_needs(self, form: NeedForm) -> ReadNeeds:
        listed = [(skill.text, skill.level, skill.essential) for skill in form.skills]
        said = NeedWords(
            form.title,
            form.occupation,
            form.description,
            tuple((text, level) for text, level, essential in listed if essential),
            tuple((text, level) for text, level, essential in listed if not essential),
        )
        return read_needs(said, said.resolve(self.resolver), self.resolver.taxonomy)


def _moved(row: Stored[VacancyStatusRecord], status: VacancyStatus) -> Stored[VacancyStatusRecord]:
    return replace(row, record=replace(row.record, status=status))


def _with_what_no_form_asks(vacancy: Vacancy, former: Vacancy) -> Vacancy:
    """Keep what a file once told of a need and the form has no field for: it must not be lost by a new title."""
    others = tuple(one for one in former.languages or () if one.language not in LANGUAGES)
    languages = (*(vacancy.languages or ()), *others) or vacancy.languages
    return replace(vacancy, nkz=former.nkz if vacancy.isco08 == former.isco08 else "", languages=languages)
