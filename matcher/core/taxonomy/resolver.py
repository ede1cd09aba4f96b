"""From people's words to concepts, or an honest "unknown" with suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from matcher.core.taxonomy.ambiguity import AmbiguityFilter
from matcher.core.taxonomy.concept_linking import NearestByMeaning, NearestConcepts
from matcher.core.taxonomy.concepts import KINDS, Kind, Mention, Resolution, Taxonomy
from matcher.core.taxonomy.exact_match import ExactMatcher
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.meaning import LabelEncoder
from matcher.core.taxonomy.mentions import find_mentions
from matcher.core.taxonomy.phrase_matcher import WindowIndex
from matcher.core.taxonomy.reranker import PlainRanker, Reranker
from matcher.core.taxonomy.unit_groups import UnitGroups, coded
from matcher.core.taxonomy.verb_objects import VerbObjectIndex


class Resolver:
    """Resolves texts to concepts of a taxonomy.

    Parameters
    ----------
    taxonomy : Taxonomy
    ranker : Reranker or PlainRanker, optional
        Orders the candidates and says from which score on the best one is accepted.
    encoders : sequence of LabelEncoder
        Sentence encoders, for :meth:`resolve` only; free text is read without them.
    encoders_ranker : Reranker, optional
        The re-ranker that was learned with these encoders; without it they are not used.
    nkz_isco08 : mapping of str to str
        ISCO-08 unit group of basic groups of NKZ (four digits); a group that is not in the map has none.
    unit_groups : UnitGroups, optional
        Learned from coded titles: gives the unit group of a title that no label names.

    Attributes
    ----------
    encoder_fault_ : str
        Why the encoders are not used any more; empty while they work. A failing encoder never stops a match.

    Examples
    --------
    >>> from matcher.core.records import Skill
    >>> weld = Skill("welding", {"en": "welding", "ru": "сварка", "kk": "дәнекерлеу"})
    >>> resolver = Resolver(Taxonomy({"welding": weld}, {}))
    >>> resolver.resolve(["СВАРКА", "danekerleu"])[1].concept_id
    'welding'
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        ranker: Reranker | PlainRanker | None = None,
        encoders: Sequence[LabelEncoder] = (),
        encoders_ranker: Reranker | None = None,
        nkz_isco08: Mapping[str, str] | None = None,
        unit_groups: UnitGroups | None = None,
    ) -> None:
        self.taxonomy = taxonomy
        self.ranker = ranker or PlainRanker()
        self.encoders = tuple(encoders)
        self.encoders_ranker = encoders_ranker
        self.nkz_isco08 = dict(nkz_isco08 or {})
        self.unit_groups = unit_groups
        self.encoder_fault_ = ""

    @cached_property
    def _tables(self) -> dict[Kind, LabelTable]:
        return {kind: LabelTable(self.taxonomy, kind) for kind in KINDS}

    @cached_property
    def _windows(self) -> dict[Kind, WindowIndex]:
        return {kind: WindowIndex(table) for kind, table in self._tables.items()}

    @cached_property
    def _doubts(self) -> dict[Kind, AmbiguityFilter]:
        return {kind: AmbiguityFilter(table) for kind, table in self._tables.items()}

    @cached_property
    def _known(self) -> dict[Kind, ExactMatcher]:
        return {kind: ExactMatcher(table, self) for kind, table in self._tables.items()}

    @cached_property
    def _nearest(self) -> dict[Kind, NearestConcepts]:
        return {kind: NearestConcepts(table, self.ranker) for kind, table in self._tables.items()}

    @cached_property
    def _nearest_by_meaning(self) -> dict[Kind, NearestByMeaning]:
        assert self.encoders_ranker is not None
        return {
            kind: NearestByMeaning(letters, self.encoders_ranker, self.encoders)
            for kind, letters in self._nearest.items()
        }

    @cached_property
    def verb_objects(self) -> VerbObjectIndex:
        """Verbs with their objects, to be found inside texts."""
        return VerbObjectIndex(self._tables["skill"])

    def table(self, kind: Kind) -> LabelTable:
        """Return the labels of one kind of concept."""
        return self._tables[kind]

    def windows(self, kind: Kind) -> WindowIndex:
        """Return the labels of one kind of concept, to be found inside texts."""
        return self._windows[kind]

    def doubts(self, kind: Kind) -> AmbiguityFilter:
        """Return what says which labels inside texts are left out."""
        return self._doubts[kind]

    def resolve(self, texts: Sequence[str], *, kind: Kind = "skill", lang: str = "") -> list[Resolution]:
        """Resolve each text to at most five concepts, best first.

        Parameters
        ----------
        texts : sequence of str
            A concept identifier, an ESCO URI or an exact label resolves to itself with score 1; a URI that the taxonomy does not
            hold stands for itself. A code of ISCO-08 or NKZ resolves to the occupation of that unit group where there is one only.
        kind : {"skill", "occupation"}
        lang : str
            ``kk``, ``ru``, ``en`` or empty for unknown.

        Returns
        -------
        list of Resolution
            One a text, in order.
        """
        return self._resolve(texts, kind, lang, with_encoders=bool(self.encoders) and self.encoders_ranker is not None)

    def resolve_in_text(self, texts: Sequence[str], *, kind: Kind, lang: str = "") -> list[Resolution]:
        """Resolve phrases cut from free text: as :meth:`resolve`, without encoders."""
        return self._resolve(texts, kind, lang, with_encoders=False)

    def mentions(self, texts: Sequence[str], *, lang: str = "") -> list[list[Mention]]:
        """Find the skills and occupations that free texts name; what is negated or only wished for is left out.

        Returns
        -------
        list of list of Mention
            One list a text, in order of place; phrases that did not resolve have an empty ``concept_id``.
        """
        return find_mentions(self, texts, lang)

    def _resolve(self, texts: Sequence[str], kind: Kind, lang: str, *, with_encoders: bool) -> list[Resolution]:
        found: dict[str, Resolution] = {}
        hard: list[str] = []
        known = self._known[kind]
        for text in dict.fromkeys(texts):
            answer = known.answer(text, lang)
            if answer is None or known.leaves_doubt(answer):
                hard.append(text)
            if answer is not None:
                found[text] = answer
        for text, nearest in zip(hard, self._hard(hard, kind, lang, with_encoders=with_encoders), strict=True):
            found[text] = known.completed(found.get(text), nearest)
        if kind == "occupation" and self.unit_groups is not None:
            found |= coded(self.unit_groups, [each for each in found.values() if known.is_open(each)])
        return [found[text] for text in texts]

    def _hard(self, texts: Sequence[str], kind: Kind, lang: str, *, with_encoders: bool) -> list[Resolution]:
        if not texts or not len(self._tables[kind]):
            return [Resolution(text, lang) for text in texts]
        if with_encoders and not self.encoder_fault_:
            try:
                return self._nearest_by_meaning[kind].answers(texts, lang)
            except Exception as fault:  # whatever an encoder does, the match goes on without it
                self.encoder_fault_ = f"{type(fault).__name__}: {fault}"
        return self._nearest[kind].answers(texts, lang)
