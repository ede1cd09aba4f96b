"""Clean, fold and transliterate short texts.

Three forms of one text are used side by side: the exact form (what the person wrote, in one Unicode form), the folded form
(case, ё, Kazakh letters typed as Russian ones, look-alike letters of the other script) and the Latin skeleton (one coarse
spelling for Cyrillic, the three Latin alphabets of Kazakh and common Russian transliteration).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from matcher.core.text.alphabets import (
    CYRILLIC_TO_LATIN,
    CYRILLIC_TO_SKELETON,
    FOLD,
    LATIN_GROUPS,
    LATIN_MARKED,
    LATIN_SINGLE,
    LATIN_TO_CYRILLIC,
)
from matcher.core.text.stemming import stem

MAX_CHARS = 200
"""Longest text that is resolved as one phrase; longer ones are cut into phrases first."""

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_NOT_WORD = re.compile(r"[^\w+#']++|(?<!\w)'|'(?!\w)")
_WORD = re.compile(r"[^\W_]++(?:'[^\W_]++)*+[+#]*+", re.UNICODE)
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MARKS = re.compile("[\u0300-\u036f]")
_REPEATED = re.compile(r"([a-z])\1++")
_NOT_SKELETON = re.compile(r"[^a-z0-9+# ]+")
_GROUP_OF = dict(LATIN_GROUPS)
_GROUPS = re.compile("|".join(re.escape(group) for group, _ in LATIN_GROUPS))
_TO_CYRILLIC = str.maketrans(LATIN_TO_CYRILLIC)
_TO_LATIN = str.maketrans(CYRILLIC_TO_LATIN)


def normalise(text: str) -> str:
    r"""Return `text` in one Unicode form (NFKC), without markup, control and invisible characters, single spaces.

    Examples
    --------
    >>> normalise("  <b>сварка</b>\u200b MIG\t")
    'сварка MIG'
    """
    return _normalise_short(text) if len(text) <= MAX_CHARS else _normalise(text)


def _normalise(text: str) -> str:
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_CONTROL.sub(" ", text).split())


# A text is normalised to be looked up, to be folded and to be read by encoders.
_normalise_short = lru_cache(maxsize=8192)(_normalise)


def exact_key(text: str) -> str:
    """Return the form under which equal labels are equal: normalised, without case and outer punctuation.

    Examples
    --------
    >>> exact_key(" «Сварка  труб». ")
    'сварка труб'
    """
    return normalise(text).lower().strip(" .,;:!?\"'«»“”()[]{}-–—*•·")


def fold(text: str) -> str:
    """Return the words of `text` with the differences gone that people do not mean.

    Case, ё, Kazakh letters typed as Russian ones, and letters of the other script that look alike inside one word.
    Letters, digits, ``+`` and ``#`` stay; everything else is one space.

    Examples
    --------
    >>> fold("Қызмет көрсету") == fold("кызмет корсету")
    True
    >>> fold("Cварка MIG/MAG")  # the first letter is Latin
    'сварка mig mag'
    """
    return _fold_short(text) if len(text) <= MAX_CHARS else _fold(text)


def _fold(text: str) -> str:
    text = normalise(text).lower()
    if _CYRILLIC.search(text):
        if _LATIN.search(text):
            text = " ".join(_one_script(word) for word in text.split(" "))
        text = text.translate(FOLD)
    # An underscore counts as a letter for regular expressions, and so would keep an apostrophe beside it.
    text = text.replace("’", "'").replace("ʼ", "'").replace("`", "'").replace("_", " ")
    return " ".join(_NOT_WORD.sub(" ", text).split())


# A text is folded once to be looked up as it is and once more to be looked for; labels are folded again inside sentences.
_fold_short = lru_cache(maxsize=32768)(_fold)


def _one_script(word: str) -> str:
    n_latin, n_cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not n_latin or not n_cyrillic:
        return word
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    cyrillic_works, latin_works = not _LATIN.search(as_cyrillic), not _CYRILLIC.search(as_latin)
    if cyrillic_works and (n_cyrillic >= n_latin or not latin_works):
        return as_cyrillic
    return as_latin if latin_works else word


def skeleton(folded: str) -> str:
    """Return the coarse Latin spelling of a folded text: ``[a-z0-9+# ]`` only.

    Kazakh and Russian in Cyrillic, Kazakh in its three Latin alphabets and common transliterations of Russian meet here.
    ``4`` stands for ч and ``w`` for ш and щ.

    Examples
    --------
    >>> skeleton(fold("сварщик")) == skeleton(fold("svarshik")) == skeleton(fold("svarshchik"))
    True
    >>> skeleton(fold("дәнекерлеуші")) == skeleton(fold("dánekerleýshi")) == skeleton(fold("dänekerleuşı"))
    True
    """
    return _skeleton_short(folded) if len(folded) <= MAX_CHARS else _skeleton(folded)


def _skeleton(folded: str) -> str:
    if not folded.isascii():
        text = folded.translate(CYRILLIC_TO_SKELETON).translate(LATIN_MARKED)
        if not text.isascii():
            text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    else:
        text = folded
    if _LATIN.search(folded) or not folded.isascii():
        text = _GROUPS.sub(lambda found: _GROUP_OF[found.group()], text)
    text = _NOT_SKELETON.sub("", text.translate(LATIN_SINGLE))
    return _REPEATED.sub(r"\1", text)


_skeleton_short = lru_cache(maxsize=32768)(_skeleton)


def tokens(text: str) -> list[str]:
    """Return the folded words of `text` in order.

    Examples
    --------
    >>> tokens("Работа в 1С: Бухгалтерия, C++")
    ['работа', 'в', '1с', 'бухгалтерия', 'c++']
    """
    return fold(text).split()


@lru_cache(maxsize=131072)
def word_stem(folded_word: str, lang: str = "") -> str:
    """Return the stem of one folded word in the skeleton's letters; `lang` as in :func:`matcher.core.text.stemming.stem`."""
    return skeleton(stem(folded_word, lang))


def stems(folded_words: Sequence[str]) -> list[str]:
    """Return the stem of each folded word, in the skeleton's letters, in order.

    Examples
    --------
    >>> stems(["сваркой", "труб"]) == stems(["сварка", "трубы"])
    True
    """
    return [word_stem(word) for word in folded_words]
