"""A light stemmer for folded Kazakh, Russian and English words.

Not a dictionary: it takes off the endings that change most, so that a label is found inside a sentence. Too short a rest is
never left.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Adjectives and participles, verbs, nouns.
_RUSSIAN = """
иями ями ами ием иях иям ием ией ия ии ию ие ев ов ей ой ий ый ям ем ам ом ах ях ую юю ая яя ое ее ые ого его ому ему
ыми ими ых их ым им ою ею а я о е и ы у ю ь й
ование ования ованию ованием овании ований ение ения ению ением ении ений ениям ениями ениях
ание ания анию анием ании аний аниям аниями аниях
овать евать ировать ить ать ять еть ишь ете ите ешь ают яют уют ют ят ут ет ит ает яет ует аю яю ую лю ал ил ла ло ли
ться тся усь юсь ась лся лась ял ала яла ила али яли ирую ирует ость ости остью остей ка ку кой ке ки ок
"""
# After folding (ә is а, ғ г, қ к, ң н, ө о, ұ and ү у, і и): plural, possession, case, verbal noun, persons.
_KAZAKH = """
ларымен леримен лары лери дары дери тары тери лармен лермен дармен дермен тармен термен ларды лерди дарды дерди тарды терди
ларга лерге дарга дерге тарга терге лар лер дар дер тар тер нын нин дын дин тын тин ды ди ты ти ны ни га ге ка ке на не
да де та те нан нен дан ден тан тен мен бен пен ымен имен сы си ы и ын ин ымыз имиз
леу лау дау деу тау теу уды уди уге уга у
пын пин бын бин мыз миз пыз пиз быз биз аймын еймин ймын ймин амын емин мын мин дым дим тым тим ган ген кан кен лык лик дык дик тык тик
"""
_ENGLISH = "izations ization ations ation ings ing ments ment ers er ies ied es ed s y e"
_ENDINGS = {lang: frozenset(endings.split()) for lang, endings in (("ru", _RUSSIAN), ("kk", _KAZAKH), ("en", _ENGLISH))}
_LONGEST = {lang: max(map(len, endings)) for lang, endings in _ENDINGS.items()}
_SPOKEN = tuple("амын емин ймын ймин дым дим тым тим".split())
"""Endings of Kazakh verbs in the first person: жуамын and жудым are one word, short as it is."""
_RULES = "правил"
"""Rules (правила) are no past tense and no licence (права)."""
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SHORTEST = {"ru": 3, "kk": 4, "en": 4}
"""Letters that stay at least: базы, базами and базе are one word."""


@lru_cache(maxsize=131072)
def stem(word: str, lang: str = "") -> str:
    """Return `word` without its ending; at least four letters stay, of a Russian word three.

    Parameters
    ----------
    word : str
        One folded word (see :func:`matcher.core.text.normal.fold`).
    lang : str
        ``kk`` or ``ru`` for a Cyrillic word; where it is not known, the shorter of the two stems. A Latin word is read as English.

    Examples
    --------
    >>> stem("сваркой"), stem("сварка"), stem("welding"), stem("welder")
    ('свар', 'свар', 'weld', 'weld')
    >>> stem("команде", "ru"), stem("команде", "kk")
    ('команд', 'коман')
    >>> stem("данекерлеуши", "kk"), stem("данекерлеушимин", "kk")
    ('данекерлеуш', 'данекерлеуш')
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if not _CYRILLIC.search(word):
        return _strip(word, "en") if word.isascii() else word
    if word.startswith(_RULES) and lang != "kk":
        return _RULES
    if lang == "ru":
        return _strip(word, lang)
    kazakh = _strip(_spoken(word), "kk")  # endings stand one behind another: дәнекерлеуші-міз
    return kazakh if lang == "kk" else min(_strip(word, "ru"), kazakh, key=len)


def _spoken(word: str) -> str:
    shorter = _strip(word, "kk")
    if shorter != word and len(shorter) < len(word) - 2:
        return shorter
    ending = next((each for each in _SPOKEN if word.endswith(each) and len(word) - len(each) >= 2), "")
    return word[: -len(ending)] if ending else shorter


def _strip(word: str, lang: str) -> str:
    endings = _ENDINGS[lang]
    for length in range(min(_LONGEST[lang], len(word) - _SHORTEST[lang]), 0, -1):
        ending = word[-length:]
        if ending in endings and not (len(word) - length < 4 and "к" in ending):  # банка is of банк
            return word[:-length]
    return word
