"""Job titles as people and employers write them: several in one cell, with ranks, places and praise around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.phrase_matcher import STEM_LANGUAGES, Window, WindowIndex, Word, content_words
from matcher.core.taxonomy.title_forms import either_gender, one_person
from matcher.core.text import fold, strip_grades, word_stem
from matcher.core.text.bounds import compile_bounded
from matcher.core.text.stopwords import is_empty_word

_BRACKETS = compile_bounded(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|\"[^\"]{0,100}\"|«[^«»]{0,100}»")
_TAIL = compile_bounded(
    r"(?i)\s+(?:в\s+г\.?\s|г\.\s|в\s+(?:компанию|отдел|офис|магазин|сеть|связи|новый|частн\w+|крупн\w+)\b|на\s+(?:вахту|производство|постоянн\w+|неполн\w+)\b|без\s+опыта|вахт\w+|срочно|(?:з/п|зп|от|до)\s+\d|для\s+|(?:in|at)\s+(?-i:(?=[A-Z]))).{0,500}$"
)
_BETWEEN = compile_bounded(
    r"\s*(?:[/;,|+]|\s-\s|\s–\s|\s—\s|\bи\b|\bили\b|\bжәне\b|\bнемесе\b|\band\b|\bor\b)\s*", re.IGNORECASE
)
_RANK = compile_bounded(
    r"(?i)(?<!\w)(?:senior|sr\.?|middle\+?|junior\+?|jr\.?|lead|intern|trainee|стажер|стажёр|стажировка|главн\w+|региональн\w+|территориальн\w+|персональн\w+|младш\w+|старш\w+|ведущ\w+|начинающ\w+|опытн\w+"
    r"|квалифицированн\w+|требуется|срочно|вакансия|резерв\w*|временн\w+|кіші|аға|бас|жетекші|тәжірибелі|шұғыл|керек)(?!\w)"
)
# Who helps or leads an occupation is of another one.
_OTHER_ROLE = frozenset(
    word_stem(fold(word))
    for word in """помощник ассистент заместитель зам руководитель начальник директор заведующий зав менеджер мастер бригадир инструктор преподаватель
    учитель ученик инженер көмекші көмекшісі жетекші жетекшісі басшы басшысы директоры меңгеруші меңгерушісі менеджері шебері оқытушы мұғалім мұғалімі оқушы
    assistant helper head manager director deputy chief supervisor teacher trainer engineer""".split()
)


_BETWEEN_ENGLISH = compile_bounded(r"\s*(?:[/;|+]|\s-\s|\band\b|\bor\b)\s*", re.IGNORECASE)
_WHERE = compile_bounded(r"(?i)(?<!\w)(?:в|во|на|из|от|для|у|при)(?!\w)")


def plain_titles(text: str) -> list[str]:
    """Return the titles of one cell without grade, brackets, place and praise, then without rank, then each alone.

    Examples
    --------
    >>> plain_titles("Повар/Пекарь 4 разряда (ТРЦ, вахта)")
    ['Повар/Пекарь', 'Повар', 'Пекарь']
    >>> plain_titles("Senior Frontend Developer")
    ['Senior Frontend Developer', 'Frontend Developer']
    """
    whole = " ".join(strip_grades(_BRACKETS.sub(" ", text)).split())
    shorter = _TAIL.sub("", whole)
    plain = " ".join(_RANK.sub(" ", shorter).split()).strip(" ,.-–/")
    # In English a comma stands before what the head is about: "teachers, secondary".
    between = _BETWEEN_ENGLISH if plain.isascii() else _BETWEEN
    found = [shorter, plain, *between.split(plain)] if plain else [whole, shorter]
    kept = [each.strip(" ,.-–/") for each in found]
    alone = [form for each in kept for form in (each, one_person(each))]
    return list(dict.fromkeys(each for each in alone if len(each) > 1))


class TitleReader:
    """Finds the label that a title holds among other words.

    Parameters
    ----------
    table : LabelTable
        Labels of occupations.
    windows : WindowIndex
        Of the same table.
    """

    def __init__(self, table: LabelTable, windows: WindowIndex) -> None:
        self.table = table
        self.windows = windows

    @cached_property
    def owners_(self) -> dict[str, set[int]]:
        """Concepts that have a stem in any of their labels."""
        found: dict[str, set[int]] = {}
        for place, folded in enumerate(self.table.folded_texts_):
            for word in folded.split():
                for stem in _stems(word):
                    found.setdefault(stem, set()).add(int(self.table.concept_[place]))
        return found

    @cached_property
    def by_form_(self) -> dict[str, tuple[int, ...]]:
        """Labels by the form that women and men, and one person and a group, share."""
        found: dict[str, tuple[int, ...]] = {}
        for place, folded in enumerate(self.table.folded_texts_):
            form = either_gender(folded)
            found[form] = (*found.get(form, ()), place)
        return found

    def inside(self, title: str) -> Window | None:
        """Return the label that a title holds: the longest, at its beginning or end.

        None where another role stands beside it, or a word that tells other occupations apart: "sheet metal worker" is no
        "worker". Words that no label has (a firm, a district) tell nothing.

        The head of a Russian title stands first ("эколог-проектировщик"), that of a Kazakh or English one last ("senior web
        developer").
        """
        words = content_words(title)
        last = len(words) - 1
        found = self.windows.find(title, words)
        at_edge = [window for window in found if window.first == 0 or window.last == last or window.n_words > 1]
        if not at_edge:
            return None
        best = max(at_edge, key=lambda window: (window.n_words, window.first == 0, -window.first))
        concept = int(self.table.concept_[best.label])
        # A Russian title begins with its head: what follows says more about it ("бухгалтер по заработной плате").
        tells = self._is_other_role if best.first == 0 and not words[0].folded.isascii() else self._tells_apart
        return None if any(tells(word.folded, concept) for word in _beside(title, words, best)) else best

    def _is_other_role(self, folded: str, concept: int) -> bool:
        return not is_empty_word(folded) and bool(_stems(folded) & _OTHER_ROLE)

    def _tells_apart(self, folded: str, concept: int) -> bool:
        if is_empty_word(folded):
            return False
        stems = _stems(folded)
        owners = [self.owners_.get(stem, set()) for stem in stems]
        return bool(stems & _OTHER_ROLE) or (any(owners) and not any(concept in each for each in owners))


def _beside(title: str, words: Sequence[Word], label: Window) -> list[Word]:
    """Return the words around a label that may make it another occupation.

    Those after a preposition of place say where, and those after a label of several words in Cyrillic say more about it: its
    head stands first ("менеджер по продажам | новых автомобилей").
    """
    place = _WHERE.search(title, words[label.last].end)
    end = place.start() if place else len(title)
    if label.first == 0 and label.n_words > 1 and not words[0].folded.isascii():
        end = words[label.last].end
    return [word for at, word in enumerate(words) if word.start < end and not label.first <= at <= label.last]


def _stems(folded: str) -> frozenset[str]:
    return frozenset(word_stem(folded, lang) for lang in STEM_LANGUAGES)
