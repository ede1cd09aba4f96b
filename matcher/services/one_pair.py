"""One pair, with the numbers that the batch flow gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matcher.core.coverage import Demand
from matcher.core.gaps import held_levels
from matcher.core.records import Course, Jobseeker, Match, Vacancy
from matcher.ports import Answer, BlockScorer, Item, Ranker
from matcher.services.assembling import PairAssembler, Town
from matcher.services.matching import match_people


class InTurn:
    """An engine for one person: no other would pay."""

    name = "serial"

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield the answers in order."""
        return map(function, items)


class KeptRanker:
    """A ranker whose lay-out is kept, while the vacancies are the same."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._scorer: BlockScorer | None = None
        self.name, self.version = ranker.name, ranker.version

    def prepared(self, demand: Demand, courses: Sequence[Course] = ()) -> BlockScorer:
        """Lay out once."""
        if self._scorer is None:
            self._scorer = self._ranker.prepared(demand, courses)
        return self._scorer


def match_pair(person: Jobseeker, vacancy: Vacancy, town: Town) -> Match:
    """Match a person with one vacancy of a town; the caller has asked for consent.

    Returns
    -------
    Match
        Its rank is that among all vacancies that suit the person; rank and score are 0 where this one does not.
    """
    # Every suitable vacancy is ranked, so that the pair's numbers are those that a longer list would show.
    longest = replace(town, top=max(town.top, len(town.vacancies)))
    run = match_people([replace(person, consent=True)], longest, InTurn())
    found = next((match for match in run.by_jobseeker if match.vacancy_id == vacancy.vacancy_id), None)
    if found is not None:
        return found
    levels = held_levels(person.profile.skills, town.taxonomy)
    return PairAssembler(town).assemble(person, levels, vacancy, rank=0, score=0.0)
