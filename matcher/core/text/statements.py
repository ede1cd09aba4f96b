"""Levels, years and grades that a text states."""

from __future__ import annotations

import re

from matcher.core.text.bounds import compile_bounded

_LEVELS: tuple[tuple[int, str], ...] = (
    (5, r"эксперт\w*|в\s+совершенстве|виртуоз\w*|expert\w*|mastery|сарапшы\w*|кәсіби\s+шебер|жетік"),
    (
        4,
        r"отличн\w+|свободн\w+|профессиональн\w+|глубок\w+|продвинут\w+|опытн\w+|высок\w+\s+уров\w+|advanced|fluent\w*|excellent|strong|proficien\w+|deep"
        r"|еркін|кәсіби|өте\s+жақсы|жоғары\s+деңгей\w*",
    ),
    (
        3,
        r"уверен\w+|хорош\w+|средн\w+\s+уров\w+|confident\w*|good|solid|intermediate|сенімді|жақсы|орташа\s+деңгей\w*|орта\s+деңгей\w*",
    ),
    (2, r"базов\w+|основ(?:ы|ам|ами)\s|basic\w*|fundamentals|working\s+knowledge|базалық|негіздері\w*"),
    (
        1,
        r"начальн\w+|немного|чуть[\s-]чуть|слаб\w+|поверхностн\w+|beginner|elementary|a\s+little|some\s+knowledge|бастапқы|аздап|шала|нашар\w*",
    ),
)
_LEVEL = [(level, compile_bounded(rf"(?i)(?<!\w)(?:{pattern})(?!\w)")) for level, pattern in _LEVELS]

_NUMBER_WORDS = {
    "один": 1, "одного": 1, "одна": 1, "два": 2, "двух": 2, "две": 2, "три": 3, "трех": 3, "трёх": 3, "четыре": 4, "пять": 5, "пяти": 5,
    "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "десяти": 10, "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5,
    "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,2}(?:[.,]\d)?|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")"
_YEARS = compile_bounded(
    rf"(?i)(?<![\w.,]){_NUMBER}\s*\+?(?:\s*[-–]\s*\d+)?(?:-?х|-?ти|-?го|-?и)?\s*(?P<unit>лет\w*|год\w*|жыл\w*|years?|yrs?|мес\w*|ай(?:дан|лық)?|months?)(?!\w)"
)
_HALF_YEAR = compile_bounded(r"(?i)(?<!\w)(?:полгода|жарты\s+жыл|half\s+a\s+year)(?!\w)")
_AGE = compile_bounded(r"(?i)(?:мне|возраст\w*|старше|моложе|до|жасым|жастан|age\w*|aged)\s*(?:от\s*)?$")

_GRADES = compile_bounded(
    r"""(?xi)
    (?<!\w)(?:
      \d\s*[-–,]?\s*(?:\d\s*)?(?:-?\s*(?:го|й|ый|ого|ші|шi|шы|ми|ти|х))?\s*(?:разр(?:яда?|яд\w*|\.)?|р\.|дәреже\w*|санат\w*(?!\w)|разряд\w*|класс\w*)
      | (?:разряд\w*|дәреже\w*|класс\w*)\s*\d(?:\s*[-–,]\s*\d)?
      | [ivx]{1,3}\s+(?:категори\w+|разряд\w*|санат\w*)
      | (?:перв|втор|треть|высш)\w+\s+(?:категори\w+|разряд\w*)
      | \d\s+категори\w+ | без\s+категории | жоғары\s+санат\w*
    )(?!\w)"""
)
_GRADE_NUMBER = compile_bounded(r"(?i)(?<!\d)([1-8])(?!\d)\s*[-–]?\s*(?:го|й|ый|ого|ші|шi|шы|ми|ти)?\s*(?:разр|дәреже|р\.)")


def stated_level(text: str) -> int | None:
    """Return the level, 1 to 5, that the words state; None where they state none.

    1 has begun, 2 knows the basics, 3 works alone, 4 skilled, 5 expert. A trade grade (разряд) of 1-2 counts as 2, 3-4 as 3, 5 as 4,
    6 and more as 5.

    Examples
    --------
    >>> stated_level("уверенный пользователь Excel"), stated_level("ағылшын тілі еркін"), stated_level("Excel")
    (3, 4, None)
    """
    for level, pattern in _LEVEL:
        if pattern.search(text + " "):
            return level
    grade = _GRADE_NUMBER.search(text)
    if grade is None:
        return None
    return {1: 2, 2: 2, 3: 3, 4: 3, 5: 4}.get(int(grade.group(1)), 5)


def stated_years(text: str) -> float | None:
    """Return the years of experience that the words state; None where they state none. An age is not experience.

    Examples
    --------
    >>> stated_years("стаж 5 лет"), stated_years("1,5 жыл тәжірибе"), stated_years("6 months"), stated_years("мне 25 лет")
    (5.0, 1.5, 0.5, None)
    """
    for found in _YEARS.finditer(text):
        if _AGE.search(text[: found.start()]):
            continue
        words = found.group("number").lower()
        number = float(_NUMBER_WORDS[words]) if words in _NUMBER_WORDS else float(words.replace(",", "."))
        if found.group("unit").lower().startswith(("мес", "ай", "month")):
            number = round(number / 12, 2)
        if number <= 60:
            return number
    return 0.5 if _HALF_YEAR.search(text) else None


def strip_grades(text: str) -> str:
    """Return a job title without ranks and grades ("3-го разряда", "III санатты").

    Examples
    --------
    >>> strip_grades("Электрогазосварщик 3-го разряда"), strip_grades("Тігінші (3-ші дәреже)")
    ('Электрогазосварщик', 'Тігінші')
    """
    return re.sub(r"\(\s*\)", " ", _GRADES.sub(" ", text)).strip(" ,-–")
