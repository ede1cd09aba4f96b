"""The one cache of centres: what is kept in memory of each, as new as its last write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from threading import RLock

from matcher.core.coverage import SkillWeights
from matcher.core.matching.candidates import Candidates
from matcher.core.matching.context import BoundContext, MatchingContext
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.paths import with_broader_skills
from matcher.core.records import Course, Jobseeker, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Change, Stored, VacancyStatusRecord, is_open
from matcher.core.taxonomy import Taxonomy
from matcher.ports import Ranker, Repository
from matcher.services.candidate_index import CandidateIndex
from matcher.services.vacancy_ranking import VacancyRanking, changed, rank_for_vacancy

PERSONAL = frozenset({"Jobseeker", "SensitiveFeatures", "Consent", "Blocking"})
WORK = frozenset({each.__name__ for each in (Course, Vacancy, VacancyStatusRecord)})
"""Kinds of records that people are matched with."""
MAX_SINGLE_READS = 500
"""People who are read again one by one; where more were written, everybody is."""
RANKINGS = 128
"""Vacancies whose rankings are kept, those used last; of 100,000 people one takes about 3 MB."""
CHUNK = 5_000


@dataclass(frozen=True)
class CentreWork:
    """What the people of a centre are matched with, as it stood at a revision.

    Attributes
    ----------
    courses : tuple of Course
        With their broader skills.
    titles : mapping of str to str
        Of courses, by ``course_id``.
    vacancies : mapping of str to Stored[Vacancy]
        By ``vacancy_id``, sorted.
    status : mapping of str to str
        Of vacancies, by ``vacancy_id``; those without a status are left out.
    """

    revision: int
    courses: tuple[Course, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    vacancies: Mapping[str, Stored[Vacancy]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)

    def open_vacancies(self, day: date) -> dict[str, Stored[Vacancy]]:
        """Return the vacancies that are open on a day, by vacancy_id, sorted."""
        return {key: row for key, row in self.vacancies.items() if is_open(row.record, self.status.get(key), day)}


@dataclass(frozen=True)
class CentreSnapshot:
    """A centre as it stood at a revision: its work and its people.

    Attributes
    ----------
    id_of : mapping of str to str
        ``jobseeker_id`` by public identifier, of everybody in the index.
    """

    revision: int
    index: CandidateIndex
    work: CentreWork
    id_of: Mapping[str, str] = field(default_factory=dict)


class CentreCache:
    """Keeps centres, bound contexts and rankings in memory; search, advice, overviews and counts of needs share it.

    Whoever is erased, blocked or withdraws consent leaves it with the next read: revisions are compared at each.

    Parameters
    ----------
    ranker : Ranker
        For vacancies; for wanted skills that nobody declared the needs are counted.
    """

    def __init__(self, repository: Repository, taxonomy: Taxonomy, travel: TravelTimes, ranker: Ranker) -> None:
        self.repository, self.taxonomy, self.travel, self.ranker = repository, taxonomy, travel, ranker
        self._weights = SkillWeights.from_taxonomy(taxonomy)
        self._work: dict[str, CentreWork] = {}
        self._snapshots: dict[str, CentreSnapshot] = {}
        self._bound: dict[str, BoundContext] = {}
        self._of_vacancy: dict[tuple[str, Vacancy], BoundContext] = {}
        self._candidates: dict[str, Candidates] = {}
        self._rankings: OrderedDict[tuple[str, Vacancy], VacancyRanking] = OrderedDict()
        # Two who come at once would both read everything: one reads, one ranks; whoever finds a ranking ready waits for neither.
        self._reading, self._ranking, self._looking = RLock(), RLock(), RLock()

    def work(self, centre_id: str) -> CentreWork:
        """Return the vacancies and courses of a centre as they stand now, without reading its people."""
        revision, kept = self.repository.revision(centre_id), self._work.get(centre_id)
        if kept is not None and kept.revision == revision:
            return kept
        with self._reading:
            kept = self._work.get(centre_id)
            if kept is None or kept.revision != revision:
                kept = self._work[centre_id] = self._read_work(centre_id, revision, kept)
            return kept

    def snapshot(self, centre_id: str) -> CentreSnapshot:
        """Return a centre as it stands now."""
        revision = self.repository.revision(centre_id)
        kept = self._snapshots.get(centre_id)
        if kept is not None and kept.revision == revision:
            return kept
        with self._reading:
            revision = self.repository.revision(centre_id)
            kept = self._snapshots.get(centre_id)
            if kept is None or kept.revision != revision:
                kept = self._snapshots[centre_id] = self._read(centre_id, revision, kept)
            return kept

    def bound(self, centre_id: str, vacancies: tuple[Vacancy, ...], courses: tuple[Course, ...]) -> BoundContext:
        """Return what people are matched with, bound to the centre's ranker; kept until a vacancy or a course changes.

        Parameters
        ----------
        vacancies : tuple of Vacancy
            Sorted by identifier.
        courses : tuple of Course
            As :class:`CentreWork` holds them.
        """
        with self._ranking:
            kept = self._bound.get(centre_id)
            if kept is None or kept.vacancies != vacancies or kept.context.courses is not courses:
                kept = self._bound[centre_id] = self._bind(vacancies, courses, self.ranker)
                self._of_vacancy = {
                    key: one
                    for key, one in self._of_vacancy.items()
                    if key[0] != centre_id or _is_still_right(one, kept, courses)
                }
            return kept

    def rank(self, centre_id: str, snapshot: CentreSnapshot, vacancy: Vacancy, *, day: date) -> VacancyRanking:
        """Rank a centre's people for a vacancy, or return what is known of it.

        Parameters
        ----------
        day : date
            Whose open vacancies a learned score may look at, as in the batch.
        """
        among = tuple(row.record for row in snapshot.work.open_vacancies(day).values())
        asked = among if vacancy in among else ()
        found = self._known(centre_id, snapshot, vacancy, asked)
        if found is None:
            with self._ranking:
                found = self._known(centre_id, snapshot, vacancy, asked)
                found = found or self._rank(centre_id, snapshot, vacancy, asked)
        return found

    def _known(
        self, centre_id: str, snapshot: CentreSnapshot, vacancy: Vacancy, asked: tuple[Vacancy, ...]
    ) -> VacancyRanking | None:
        """Return what is known, without waiting for whoever ranks for another vacancy; None where it is not of today."""
        with self._looking:
            found = self._rankings.get((centre_id, vacancy))
            if found is None or found.index is not snapshot.index:
                return None
            if found.bound.context.courses is not snapshot.work.courses:
                return None
            bound = self._bound.get(centre_id)
            if asked and (bound is None or bound.vacancies != asked):
                return None
            if vacancy.vacancy_id and self._of_vacancy.get((centre_id, vacancy)) is not found.bound:
                return None
            self._rankings.move_to_end((centre_id, vacancy))
            return found

    def _rank(
        self, centre_id: str, snapshot: CentreSnapshot, vacancy: Vacancy, asked: tuple[Vacancy, ...]
    ) -> VacancyRanking:
        bound = self._bound_to(centre_id, snapshot, vacancy, asked)
        former = self._rankings.get((centre_id, vacancy))
        found = rank_for_vacancy(snapshot.index, bound, self._laid_out(centre_id, snapshot.index), former=former)
        with self._looking:
            self._rankings[centre_id, vacancy] = found
            self._rankings.move_to_end((centre_id, vacancy))
            while len(self._rankings) > RANKINGS:
                key, _ = self._rankings.popitem(last=False)
                self._of_vacancy.pop(key, None)
        return found

    def _bound_to(
        self, centre_id: str, snapshot: CentreSnapshot, vacancy: Vacancy, asked: tuple[Vacancy, ...]
    ) -> BoundContext:
        """Return the context of one vacancy; wanted skills that nobody declared are counted."""
        if not vacancy.vacancy_id:
            return self._bind((vacancy,), snapshot.work.courses, OverlapRanker())
        whole = self.bound(centre_id, asked, snapshot.work.courses) if asked else None
        kept = self._of_vacancy.get((centre_id, vacancy))
        # A draft or a closed vacancy stands alone: it must not displace what the open ones are bound to.
        if kept is None or (whole is None and not _is_still_right(kept, kept, snapshot.work.courses)):
            alone = (vacancy,)
            kept = whole.for_vacancy(asked.index(vacancy)) if whole else self._bind(alone, snapshot.work.courses, self.ranker)
            self._of_vacancy[centre_id, vacancy] = kept
        return kept

    def _bind(self, vacancies: tuple[Vacancy, ...], courses: tuple[Course, ...], ranker: Ranker) -> BoundContext:
        return MatchingContext(self.taxonomy, vacancies, courses, ranker, self.travel).bind(self._weights)

    def _laid_out(self, centre_id: str, index: CandidateIndex) -> Candidates:
        """Return a centre's people laid out: now, or lately, when few were written since."""
        kept = self._candidates.get(centre_id)
        if kept is None or len(changed(index, kept.features.profiles)) > MAX_SINGLE_READS:
            kept = self._candidates[centre_id] = index.candidates()
        return kept

    def _forget(self, centre_id: str) -> None:
        """Drop rankings and what they were made of: they hold former indexes, and with them whoever has left since."""
        with self._ranking:
            self._candidates.pop(centre_id, None)
            with self._looking:
                for key in [key for key in self._rankings if key[0] == centre_id]:
                    del self._rankings[key]

    def _read(self, centre_id: str, revision: int, former: CentreSnapshot | None) -> CentreSnapshot:
        changes = None if former is None else self.repository.changes(centre_id, former.revision)
        work = self.work(centre_id)
        if former is None or changes is None:
            return self._with_everybody(centre_id, CentreSnapshot(revision, CandidateIndex.empty(self.taxonomy), work))
        found = replace(former, revision=revision, work=work)
        subjects = {change.subject for change in changes if change.kind in PERSONAL}
        if "" in subjects or len(subjects) > MAX_SINGLE_READS:
            return self._with_everybody(centre_id, replace(found, index=CandidateIndex.empty(self.taxonomy), id_of={}))
        return self._with_some(centre_id, found, changes) if subjects else found

    def _read_work(self, centre_id: str, revision: int, former: CentreWork | None) -> CentreWork:
        if former is not None:
            changes = self.repository.changes(centre_id, former.revision)
            if changes is not None and not WORK & {change.kind for change in changes}:
                return replace(former, revision=revision)
        find = self.repository.find
        courses = with_broader_skills([row.record for row in find(centre_id, Course)], self.taxonomy)
        rows = {row.record.vacancy_id: row for row in find(centre_id, Vacancy)}
        return CentreWork(
            revision,
            courses=former.courses if former is not None and former.courses == courses else courses,
            titles={course.course_id: course.title for course in courses},
            vacancies={key: rows[key] for key in sorted(rows)},
            status={row.record.vacancy_id: row.record.status for row in find(centre_id, VacancyStatusRecord)},
        )

    def _with_everybody(self, centre_id: str, snapshot: CentreSnapshot) -> CentreSnapshot:
        people, id_of = self.repository.candidates(centre_id), dict[str, str]()
        index = snapshot.index
        while chunk := list(islice(people, CHUNK)):
            id_of |= {row.public_id: row.record.jobseeker_id for row in chunk}
            written = {row.record.jobseeker_id: row.record for row in chunk}
            index = index.with_people(written, self._features(centre_id, written))
        return replace(snapshot, index=index, id_of=id_of)

    def _with_some(self, centre_id: str, snapshot: CentreSnapshot, changes: Iterable[Change]) -> CentreSnapshot:
        named = {change.subject for change in changes if change.kind in PERSONAL}
        subjects = sorted({snapshot.id_of.get(subject, subject) for subject in named})
        rows = list(self.repository.candidates(centre_id, only=subjects))
        here = {row.record.jobseeker_id: row.record for row in rows}
        written: dict[str, Jobseeker | None] = {subject: here.get(subject) for subject in subjects}
        if not all(written.values()):
            self._forget(centre_id)
        gone = {subject for subject, person in written.items() if person is None}
        id_of = {public: each for public, each in snapshot.id_of.items() if each not in gone}
        id_of |= {row.public_id: row.record.jobseeker_id for row in rows}
        return replace(snapshot, index=snapshot.index.with_people(written, self._features(centre_id, here)), id_of=id_of)

    def _features(self, centre_id: str, people: Iterable[str]) -> dict[str, SensitiveFeatures]:
        return self.repository.sensitive_features(centre_id, list(people))


def _is_still_right(narrow: BoundContext, whole: BoundContext, courses: tuple[Course, ...]) -> bool:
    """Return whether a vacancy's context holds beside other vacancies: only where the scores do not depend on them."""
    return narrow.context.courses is courses and narrow.scorer.is_independent and whole.scorer.is_independent
