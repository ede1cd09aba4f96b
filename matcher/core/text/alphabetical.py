"""The order of the Kazakh alphabet, which holds the Russian one: 42 letters, each a letter of its own."""

from __future__ import annotations

from functools import lru_cache

from matcher.core.text.normal import normalise

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACE = {letter: (2, at) for at, letter in enumerate(ALPHABET)}
_BLANK = (0, 0)
_ELSEWHERE = 1, 3


@lru_cache(maxsize=20_000)
def alphabetical(text: str) -> tuple[tuple[int, int], ...]:
    """Give the key by which people look a text up in a list: blanks and signs, digits and Latin letters, Cyrillic letters, others.

    The codes of letters would put Ә, Ғ, Қ, Ң, Ө, Ұ, Ү, Һ, І behind Я, and Ё as well. Case decides nothing; signs count as a blank.

    Examples
    --------
    >>> sorted(["яблоко", "өрік", "ёж", "Әже", "жүк", "апа", "он", "MIG", "1С"], key=alphabetical)
    ['1С', 'MIG', 'апа', 'Әже', 'ёж', 'жүк', 'он', 'өрік', 'яблоко']
    """
    before, after = _ELSEWHERE
    key = []
    for letter in normalise(text).lower():
        if letter in _PLACE:
            key.append(_PLACE[letter])
        elif not letter.isalnum():
            key.append(_BLANK)
        else:
            key.append((before if letter.isascii() else after, ord(letter)))
    return tuple(key)
