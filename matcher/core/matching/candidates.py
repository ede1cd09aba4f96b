"""People as arrays: all that may move a score, and what constraints see. Nothing that is only filtered or counted is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.core.coverage import levels_of
from matcher.core.features.candidate_features import CandidateFeatures
from matcher.core.matching.constraints import Groups, group_people
from matcher.core.records import Jobseeker
from matcher.core.taxonomy import Taxonomy


@dataclass(frozen=True)
class Candidates:
    """A block of people, laid out for scoring and for checking constraints.

    Attributes
    ----------
    features : CandidateFeatures
        All that may move a score.
    groups : mapping of str to ValueGroups
        What constraints see of the people; no score is made of it.
    """

    features: CandidateFeatures
    groups: Groups

    @classmethod
    def of(cls, people: Sequence[Jobseeker], levels: Sequence[Mapping[str, int]]) -> Candidates:
        """Lay people out, with the levels of each as :func:`held_levels` returns them."""
        return cls(CandidateFeatures.of([person.profile for person in people], levels), group_people(people))

    def __len__(self) -> int:
        return len(self.features)


def held_levels(people: Sequence[Jobseeker], taxonomy: Taxonomy) -> list[dict[str, int]]:
    """Return the level of every skill that each person holds, directly or through another."""
    return levels_of([person.profile.skills for person in people], taxonomy)
