"""What reading words needs of a resolver: its indexes of labels; so that those who read know nothing of who puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from matcher.core.taxonomy.ambiguity import AmbiguityFilter
from matcher.core.taxonomy.concepts import Kind, Resolution
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.phrase_matcher import WindowIndex
from matcher.core.taxonomy.reranker import PlainRanker, Reranker
from matcher.core.taxonomy.verb_objects import VerbObjectIndex


class LabelIndexes(Protocol):
    """The labels of a taxonomy, laid out for each way of reading."""

    nkz_isco08: dict[str, str]
    ranker: Reranker | PlainRanker

    @property
    def verb_objects(self) -> VerbObjectIndex:
        """Verbs with their objects, to be found inside texts."""
        ...

    def table(self, kind: Kind) -> LabelTable:
        """Return the labels of one kind of concept."""
        ...

    def windows(self, kind: Kind) -> WindowIndex:
        """Return the labels of one kind of concept, to be found inside texts."""
        ...

    def doubts(self, kind: Kind) -> AmbiguityFilter:
        """Return what says which labels inside texts are left out."""
        ...

    def resolve_in_text(self, texts: Sequence[str], *, kind: Kind, lang: str = "") -> list[Resolution]:
        """Resolve phrases cut from free text, without encoders."""
        ...
