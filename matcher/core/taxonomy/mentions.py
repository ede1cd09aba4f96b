"""Skills and occupations that a free text names, with their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcher.core.taxonomy.concepts import KINDS, Mention
from matcher.core.text import pieces, split_phrases, stated_level, stated_years

if TYPE_CHECKING:
    from matcher.core.taxonomy.resolver import Resolver


def find_mentions(resolver: Resolver, texts: Sequence[str], lang: str) -> list[list[Mention]]:
    """Find mentions in each text (see :meth:`Resolver.mentions`)."""
    spans: list[tuple[int, int, int, str, str]] = []
    for number, text in enumerate(texts):
        for phrase in split_phrases(text):
            if phrase.negated or phrase.wished:
                continue
            for start, end in pieces(text, phrase.start, phrase.end):
                spans.append((number, start, end, text[start:end], phrase.text))
    found: list[list[Mention]] = [[] for _ in texts]
    answers = {kind: resolver.resolve([span[3] for span in spans], kind=kind, lang=lang) for kind in KINDS}
    for place, (number, start, end, words, around) in enumerate(spans):
        best = max((answers[kind][place] for kind in KINDS), key=lambda answer: (answer.accepted, answer.score))
        kind = next(kind for kind in KINDS if answers[kind][place] is best)
        if best.accepted:
            mention = Mention(
                start, end, words, kind, best.concept_id, stated_level(around), stated_years(around), best.score
            )
        else:
            mention = Mention(start, end, words, "skill")
        found[number].append(mention)
    return found
