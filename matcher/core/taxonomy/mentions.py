"""Skills and occupations that a free text names, with their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.core.taxonomy.concepts import KINDS, Kind, Mention
from matcher.core.taxonomy.known import INSIDE
from matcher.core.taxonomy.windows import Window, Word, content_words
from matcher.core.text import Phrase, pieces, split_phrases, stated_level, stated_years
from matcher.core.text.stopwords import is_empty_word, says_nothing

if TYPE_CHECKING:
    from matcher.core.taxonomy.resolver import Resolver

ONE_WORD = 0.85
"""Sureness from which on a single word of a text is taken for a misspelt label."""
_WORKED_AS = re.compile(
    r"(?i)\b(?:работа(?:л|ла|ю|ет)|трудил\w*|должност\w*|профессия|специальност\w*|worked|work\s+as|as\s+an?)\b|\b(?:боп|болып)\b"
)


@dataclass(frozen=True, slots=True)
class _Span:
    number: int
    start: int
    end: int
    kind: Kind


def find_mentions(resolver: Resolver, texts: Sequence[str], lang: str) -> list[list[Mention]]:
    """Find mentions in each text (see :meth:`Resolver.mentions`)."""
    found: list[list[Mention]] = [[] for _ in texts]
    left: list[_Span] = []
    for number, text in enumerate(texts):
        phrases = split_phrases(text)
        stated = _stated_by_sentence(phrases)
        for phrase in phrases:
            if phrase.negated or phrase.wished:
                continue
            inside = list(_inside(resolver, text, phrase, stated[phrase.sentence]))
            found[number] += inside
            left += _unfound(number, text, phrase, inside)
    _resolve_left(resolver, texts, left, found, lang)
    return [sorted(each, key=lambda mention: (mention.start, mention.end, mention.concept_id)) for each in found]


def _inside(resolver: Resolver, text: str, phrase: Phrase, stated: tuple[int | None, float | None]) -> list[Mention]:
    words = content_words(text, phrase.start, phrase.end)
    level, years = stated_level(phrase.text), stated_years(phrase.text)
    taken: set[int] = set()
    mentions: list[Mention] = []
    by_kind: list[tuple[Window, Kind]] = [
        (window, kind) for kind in KINDS for window in resolver.windows(kind).find(text, words)
    ]
    for window, kind in sorted(by_kind, key=lambda each: (-each[0].n_words, each[1] == "skill", each[0].first)):
        span = set(range(window.first, window.last + 1))
        if not taken.isdisjoint(span) or _is_stated_only(words, window):
            continue
        taken |= span
        table = resolver.table(kind)
        start, end = words[window.first].start, words[window.last].end
        concept = table.concepts_[table.concept_[window.label]]
        own_years = years if years is not None or kind == "skill" else stated[1]
        mentions.append(Mention(start, end, text[start:end], kind, concept, level, own_years, INSIDE))
    return mentions


def _is_stated_only(words: Sequence[Word], window: Window) -> bool:
    return all(is_empty_word(words[place].folded) for place in range(window.first, window.last + 1))


def _stated_by_sentence(phrases: Sequence[Phrase]) -> dict[int, tuple[int | None, float | None]]:
    """Return the level and the years that each sentence states anywhere: "Сварщик, стаж 5 лет"."""
    stated: dict[int, tuple[int | None, float | None]] = {}
    for phrase in phrases:
        level, years = stated.get(phrase.sentence, (None, None))
        stated[phrase.sentence] = (
            level or stated_level(phrase.text),
            years if years is not None else stated_years(phrase.text),
        )
    return stated


def _unfound(number: int, text: str, phrase: Phrase, inside: Sequence[Mention]) -> list[_Span]:
    """Return the parts of a phrase between conjunctions in which no label stands."""
    kind: Kind = "occupation" if _WORKED_AS.search(phrase.text) else "skill"
    return [
        _Span(number, start, end, kind)
        for start, end in pieces(text, phrase.start, phrase.end)
        if not any(mention.start < end and start < mention.end for mention in inside)
        and not says_nothing(text[start:end])
    ]


def _resolve_left(
    resolver: Resolver, texts: Sequence[str], left: Sequence[_Span], found: list[list[Mention]], lang: str
) -> None:
    for kind in KINDS:
        spans = [span for span in left if span.kind == kind]
        answers = resolver.resolve_in_text(
            [texts[span.number][span.start : span.end] for span in spans], kind=kind, lang=lang
        )
        for span, answer in zip(spans, answers, strict=True):
            words = texts[span.number][span.start : span.end]
            n_words = len(content_words(words))
            least = resolver.ranker.accept_in_text if n_words > 1 else max(resolver.ranker.accept_in_text, ONE_WORD)
            sure = answer.accepted and answer.score >= least
            level, years = stated_level(words), stated_years(words)
            concept, score = (answer.concept_id, answer.score) if sure else ("", 0.0)
            found[span.number].append(Mention(span.start, span.end, words, kind, concept, level, years, score))
