"""Skills and occupations that a free text names, with their place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from matcher.core.taxonomy.concepts import KINDS, Kind, Mention, Resolution
from matcher.core.taxonomy.exact_match import INSIDE
from matcher.core.taxonomy.indexes import LabelIndexes
from matcher.core.taxonomy.phrase_matcher import Window, Word, content_words
from matcher.core.text import Phrase, Piece, pieces, split_phrases, stated_level, stated_years
from matcher.core.text.bounds import compile_bounded
from matcher.core.text.stopwords import FUNCTION_WORDS, is_empty_word, says_nothing

MOST_GUESSED = 2000
"""Different phrases of one text that are guessed where no label stands in them; labels are found in all of it. A CV has a hundred."""
ONE_WORD = 0.85
"""Sureness from which on a single word of a text is taken for a misspelt label."""
_WORKED_AS = compile_bounded(
    r"(?i)\b(?:работа(?:л|ла|ю|ет)|трудил\w*|должност\w*|профессия|специальност\w*|worked|work\s+as|as\s+an?)\b|\b(?:боп|болып)\b"
)

_Years = dict[int, float | None]


@dataclass(frozen=True, slots=True)
class _Span:
    number: int
    start: int
    end: int
    kind: Kind


def find_mentions(resolver: LabelIndexes, texts: Sequence[str], lang: str) -> list[list[Mention]]:
    """Find mentions in each text ."""
    found: list[list[Mention]] = [[] for _ in texts]
    left: list[_Span] = []
    for number, text in enumerate(texts):
        phrases = split_phrases(text)
        years = cache(partial(_years_by_sentence, phrases))
        for phrase in phrases:
            if phrase.negated or phrase.wished:
                continue
            inside = _inside(resolver, text, phrase, years)
            found[number] += inside
            left += _unfound(number, text, phrase, inside)
    _resolve_left(resolver, texts, left, found, lang)
    return [sorted(each, key=lambda mention: (mention.start, mention.end, mention.concept_id)) for each in found]


def _inside(resolver: LabelIndexes, text: str, phrase: Phrase, of_sentences: Callable[[], _Years]) -> list[Mention]:
    words = content_words(text, phrase.start, phrase.end)
    parts = pieces(text, phrase.start, phrase.end)
    stated = cache(lambda: (stated_level(phrase.text), stated_years(phrase.text)))
    taken: set[int] = set()
    mentions: list[Mention] = []
    by_kind: list[tuple[Window, Kind]] = [
        (window, kind) for kind in KINDS for window in resolver.windows(kind).find(text, words)
    ]
    by_kind += [(window, "skill") for window in resolver.verb_objects.find(text, words)]
    for window, kind in sorted(by_kind, key=lambda each: _first_of(resolver, words, *each)):
        span = set(range(window.first, window.last + 1))
        if not taken.isdisjoint(span) or _is_stated_only(words, window):
            continue
        piece = _piece_of(parts, words[window.first])
        if resolver.doubts(kind).is_doubtful(text, words, window=window, piece=piece):
            continue
        taken |= span
        table = resolver.table(kind)
        start, end = words[window.first].start, words[window.last].end
        concept = table.concepts_[table.concept_[window.label]]
        level, years = stated()
        if years is None and kind == "occupation":
            years = of_sentences().get(phrase.sentence)
        mentions.append(Mention(start, end, text[start:end], kind, concept, level, years, INSIDE))
    return mentions


def _first_of(
    resolver: LabelIndexes, words: Sequence[Word], window: Window, kind: Kind
) -> tuple[int, bool, bool, int, int]:
    """Return the key by which windows are taken: of many telling words first, then whole labels, then occupations."""
    telling = [word for word in words[window.first : window.last + 1] if not is_empty_word(word.folded)]
    label = resolver.table(kind).folded_texts_[window.label].split()
    part = len([word for word in label if word not in FUNCTION_WORDS]) != window.n_words
    return -len(telling), part, kind == "skill", -window.n_words, window.first


def _piece_of(parts: Sequence[Piece], word: Word) -> Piece:
    at = bisect_right(parts, word.start, key=lambda each: each.start) - 1
    # A word may be a conjunction itself: "plus", "as well as".
    return parts[at] if at >= 0 and word.start < parts[at].end else Piece(word.start, word.end)


def _is_stated_only(words: Sequence[Word], window: Window) -> bool:
    return all(is_empty_word(words[place].folded) for place in range(window.first, window.last + 1))


def _years_by_sentence(phrases: Sequence[Phrase]) -> _Years:
    """Return the years that each sentence states anywhere: "Сварщик, стаж 5 лет"."""
    stated: _Years = {}
    for phrase in phrases:
        if stated.get(phrase.sentence) is None:
            stated[phrase.sentence] = stated_years(phrase.text)
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
    resolver: LabelIndexes, texts: Sequence[str], left: Sequence[_Span], found: list[list[Mention]], lang: str
) -> None:
    guessed = _first_of_each(texts, left)
    for kind in KINDS:
        asked = list(dict.fromkeys(words for _, words, of_kind in guessed if of_kind == kind))
        answers = dict(zip(asked, resolver.resolve_in_text(asked, kind=kind, lang=lang), strict=True))
        concepts = {words: _sure_concept(resolver, words, answer) for words, answer in answers.items()}
        for span in left:
            if span.kind != kind:
                continue
            words = texts[span.number][span.start : span.end]
            is_guessed = (span.number, words, kind) in guessed
            concept, score = concepts[words] if is_guessed else ("", 0.0)
            level, years = stated_level(words), stated_years(words)
            found[span.number].append(Mention(span.start, span.end, words, kind, concept, level, years, score))


def _first_of_each(texts: Sequence[str], left: Sequence[_Span]) -> dict[tuple[int, str, Kind], None]:
    """Return the text's number, the words and the kind of the phrases to guess: so many different ones of each text."""
    chosen: dict[tuple[int, str, Kind], None] = {}
    n_chosen = Counter[int]()
    for span in left:
        key = (span.number, texts[span.number][span.start : span.end], span.kind)
        if key not in chosen and n_chosen[span.number] < MOST_GUESSED:
            chosen[key] = None
            n_chosen[span.number] += 1
    return chosen


def _sure_concept(resolver: LabelIndexes, words: str, answer: Resolution) -> tuple[str, float]:
    n_words = len(content_words(words))
    least = resolver.ranker.accept_in_text if n_words > 1 else max(resolver.ranker.accept_in_text, ONE_WORD)
    return (answer.concept_id, answer.score) if answer.accepted and answer.score >= least else ("", 0.0)
