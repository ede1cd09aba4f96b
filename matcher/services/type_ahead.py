"""What a person may mean who has typed the beginning of a skill or an occupation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.concepts import KINDS, Kind
from matcher.core.taxonomy.prefix_index import LabelBeginnings

MOST = 10
"""Suggestions at a time: more are not read."""
LONGEST = 100
"""Letters of a text that is looked at; a longer one is no label."""
FEW = 3
"""With fewer suggestions than this, labels with typing errors are looked for too."""


@dataclass(frozen=True)
class Suggested:
    """One concept to choose.

    Attributes
    ----------
    label : str
        In the reader's language.
    matched : str
        The label that was found, where it is another one; else empty.
    """

    concept_id: str
    label: str
    matched: str = ""


@dataclass(frozen=True)
class TypeAhead:
    """Suggests while somebody types; sentence encoders are not asked, they are too slow for that."""

    resolver: Resolver

    def suggest(self, text: str, *, kind: Kind, lang: str) -> list[Suggested]:
        """List at most ten concepts, best first.

        Parameters
        ----------
        text : str
            As typed so far, in any of the three languages; typing errors are forgiven from four letters on.
        lang : str
            Of the reader: ``kk``, ``ru`` or ``en``.
        """
        text = text.strip()[:LONGEST]
        found = self._beginnings[kind].find(text, lang=lang, most=MOST)
        if len(found) < FEW and len(text) > FEW:
            near = self.resolver.resolve_in_text([text], kind=kind, lang=lang)[0].candidates
            known = {concept for concept, _ in found}
            found += [(one.concept_id, one.label) for one in near if one.concept_id not in known]
        taxonomy = self.resolver.taxonomy
        there = [(concept, label) for concept, label in found if taxonomy.concept(concept) is not None]
        told = [(concept, taxonomy.label(concept, lang), label) for concept, label in there]
        return [Suggested(concept, own, "" if label == own else label) for concept, own, label in told][:MOST]

    @cached_property
    def _beginnings(self) -> dict[Kind, LabelBeginnings]:
        return {kind: LabelBeginnings(self.resolver.table(kind)) for kind in KINDS}
