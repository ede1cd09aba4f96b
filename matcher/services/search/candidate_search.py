"""Staff search over all people of a centre who gave consent: by vacancy, by wanted skills, or by filters alone.

Scores, ranks, readiness and reasons are those of the batch flow; filters and sorting look at everybody, not at the page that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from matcher.core.matching.constraints import HARD
from matcher.core.records import Jobseeker, Match, Vacancy
from matcher.core.records.centre import Stored, Viewer
from matcher.services.candidate_index import UNKNOWN, CandidateIndex
from matcher.services.centre_cache import CentreCache, CentreSnapshot
from matcher.services.search.diagnostics import EmptyResultCause, find_empty_result_causes
from matcher.services.search.filters import Filters
from matcher.services.vacancy_ranking import VacancyRanking

Sort = Literal["fit", "hours", "unemployed", "identifier"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE = 50
"""People on a page."""
CHUNK = 1_000


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for.

    Attributes
    ----------
    vacancy : Vacancy or None
        Whom people are ranked for; one that nobody declared holds wanted skills; None lists people without a score.
    sort : {"fit", "hours", "unemployed", "identifier"}
        Best fit, fewest hours to ready, longest unemployed, or identifier first; what is not known comes last.
    """

    vacancy: Vacancy | None = None
    filters: Filters = Filters()
    sort: Sort = "fit"


@dataclass(frozen=True)
class SearchResult:
    """Everybody who was found, in order.

    Attributes
    ----------
    positions : ndarray of intp
        In the index.
    n_ranked : int
        People before the filters.
    excluded : mapping of str to int
        By hard constraint, how many of those with a score it leaves out.
    emptied : tuple of EmptyResultCause
        Where nobody was found: what emptied the list.
    """

    centre: CentreSnapshot
    asked: SearchQuery
    ranking: VacancyRanking | None
    positions: npt.NDArray[np.intp]
    n_ranked: int
    excluded: Mapping[str, int] = field(default_factory=dict)
    empty_result_causes: tuple[EmptyResultCause, ...] = ()

    @property
    def total(self) -> int:
        """Number of people found."""
        return len(self.positions)

    @property
    def n_pages(self) -> int:
        """Number of pages; at least 1."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class CandidateRow:
    """A person as a page shows them.

    Attributes
    ----------
    match : Match or None
        Rank 0 where the person is not ranked for the vacancy; None where there is no vacancy.
    """

    person: Stored[Jobseeker]
    match: Match | None = None
    unemployed_since: date | None = None


class CandidateSearch:
    """Finds people for the staff of centres.

    Parameters
    ----------
    cache : CentreCache
    today : callable
        Return the day, for ages and durations.
    """

    def __init__(self, cache: CentreCache, today: Callable[[], date]) -> None:
        self._cache, self._today = cache, today

    def centre(self, centre_id: str) -> CentreSnapshot:
        """Return what is known of a centre: its people, courses and vacancies, as new as its last write."""
        return self._cache.snapshot(centre_id)

    def vacancies(self, centre_id: str) -> list[Stored[Vacancy]]:
        """List the open vacancies: published or never noted otherwise, and not past their last day."""
        return list(self._cache.work(centre_id).open_vacancies(self._today()).values())

    def find_candidates(self, centre_id: str, asked: SearchQuery) -> SearchResult:
        """Find everybody who fits, in order. This is not yet a look: nobody is shown before :meth:`rows` or :meth:`everybody`."""
        centre = self.centre(centre_id)
        index, vacancy = centre.index, asked.vacancy
        ranking = self._ranking(centre_id, centre, vacancy)
        base = index.is_here if ranking is None else ranking.suitable
        masks = asked.filters.masks(index, ranking, self._today())
        shown = base.copy()
        for mask in masks.values():
            shown &= mask
        n_ranked = int(base.sum())
        empty_result_causes = () if shown.any() else find_empty_result_causes(index, ranking, masks)
        excluded = {} if ranking is None else excluded_by(ranking)
        return SearchResult(centre, asked, ranking, in_order(index, ranking, shown, asked.sort), n_ranked, excluded, empty_result_causes)

    def rows(self, centre_id: str, found: SearchResult, viewer: Viewer, *, page: int = 1) -> list[CandidateRow]:
        """Read a page of those who were found; the look at each is written with the read. Empty past the last page."""
        return self._read(centre_id, found, found.positions[(page - 1) * PAGE : page * PAGE], viewer)

    def everybody(self, centre_id: str, found: SearchResult, viewer: Viewer) -> Iterator[CandidateRow]:
        """Read all who were found, in order, a thousand at a time; the look at each is written with the read."""
        for start in range(0, found.total, CHUNK):
            yield from self._read(centre_id, found, found.positions[start : start + CHUNK], viewer)

    def chosen(
        self, centre_id: str, asked: SearchQuery, public_ids: Sequence[str], viewer: Viewer
    ) -> tuple[CentreSnapshot, list[CandidateRow]]:
        """Read people by public identifier, ranked or not, in the order given; those who may not be shown are left out."""
        centre = self.centre(centre_id)
        ranking = self._ranking(centre_id, centre, asked.vacancy)
        ids = [centre.id_of[each] for each in public_ids if each in centre.id_of]
        positions = np.array([centre.index.position_of[each] for each in ids], dtype=np.intp)
        return centre, self._read(centre_id, SearchResult(centre, asked, ranking, positions, len(ids)), positions, viewer)

    def _ranking(self, centre_id: str, centre: CentreSnapshot, vacancy: Vacancy | None) -> VacancyRanking | None:
        return None if vacancy is None else self._cache.rank(centre_id, centre, vacancy, day=self._today())

    def _read(self, centre_id: str, found: SearchResult, positions: npt.NDArray[np.intp], viewer: Viewer) -> list[CandidateRow]:
        index = found.centre.index
        people = self._cache.repository.read_people(centre_id, [index.ids[at] for at in positions], viewer=viewer)
        rows = [self._row(found, person) for person in people]
        if found.ranking is None:
            return rows
        profiles = {row.person.record.jobseeker_id: row.person.record.profile for row in rows}
        told = found.ranking.explained([row.match for row in rows if row.match], profiles)
        return [replace(row, match=match) for row, match in zip(rows, told, strict=True)]

    def _row(self, found: SearchResult, person: Stored[Jobseeker]) -> CandidateRow:
        index, ranking = found.centre.index, found.ranking
        at = index.position_of[person.record.jobseeker_id]
        since = int(index.numbers["unemployed_since"][at])
        day = None if since == UNKNOWN else date.fromordinal(since)
        if ranking is None:
            return CandidateRow(person, None, day)
        return CandidateRow(person, ranking.build(person.record), day)


def in_order(index: CandidateIndex, ranking: VacancyRanking | None, shown: npt.NDArray[np.bool_], sort: Sort) -> npt.NDArray[np.intp]:
    """Give the positions of those shown in the order asked for; ties by fit, then by identifier."""
    if ranking is not None and sort == "fit":
        return np.asarray(ranking.order[shown[ranking.order]])
    rows = np.flatnonzero(shown)
    keys: list[npt.NDArray[Any]] = [index.place[rows]]
    if ranking is not None and sort != "identifier":
        keys.append(-ranking.score_millionths[rows])
    if ranking is not None and sort == "hours":
        # NaN sorts last.
        keys.append(ranking.readiness.hours[rows])
    if sort == "unemployed":
        since = index.numbers["unemployed_since"][rows]
        keys.append(np.where(since == UNKNOWN, np.iinfo(np.int64).max, since))
    return np.asarray(rows[np.lexsort(keys)])


def excluded_by(ranking: VacancyRanking) -> dict[str, int]:
    """Count for each hard constraint whom it leaves out among those with a score; somebody may fail several."""
    scored = ranking.index.is_here & (ranking.score_millionths > 0)
    counts = {name: int((scored & ranking.failed[name]).sum()) for name in sorted(HARD)}
    return {name: n for name, n in counts.items() if n}
