"""Forms of a job title that name the same work: of women and men, of one person and of a group."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.core.text import fold

_FEMININE: tuple[tuple[str, str], ...] = (
    ("продавщица", "продавец"),
    ("портниха", "портной"),
    ("актриса", "актер"),
    ("медсестра", "медбрат"),
    ("медицинская сестра", "медицинский брат"),
    ("секретарша", "секретарь"),
    ("доярка", "дояр"),
    ("вожатая", "вожатый"),
    ("мугалима", "мугалим"),
    ("waitress", "waiter"),
    ("actress", "actor"),
    ("hostess", "host"),
    ("stewardess", "steward"),
    ("seamstress", "tailor"),
)
"""Words of women and of men that no rule brings together; folded."""
_ENDINGS: tuple[tuple[str, str], ...] = (
    (r"тельница", "тель"),  # воспитательница
    (r"([щч])ица", r"\1ик"),  # уборщица, буфетчица
    (r"([бвдзклмнпртфш])ница", r"\1ник"),  # работница
    (r"([ао]н|ен)тка", r"\1т"),  # официантка, ассистентка
    (r"([аеиоу])ст?ка(?<=истка)", r"\1ст"),  # журналистка
    (r"([аеио]р)ша", r"\1"),  # кассирша
    (r"(повар|сторож|ткач|пловч|врач)иха", r"\1"),
    (r"(стюард|клоун|критик)есса", r"\1"),
    (r"(санитар|лекар)ка", r"\1"),
    (r"([ую]щ)ая", r"\1ий"),  # заведующая
    (r"(\w{2})woman", r"\1man"),
)
_OTHER_WORK = frozenset({"машинистка", "горница", "таблица", "больница", "теплица", "гостиница", "столица", "мельница"})
"""Words that look like a woman's title and are something else: a машинистка types, a машинист drives."""
_SAID_OF_PEOPLE = frozenset(
    fold(word) for word in ("әйел", "қыз", "келіншек", "жігіт", "женщина", "девушка", "мужчина", "парень")
)
_RULES = tuple((re.compile(rf"{pattern}$"), to) for pattern, to in _ENDINGS)
_WORDS = dict(_FEMININE)

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
    """
    words = [_of_word(word) for word in folded.split() if word not in _SAID_OF_PEOPLE]
    whole = " ".join(words)
    return _WORDS.get(folded, whole) or folded


@lru_cache(maxsize=65536)
def _of_word(word: str) -> str:
    word = one_person(word)
    if word in _OTHER_WORK:
        return word
    if word in _WORDS:
        return _WORDS[word]
    for pattern, to in _RULES:
        found, n_changed = pattern.subn(to, word)
        if n_changed:
            return found
    return word
