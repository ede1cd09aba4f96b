"""What is kept in memory of each centre for searching, as new as the centre's last write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import RLock

from matcher.core.courses import with_broader_skills
from matcher.core.coverage import SkillWeights, build_demand
from matcher.core.eligibility import TravelTimes
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.ranker import AdditiveScorer, OverlapRanker
from matcher.core.records import Course, Jobseeker, SensitiveFeatures, Vacancy
from matcher.core.records.centre import Change, Stored, VacancyStatusRecord
from matcher.core.taxonomy import Taxonomy
from matcher.ports import BlockScorer, Ranker, Repository
from matcher.services.match_builder import MatchingContext
from matcher.services.search.candidate_index import CandidateIndex
from matcher.services.search.ranking import Ranking, Scoring, changed, rank_pool

PERSONAL = frozenset({"Jobseeker", "SensitiveFeatures", "Consent", "Blocking"})
WORK = frozenset({"Course", "Vacancy", "Standing"})
"""Kinds of records that people are matched with."""
MOST_ONE_BY_ONE = 500
"""People who are read again one by one; of more, everybody is."""
RANKINGS = 128
"""Vacancies whose rankings are kept, those looked at last; of 100,000 people one takes about 3 MB."""
CHUNK = 5_000


@dataclass(frozen=True)
class CentreSnapshot:
    """A centre as it stood at a revision.

    Attributes
    ----------
    id_of : mapping of str to str
        ``jobseeker_id`` by public identifier, of everybody in the pool.
    courses : tuple of Course
        With their broader skills.
    titles : mapping of str to str
        Of courses, by ``course_id``.
    vacancies : mapping of str to Stored[Vacancy]
        By ``vacancy_id``, sorted.
    status : mapping of str to str
        Where vacancies stand; those that nobody has noted are left out.
    """

    revision: int
    pool: CandidateIndex
    id_of: Mapping[str, str] = field(default_factory=dict)
    courses: tuple[Course, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    vacancies: Mapping[str, Stored[Vacancy]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)


class CentreCache:
    """Keeps centres and rankings in memory.

    Parameters
    ----------
    repository : Repository
    taxonomy : Taxonomy
    travel : TravelTimes
    ranker : Ranker
        For vacancies; wanted skills that nobody declared are counted.
    """

    def __init__(self, repository: Repository, taxonomy: Taxonomy, travel: TravelTimes, ranker: Ranker) -> None:
        self._repository, self._taxonomy, self._travel, self._ranker = repository, taxonomy, travel, ranker
        self._scorers: dict[str, tuple[tuple[Vacancy, ...], tuple[Course, ...], BlockScorer]] = {}
        self._supplies: dict[str, CandidateFeatures] = {}
        self._narrow: dict[tuple[str, Vacancy], AdditiveScorer] = {}
        self._weights = SkillWeights.from_taxonomy(taxonomy)
        self._centres: dict[str, CentreSnapshot] = {}
        self._rankings: OrderedDict[tuple[str, Vacancy], Ranking] = OrderedDict()
        # One at a time: two who came at once would both read everything.
        self._reading, self._ranking, self._looking = RLock(), RLock(), RLock()

    def centre(self, centre_id: str) -> CentreSnapshot:
        """Give a centre as it stands now."""
        revision = self._repository.revision(centre_id)
        kept = self._centres.get(centre_id)
        if kept is not None and kept.revision == revision:
            return kept
        with self._reading:
            revision = self._repository.revision(centre_id)
            kept = self._centres.get(centre_id)
            if kept is None or kept.revision != revision:
                kept = self._read(centre_id, revision, kept)
                self._centres[centre_id] = kept
            return kept

    def ranking(self, centre_id: str, centre: CentreSnapshot, vacancy: Vacancy, *, among: tuple[Vacancy, ...] = ()) -> Ranking:
        """Rank a centre's pool for a vacancy, or give what is known of it.

        Parameters
        ----------
        among : tuple of Vacancy
            The open ones, sorted by identifier: a learned score may look at what else is asked for, as in the batch.
        """
        found = self._kept(centre_id, centre, vacancy, among)
        if found is None:
            with self._ranking:
                found = self._kept(centre_id, centre, vacancy, among) or self._rank(centre_id, centre, vacancy, among)
        return found

    def _kept(self, centre_id: str, centre: CentreSnapshot, vacancy: Vacancy, among: tuple[Vacancy, ...]) -> Ranking | None:
        """Give what is known, without waiting for whoever ranks for another vacancy; None where it is not of today."""
        with self._looking:
            found = self._rankings.get((centre_id, vacancy))
            if found is None or found.pool is not centre.pool or found.town.courses is not centre.courses:
                return None
            if found.scorer is not None:
                laid = self._scorers.get(centre_id)
                if laid is None or laid[0] != _asked(vacancy, among):
                    return None
                if self._narrow.get((centre_id, vacancy)) is not found.scorer:
                    return None
            self._rankings.move_to_end((centre_id, vacancy))
            return found

    def _rank(self, centre_id: str, centre: CentreSnapshot, vacancy: Vacancy, among: tuple[Vacancy, ...]) -> Ranking:
        scorer = self._scorer(centre_id, centre, vacancy, among) if vacancy.vacancy_id else None
        former = self._rankings.get((centre_id, vacancy))
        town = MatchingContext(self._taxonomy, (vacancy,), centre.courses, self._ranker, self._travel)
        scoring = None if scorer is None else Scoring(scorer, self._supply(centre_id, centre.pool))
        found = rank_pool(centre.pool, town, self._weights, scoring=scoring, former=former)
        with self._looking:
            self._rankings[centre_id, vacancy] = found
            self._rankings.move_to_end((centre_id, vacancy))
            while len(self._rankings) > RANKINGS:
                self._rankings.popitem(last=False)
        return found

    def _supply(self, centre_id: str, pool: CandidateIndex) -> CandidateFeatures:
        """Give a centre's people laid out: now, or lately, when few were written since."""
        kept = self._supplies.get(centre_id)
        if kept is None or len(changed(pool, kept.profiles)) > MOST_ONE_BY_ONE:
            kept = self._supplies[centre_id] = pool.supply()
        return kept

    def _scorer(
        self, centre_id: str, centre: CentreSnapshot, vacancy: Vacancy, among: tuple[Vacancy, ...]
    ) -> AdditiveScorer | None:
        """Give the scorer of one vacancy, laid out among the others; None where the ranker only counts."""
        if isinstance(self._ranker, OverlapRanker):
            return None
        asked = _asked(vacancy, among)
        kept = self._scorers.get(centre_id)
        if kept is None or kept[0] != asked or kept[1] is not centre.courses:
            whole = self._ranker.bind(build_demand(asked, self._taxonomy, self._weights), centre.courses)
            kept = self._scorers[centre_id] = (asked, centre.courses, whole)
            self._narrow = {
                key: narrow
                for key, narrow in self._narrow.items()
                if key[0] != centre_id or _scores_the_same(narrow, whole)
            }
        whole = kept[2]
        if not isinstance(whole, AdditiveScorer):
            return None
        if (centre_id, vacancy) not in self._narrow:
            maker = whole.maker.for_vacancy(asked.index(vacancy))
            self._narrow[centre_id, vacancy] = AdditiveScorer(maker, whole.tables)
        return self._narrow[centre_id, vacancy]

    def _forget(self, centre_id: str) -> None:
        """Drop rankings and what they were made of: they hold former pools, and with them whoever has left since."""
        with self._ranking:
            self._supplies.pop(centre_id, None)
            with self._looking:
                for key in [key for key in self._rankings if key[0] == centre_id]:
                    del self._rankings[key]

    def _read(self, centre_id: str, revision: int, former: CentreSnapshot | None) -> CentreSnapshot:
        changes = None if former is None else self._repository.changes(centre_id, former.revision)
        if former is None or changes is None:
            found = CentreSnapshot(revision, CandidateIndex.empty(self._taxonomy))
            return self._with_work(centre_id, self._with_everybody(centre_id, found))
        found = replace(former, revision=revision)
        if {change.kind for change in changes} & WORK:
            found = self._with_work(centre_id, found)
        subjects = {change.subject for change in changes if change.kind in PERSONAL}
        if "" in subjects or len(subjects) > MOST_ONE_BY_ONE:
            return self._with_everybody(centre_id, replace(found, pool=CandidateIndex.empty(self._taxonomy), id_of={}))
        return self._with_some(centre_id, found, changes) if subjects else found

    def _with_everybody(self, centre_id: str, centre: CentreSnapshot) -> CentreSnapshot:
        people, id_of = self._repository.candidates(centre_id), dict[str, str]()
        pool = centre.pool
        while chunk := list(islice(people, CHUNK)):
            id_of |= {row.public_id: row.record.jobseeker_id for row in chunk}
            written = {row.record.jobseeker_id: row.record for row in chunk}
            pool = pool.with_people(written, self._features(centre_id, written))
        return replace(centre, pool=pool, id_of=id_of)

    def _with_some(self, centre_id: str, centre: CentreSnapshot, changes: Iterable[Change]) -> CentreSnapshot:
        named = {change.subject for change in changes if change.kind in PERSONAL}
        subjects = sorted({centre.id_of.get(subject, subject) for subject in named})
        rows = list(self._repository.candidates(centre_id, only=subjects))
        here = {row.record.jobseeker_id: row.record for row in rows}
        written: dict[str, Jobseeker | None] = {subject: here.get(subject) for subject in subjects}
        if not all(written.values()):
            self._forget(centre_id)
        gone = {subject for subject, person in written.items() if person is None}
        id_of = {public: each for public, each in centre.id_of.items() if each not in gone}
        id_of |= {row.public_id: row.record.jobseeker_id for row in rows}
        return replace(centre, pool=centre.pool.with_people(written, self._features(centre_id, here)), id_of=id_of)

    def _features(self, centre_id: str, people: Iterable[str]) -> dict[str, SensitiveFeatures]:
        return self._repository.sensitive_features(centre_id, list(people))

    def _with_work(self, centre_id: str, centre: CentreSnapshot) -> CentreSnapshot:
        courses = with_broader_skills([row.record for row in self._repository.find(centre_id, Course)], self._taxonomy)
        rows = {row.record.vacancy_id: row for row in self._repository.find(centre_id, Vacancy)}
        return replace(
            centre,
            courses=courses if courses != centre.courses else centre.courses,
            titles={course.course_id: course.title for course in courses},
            vacancies={key: rows[key] for key in sorted(rows)},
            status={row.record.vacancy_id: row.record.status for row in self._repository.find(centre_id, VacancyStatusRecord)},
        )


def _asked(vacancy: Vacancy, among: tuple[Vacancy, ...]) -> tuple[Vacancy, ...]:
    """Give the vacancies that a score of one may look at."""
    return among if vacancy in among else (vacancy,)


def _scores_the_same(narrow: AdditiveScorer, whole: BlockScorer) -> bool:
    """Say whether a vacancy's scorer holds beside other vacancies: where the taxonomy is the reference, they do not matter."""
    if not isinstance(whole, AdditiveScorer) or whole.maker.courses is not narrow.maker.courses:
        return False
    return narrow.maker.known == whole.maker.known == "labels"
