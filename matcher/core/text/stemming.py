"""A light stemmer for folded Kazakh, Russian and English words.

Not a dictionary: it takes off the endings that change most, so that a label is found inside a sentence. Too short a rest is
never left.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Russian: adjectives and participles, verbs, nouns; longest first.
_RUSSIAN = tuple(
    sorted(
        ["иями", "ями", "ами", "ием", "иях", "иям", "ией", "ия", "ии", "ию", "ие", "ев", "ов", "ей", "ой", "ий", "ый", "ям", "ем", "ам", "ом", "ах", "ях", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ыми", "ими", "ых", "их", "ым", "им", "ою", "ею", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й", "ование", "ования", "ованию", "ованием", "ение", "ения", "ению", "ением", "ание", "ания", "анию", "анием", "овать", "евать", "ировать", "ить", "ать", "ять", "еть", "ишь", "ете", "ите", "ешь", "ают", "яют", "уют", "ют", "ят", "ут", "ет", "ит", "ает", "яет", "ует", "аю", "яю", "ую", "лю", "ал", "ил", "ла", "ло", "ли", "ться", "тся", "усь", "юсь", "ась", "лся", "лась", "ирую", "ирует", "ость", "ости", "остью", "остей", "ка", "ку", "кой", "ке", "ки", "ок"],
        key=lambda ending: (-len(ending), ending),
    )
)
# Kazakh, after folding (ә>а ғ>г қ>к ң>н ө>о ұ,ү>у і>и): plural, possession, case, verbal noun, persons.
_KAZAKH = tuple(
    sorted(
        ["ларымен", "леримен", "лары", "лери", "дары", "дери", "тары", "тери", "лармен", "лермен", "дармен", "дермен", "тармен", "термен", "ларды", "лерди", "дарды", "дерди", "тарды", "терди", "ларга", "лерге", "дарга", "дерге", "тарга", "терге", "лар", "лер", "дар", "дер", "тар", "тер", "нын", "нин", "дын", "дин", "тын", "тин", "ды", "ди", "ты", "ти", "ны", "ни", "га", "ге", "ка", "ке", "на", "не", "да", "де", "та", "те", "нан", "нен", "дан", "ден", "тан", "тен", "мен", "бен", "пен", "ымен", "имен", "сы", "си", "ы", "и", "ын", "ин", "ымыз", "имиз", "леу", "лау", "дау", "деу", "тау", "теу", "уды", "уди", "уге", "уга", "у", "аймын", "еймин", "ймын", "ймин", "амын", "емин", "мын", "мин", "дым", "дим", "тым", "тим", "ган", "ген", "кан", "кен", "лык", "лик", "дык", "дик", "тык", "тик"],
        key=lambda ending: (-len(ending), ending),
    )
)
_ENGLISH = ("izations", "ization", "ations", "ation", "ings", "ing", "ments", "ment", "ers", "er", "ies", "ied", "es", "ed", "s", "y", "e")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SHORTEST = 4


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return `word` without its ending; at least four letters stay.

    Parameters
    ----------
    word : str
        One folded word (see :func:`matcher.core.text.normal.fold`).

    Examples
    --------
    >>> stem("сваркой"), stem("сварка"), stem("welding"), stem("welder")
    ('свар', 'свар', 'weld', 'weld')
    """
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    if not _CYRILLIC.search(word):
        return _strip(word, _ENGLISH) if word.isascii() else word
    first = _strip(word, _RUSSIAN)
    second = _strip(word, _KAZAKH)
    return first if len(first) <= len(second) else second


def _strip(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
