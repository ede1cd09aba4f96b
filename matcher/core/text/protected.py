"""What of a person's words may be evidence of a skill, and what never is.

The rule, in one place. **Evidence** is an activity that was done, paid or not: care of a sick or old person, bringing up children, cooking for many,
keeping animals, repairs, with the tasks that are named. **Never evidence** is what somebody is or has, or why they did not work: leave
(maternity, parental, care leave), housewife or househusband, pensioner, student, married or single, widowed, orphaned, pregnant, disabled, nationality,
sex, age, a conviction, relatives, the number of children, staying at home with them.

Two mechanisms follow. Words of status are taken out of a text before anything reads it. Where an activity of care is named, *whom* it was for
and the form of the verb are taken out: "ухаживала за больной мамой" and "ухаживал за пожилым отцом" are read as one and the same label of unpaid care.

Source: Social Code of Kazakhstan and AI law as summed up in ``docs/reviewer.md``; unpaid work as evidence is rule 11 of the mission there.

Every step looks at each word once, so that the time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matcher.core.text import protected_words as table
from matcher.core.text.protected_lexicon import Classes, key_of, lexicon

_BORDER = re.compile(
    r"(?:(?<!\d)[,.]|[,.](?!\d)|[;:!?()\[\]\n\r\t«»\"“”•·|…/]|\s[-–—]\s){1,20}"
    r"|\s(?:и|но|а|және|бірақ|әрі|and|but)(?=\s)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_STRONG = re.compile(r"[.;!?\n\r…]")
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_JOIN = re.compile(r"\w")
_KK_CARE = frozenset(key_of(word) for word in table.CARE.split("\n")[2].split("|"))
_KK_RAISE = ("tarbiele", "osir")

_NONE: Classes = frozenset()
LONGEST_BEGINNING = 16
_AROUND = frozenset({"small", "own", "weak", "being", "sitting"})
_WHOM = frozenset({"relative", "young", "whom", "own", "weak", "small"})


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str
    classes: Classes


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: ``text[start:end]``, and the border behind it, ``text[end:after]``."""

    start: int
    end: int
    after: int


def without_status(text: str) -> str:
    """Return `text` without leave, status and family, and with care named without whom it was for.

    Where nothing of that stands in it, it is the text itself.

    Examples
    --------
    >>> without_status("Сварщик, 5 лет. В декрете 3 года. Шью на заказ")
    'Сварщик, 5 лет. Шью на заказ'
    >>> without_status("Ухаживала за больной мамой"), without_status("Сижу с ребёнком"), without_status("Домохозяйка")
    ('уход за больным или пожилым родственником', '', '')
    >>> without_status("Преподавала студентам черчение")
    'Преподавала студентам черчение'
    """
    return _without_status(text) if any(map(_is_telling, _WORD.findall(text))) else text


@lru_cache(maxsize=8192)
def _without_status(text: str) -> str:
    kept: list[list[str]] = []
    is_changed = was_changed = False
    border = ""
    for clause in _clauses(text):
        if kept and not text[clause.start : clause.end].strip():  # two borders with a space between are one
            border = kept[-1][1] = kept[-1][1] + text[clause.start : clause.after]
            continue
        words = _words(text, clause)
        follows = bool(_JOIN.search(border)) and not was_changed
        border = text[clause.end : clause.after]
        rest = _rest(text, clause, words, joined=follows or (len(words) == 1 and bool(_JOIN.search(border))))
        now_changed = rest is not None
        if rest is None:
            rest = text[clause.start : clause.end]
        if rest.strip() or not now_changed:
            kept.append([rest, border])
        elif kept:
            kept[-1] = [kept[-1][0].rstrip(), _merged(kept[-1][1], border)]
        is_changed, was_changed = is_changed or now_changed, now_changed
    if not is_changed:
        return text
    return " ".join("".join(part for each in kept for part in each).split()).strip(" ,:-–—(«")


def _merged(before: str, behind: str) -> str:
    """Return the one border that stands where a clause was left out between two."""
    if ":" in before and not _STRONG.search(behind):
        return before
    strong = _STRONG.search(before) or _STRONG.search(behind)
    return f"{strong.group()} " if strong else ", "


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for border in _BORDER.finditer(text):
        if text[start : border.start()].strip() or border.start() > start:
            yield _Clause(start, border.start(), border.end())
        else:
            yield _Clause(start, start, border.end())
        start = border.end()
    yield _Clause(start, len(text), len(text))


def _words(text: str, clause: _Clause) -> list[_Word]:
    found = [
        (each.start(), each.end(), *_classified(each.group()))
        for each in _WORD.finditer(text, clause.start, clause.end)
    ]
    of_phrases = _in_phrases([key for _, _, key, _ in found])
    return [
        _Word(start, end, key, frozenset({of_phrases[at]}) if at in of_phrases else classes)
        for at, (start, end, key, classes) in enumerate(found)
    ]


def _in_phrases(keys: list[str]) -> dict[int, str]:
    """Return by place the class of the words that belong to a phrase: of leave and status, or of a relative."""
    phrases = lexicon().phrases
    found: dict[int, str] = {}
    for at, key in enumerate(keys):
        for phrase, name in (*phrases.get(key, ()), *phrases.get(f"{key[:4]}*", ())):
            if _stands(phrase, keys[at : at + len(phrase)]):
                found.update(dict.fromkeys(range(at, at + len(phrase)), name))
    return found


def _stands(phrase: tuple[str, ...], keys: list[str]) -> bool:
    return len(phrase) == len(keys) and all(
        key.startswith(word[:-1]) if word.endswith("*") else key == word for word, key in zip(phrase, keys, strict=True)
    )


def _rest(text: str, clause: _Clause, words: list[_Word], *, joined: bool) -> str | None:
    """Return what is read of a clause; None where it stays as it is."""
    changes: list[tuple[int, int, str]] = []
    for first, last in _runs(words):
        run = words[first : last + 1]
        whole = first == 0 and last == len(words) - 1
        instead = _instead(text, run, whole=whole, joined=joined)
        if instead is None:
            changes += [(each.start, each.end, "") for each in run if "whom" in each.classes]
        elif instead or whole:
            changes.append((run[0].start, run[-1].end, instead))
        else:
            kept = _leading_duration(run) if first else 0
            changes.append((run[kept].start, run[-1].end, ""))
    if not changes:
        return None
    parts, position = [], clause.start
    for start, end, instead in changes:
        parts += [text[position:start], instead]
        position = end
    return "".join([*parts, text[position : clause.end]])


def _runs(words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each longest run of words that all have a class, where not all are small words."""
    first = 0
    for at in range(len(words) + 1):
        if at < len(words) and words[at].classes:
            continue
        if any(each.classes - {"small"} for each in words[first:at]):
            yield first, at - 1
        first = at + 1


def _instead(text: str, run: list[_Word], *, whole: bool, joined: bool) -> str | None:
    """Return what a run is read as, empty where it is no evidence; None where it stays."""
    held = frozenset[str]().union(*(each.classes for each in run))
    is_about_relatives = bool(held & {"relative", "parents"})
    language = _language(text, run)
    if "status" in held:
        return ""
    if held & {"care", "sitting"} and "weak" in held and (is_about_relatives or "children" in held):
        return table.CARE_LABELS[language]
    if held & {"care", "raise", "educate"} and ("young" in held or {"own", "children"} <= held):
        return table.RAISING_LABELS[language]
    if "care" in held and is_about_relatives:
        return table.CARE_LABELS[language]
    if "raise" in held and "children" in held and whole:
        return table.RAISING_LABELS[language]
    if not whole and "relative" in held and held & {"own", "weak"} and held <= _WHOM:
        return ""
    if not whole or held & {"care", "raise", "educate"}:
        return None
    is_status = bool(held & {"person"}) or (not joined and bool(held & {"relative", "parents", "family", "children"}))
    return "" if is_status else None


def _language(text: str, run: list[_Word]) -> str:
    whole = text[run[0].start : run[-1].end]
    if whole.isascii():
        return "en"
    is_kazakh = _KAZAKH.search(whole) or any(each.key in _KK_CARE or each.key.startswith(_KK_RAISE) for each in run)
    return "kk" if is_kazakh else "ru"


def _leading_duration(run: list[_Word]) -> int:
    """Return how many words at the beginning state a duration: in "сварщик 5 лет в декрете" it is of the work."""
    return 2 if len(run) > 2 and run[0].key.isdigit() and run[1].classes == {"small"} else 0


@lru_cache(maxsize=131072)
def _is_telling(word: str) -> bool:
    """Return whether a text with this word must be looked at: most texts have none."""
    key, classes = _classified(word)
    phrases = lexicon().phrases
    return bool(classes - _AROUND) or key in phrases or f"{key[:4]}*" in phrases


@lru_cache(maxsize=131072)
def _classified(word: str) -> tuple[str, Classes]:
    """Return a word's skeleton and its classes."""
    key = key_of(word)
    if key.isdigit():
        return key, frozenset({"small"})
    known = lexicon()
    found = set(known.words.get(key, _NONE))
    for n_letters in range(4, min(len(key), LONGEST_BEGINNING) + 1):
        found |= known.beginnings.get(key[:n_letters], _NONE)
    return key, frozenset(found)
