"""Job titles as people and employers write them: several in one cell, with ranks, places and praise around them."""

from __future__ import annotations

import re

from matcher.core.taxonomy.windows import Window, WindowIndex, content_words
from matcher.core.text import fold, strip_grades, word_stem

_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|\"[^\"]{0,100}\"|«[^«»]{0,100}»")
_TAIL = re.compile(
    r"(?i)\s+(?:в\s+г\.?\s|г\.\s|в\s+(?:компанию|отдел|офис|магазин|сеть|связи|новый|частн\w+|крупн\w+)\b|на\s+(?:вахту|производство|постоянн\w+|неполн\w+)\b|без\s+опыта|вахт\w+|срочно|(?:з/п|зп|от|до)\s+\d|для\s+|in\s+|at\s+).*$"
)
_BETWEEN = re.compile(
    r"\s*(?:[/;,|+]|\s-\s|\s–\s|\s—\s|\bи\b|\bили\b|\bжәне\b|\bнемесе\b|\band\b|\bor\b)\s*", re.IGNORECASE
)
_RANK = re.compile(
    r"(?i)(?<!\w)(?:senior|sr\.?|middle\+?|junior\+?|jr\.?|lead|intern|trainee|стажер|стажёр|стажировка|младш\w+|старш\w+|ведущ\w+|начинающ\w+|опытн\w+"
    r"|квалифицированн\w+|требуется|срочно|вакансия|резерв\w*|временн\w+|кіші|аға|бас|жетекші|тәжірибелі|шұғыл|керек)(?!\w)"
)
# Who helps or leads an occupation is of another one.
_OTHER_ROLE = frozenset(
    word_stem(fold(word))
    for word in """помощник ассистент заместитель зам руководитель начальник директор заведующий зав менеджер мастер бригадир инструктор преподаватель
    учитель ученик инженер көмекші көмекшісі жетекші жетекшісі басшы басшысы директоры меңгеруші меңгерушісі менеджері шебері оқытушы мұғалім мұғалімі оқушы
    assistant helper head manager director deputy chief supervisor teacher trainer engineer""".split()
)


def plain_titles(text: str) -> list[str]:
    """Return the titles of one cell, each without rank, grade, brackets, place and praise; the fullest wording first.

    Examples
    --------
    >>> plain_titles("Повар/Пекарь 4 разряда (ТРЦ, вахта)")
    ['Повар/Пекарь', 'Повар', 'Пекарь']
    >>> plain_titles("Senior Frontend Developer")
    ['Frontend Developer']
    """
    whole = " ".join(strip_grades(_BRACKETS.sub(" ", text)).split())
    shorter = _TAIL.sub("", whole)
    plain = " ".join(_RANK.sub(" ", shorter).split()).strip(" ,.-–/")
    found = [whole, shorter, plain, *_BETWEEN.split(plain)]
    kept = [each.strip(" ,.-–/") for each in found]
    return list(dict.fromkeys(each for each in (kept[2:] if plain else kept) if len(each) > 1))


def title_inside(windows: WindowIndex, title: str) -> Window | None:
    """Return the label that a title holds: the longest, at its beginning or end; None where another role stands beside it.

    The head of a Russian title stands first ("эколог-проектировщик"), that of a Kazakh or English one last ("senior web developer").
    """
    words = content_words(title)
    found = windows.find(title, words)
    if not found:
        return None
    last = len(words) - 1
    at_edge = [window for window in found if window.first == 0 or window.last == last or window.n_words > 1]
    if not at_edge:
        return None
    best = max(at_edge, key=lambda window: (window.n_words, window.first == 0, -window.first))
    inside = set(range(best.first, best.last + 1))
    others = {stem for place, word in enumerate(words) if place not in inside for stem in word.stems.values()}
    return None if others & _OTHER_ROLE else best
