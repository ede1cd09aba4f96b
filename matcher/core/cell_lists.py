"""From a cell that holds a list of skills, titles or languages to typed parts."""

from __future__ import annotations

import re

from matcher.core.cells import MAX_LIST, CellFault, read_text

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
LANGUAGE_CODES = {
    "казахский": "kk", "қазақ": "kk", "қазақша": "kk", "қазақ тілі": "kk", "kazakh": "kk", "kz": "kk",
    "русский": "ru", "орыс": "ru", "орысша": "ru", "орыс тілі": "ru", "russian": "ru",
    "английский": "en", "ағылшын": "en", "ағылшын тілі": "en", "english": "en",
}  # fmt: skip
NATIVE = frozenset({"native", "родной", "ана тілі", "свободно", "еркін", "fluent"})

_NUMBER = re.compile(r"-?\d{1,20}(?:[.,]\d{1,20})?")


def _with_number(part: str) -> tuple[str, str | None]:
    """Split ``text: number`` at the last colon; None for a part without a number."""
    text, _, number = (side.strip() for side in part.rpartition(":"))
    return (text, number) if text and _NUMBER.fullmatch(number) else (part, None)


def split_list(text: str) -> list[str]:
    """Split a cell at semicolons and line ends."""
    return [part.strip() for part in re.split(r"[;\n\r]+", text) if part.strip()]


def read_skills(text: str) -> tuple[tuple[str, int | None], ...]:
    """Read ``skill[:level]`` parts.

    Raises
    ------
    CellFault
        When a level is not a whole number 0 to 5.

    Examples
    --------
    >>> read_skills("MIG/MAG welding:3; уборка")
    (('MIG/MAG welding', 3), ('уборка', None))
    """
    found: list[tuple[str, int | None]] = []
    for part in map(read_text, split_list(read_text(text, longest=MAX_LIST))):
        skill, level = _with_number(part)
        if level is None:
            found.append((skill, None))
            continue
        if level not in {"0", "1", "2", "3", "4", "5"}:
            raise CellFault("bad_level", {"part": part})
        found.append((skill, int(level)))
    return tuple(found)


def read_gaps(text: str) -> tuple[tuple[str, int], ...]:
    """Read ``skill_id:levels`` parts, as a match writes them.

    Raises
    ------
    CellFault
        Where the levels are missing or none of 1 to 5.

    Examples
    --------
    >>> read_gaps("welding:2;http://data.europa.eu/esco/skill/1:3")
    (('welding', 2), ('http://data.europa.eu/esco/skill/1', 3))
    """
    found = []
    for part in split_list(read_text(text, longest=MAX_LIST)):
        skill_id, _, levels = part.rpartition(":")
        if not skill_id or levels not in {"1", "2", "3", "4", "5"}:
            raise CellFault("bad_level", {"part": part})
        found.append((skill_id, int(levels)))
    return tuple(found)


def read_titles(text: str) -> tuple[tuple[str, float | None], ...]:
    """Read ``code or title[:years]`` parts.

    Raises
    ------
    CellFault
        When the years are not between 0 and 70.

    Examples
    --------
    >>> read_titles("дәнекерлеуші:5;7212")
    (('дәнекерлеуші', 5.0), ('7212', None))
    """
    found: list[tuple[str, float | None]] = []
    for part in split_list(read_text(text)):
        title, stated = _with_number(part)
        if stated is None:
            found.append((title, None))
            continue
        years = float(stated.replace(",", "."))
        if not 0 <= years <= 70:
            raise CellFault("bad_years", {"part": part})
        found.append((title, years))
    return tuple(found)


def read_languages(text: str) -> tuple[tuple[str, str], ...]:
    """Read ``language[:level]`` parts: ISO 639-1 codes or the languages' names, CEFR levels.

    Raises
    ------
    CellFault
        For a language of another form or a level that is none of A1 to C2.

    Examples
    --------
    >>> read_languages("kk:C1; русский")
    (('kk', 'C1'), ('ru', ''))
    """
    found: dict[str, str] = {}
    for part in re.split(r"[;,\n]+", text):
        if not part.strip():
            continue
        name, _, level = (piece.strip() for piece in part.partition(":"))
        code = LANGUAGE_CODES.get(name.lower(), name.lower())
        if not re.fullmatch(r"[a-z]{2}", code):
            raise CellFault("bad_language", {"part": part.strip()})
        found[code] = _cefr(level)
    return tuple(sorted(found.items()))


def _cefr(level: str) -> str:
    plain = level.upper().replace("А", "A").replace("В", "B").replace("С", "C")
    if level.lower() in NATIVE:
        return "C2"
    if plain and plain not in CEFR:
        raise CellFault("bad_language_level", {"part": level})
    return plain
