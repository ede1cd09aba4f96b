"""One pair, with the numbers that the batch flow gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matcher.core.coverage import Demand, SkillWeights, lay_out
from matcher.core.gaps import held_levels
from matcher.core.records import Course, Jobseeker, Match, Vacancy
from matcher.ports import Answer, BlockScorer, Item, Ranker
from matcher.services.assembling import LIFTED_RANKS, PairAssembler, Town
from matcher.services.explanation import explainer_of
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
        Its rank is that among all vacancies that suit the person; rank and score are 0 where this one does not. Its reasons end with what
        would lift it.
    """
    # Every suitable vacancy is ranked, so that the pair's numbers are those that a longer list would show.
    longest = replace(town, top=max(town.top, len(town.vacancies)))
    run = match_people([replace(person, consent=True)], longest, InTurn())
    found = next((match for match in run.by_jobseeker if match.vacancy_id == vacancy.vacancy_id), None)
    levels = held_levels(person.profile.skills, town.taxonomy)
    alone = PairAssembler(town).assemble(person, levels, vacancy, rank=0, score=0.0)
    if found is None:
        return alone
    return found if found.rank <= LIFTED_RANKS else _with_lifts(found, alone, person, town=town)


def _with_lifts(match: Match, alone: Match, person: Jobseeker, *, town: Town) -> Match:
    """Add what would lift a pair that is not the first of its list: a list tells it of its first only."""
    demand = lay_out(town.vacancies, town.taxonomy, SkillWeights.from_taxonomy(town.taxonomy))
    explainer = explainer_of(town.ranker.prepared(demand, town.courses))
    lifts = explainer.explain(person.profile, match.vacancy_id).lifts if explainer else ()
    without = [reason for reason in alone.reasons if reason.code == "what_if_without"]
    return replace(match, reasons=(*match.reasons, *without, *(lift.reason() for lift in lifts)))
