"""Forms of a job title that name the same work: of women and men, of one person and of a group."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.core.text import fold, one_gender

_SAID_OF_PEOPLE = frozenset(
    fold(word)
    for word in """әйел қыз келіншек жігіт апай ағай апа аға ата әпке әже ана ер еркек кісі адам кемпір шал ханым мырза
    женщина девушка мужчина парень тетя дядя female male lady""".split()
)
_ADJECTIVE = re.compile(r"(?<=\w\w\w)(?:(?<=[кгхжшщч])(?:ая|ой)|яя)$")
_HARD_ADJECTIVE = re.compile(r"(?<=\w\w\w)(?:ая|ой)$")

_PEOPLE = re.compile(
    r"(?i)((?:\w\w(?:er|or|ar|ist|yst|ian|ant|ent|ive|ee|ern|eon|ot|erk|ard|rse|dge|ide|hand|tect|man|hic|nic)|cook|chef|chief))s(?!\w)"
)
_SECRETARIES = re.compile(r"(?i)aries(?!\w)")
_MEN = re.compile(r"(?i)(\w\wm|\bm)en(?!\w)")


def one_person(title: str) -> str:
    """Return an English title in the singular: official lists name groups of people, labels name one.

    Examples
    --------
    >>> one_person("Secondary School Teachers"), one_person("Firemen"), one_person("Sales and Business Secretaries")
    ('Secondary School Teacher', 'Fireman', 'Sales and Business Secretary')
    """
    if not title.isascii():
        return title
    return _MEN.sub(r"\1an", _PEOPLE.sub(r"\1", _SECRETARIES.sub("ary", title)))


def either_gender(folded: str) -> str:
    """Return a folded title in the form that women and men, and in English one person and a group, share.

    Examples
    --------
    >>> either_gender("воспитательница"), either_gender("мугалима"), either_gender("saleswomen"), either_gender("машинистка")
    ('воспитатель', 'мугалим', 'salesman', 'машинистка')
    >>> either_gender("подсобная рабочая"), either_gender("тигинши апай")
    ('подсобный рабочий', 'тигинши')
    """
    words = [_of_word(word) for word in folded.split() if word not in _SAID_OF_PEOPLE]
    return one_gender(" ".join(words)) or folded


@lru_cache(maxsize=65536)
def _of_word(word: str) -> str:
    if word.isascii():
        return one_person(one_gender(one_person(word)))
    return _HARD_ADJECTIVE.sub("ый", _ADJECTIVE.sub("ий", word))
