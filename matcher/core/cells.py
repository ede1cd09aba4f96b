"""From the text of a cell to a typed value, or a rule that it breaks. Empty means unknown: ``None``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import category

MAX_TEXT = 20_000
MAX_LIST = 100_000
"""Characters of a list: an ESCO occupation has up to 318 optional skills, whose addresses alone are 22,000 characters."""
MAX_ID = 64
YEARS = (1900, 2100)

YES = frozenset({"yes", "y", "true", "1", "да", "иә", "ия", "иа"})
NO = frozenset({"no", "n", "false", "0", "нет", "жоқ", "жок"})
SEXES = {
    "f": "F",
    "m": "M",
    "ж": "F",
    "м": "M",
    "жен": "F",
    "муж": "M",
    "женский": "F",
    "мужской": "M",
    "әйел": "F",
    "ер": "M",
}
SHIFTS = ("day", "evening", "night", "rotating")
WORK_CONDITIONS = ("heavy", "harmful", "dangerous")
MODES = ("onsite", "online", "evening", "workplace")
OUTCOMES = ("hired", "refused_by_employer", "refused_by_jobseeker", "no_show", "withdrawn", "pending")
ISCED_WORDS = {
    "основное среднее": 2, "негізгі орта": 2, "среднее": 3, "орта": 3, "общее среднее": 3, "жалпы орта": 3, "secondary": 3,
    "среднее специальное": 4, "среднее профессиональное": 4, "среднее техническое": 4, "типпо": 4, "послесреднее": 5,
    "техникалық және кәсіптік": 4, "техническое и профессиональное": 4, "орта білімнен кейінгі": 5, "vocational": 4,
    "высшее": 6, "жоғары": 6, "бакалавр": 6, "бакалавриат": 6, "higher": 6, "магистр": 7, "магистратура": 7, "послевузовское": 7,
    "жоғары оқу орнынан кейінгі": 7, "доктор": 8, "phd": 8,
}  # fmt: skip

SHEET_ERRORS = frozenset(
    {"#N/A", "#Н/Д", "#REF!", "#ССЫЛКА!", "#NAME?", "#ИМЯ?", "#VALUE!", "#ЗНАЧ!", "#DIV/0!", "#ДЕЛ/0!", "#NUM!", "#ЧИСЛО!"}
    | {"#NULL!", "#ПУСТО!", "#####"}
)  # fmt: skip
"""What spreadsheets write where a formula failed."""

_SERIAL = re.compile(r"^[1-7]\d{4}(?:[.,]\d{1,20})?$")
_SERIAL_START = date(1899, 12, 30)
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d{1,20})?[eE]\+\d{2,3}$")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_./-]+")
_NUMBER = re.compile(r"^-?\d{1,20}(?:\.\d{1,20})?$")
_CURRENCY = re.compile(r"(₸|тг\.?|тенге|теңге|kzt)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")


class CellFault(Exception):
    """A cell that breaks a rule.

    Parameters
    ----------
    rule : str
        Code; ``rule.<code>`` is its sentence in the catalogues.
    params : mapping
        What the sentence names: expected form, bounds, choices.
    """

    def __init__(self, rule: str, params: Mapping[str, object] | None = None) -> None:
        self.rule = rule
        self.params = params or {}
        super().__init__(rule)


Reader = Callable[[str], Any]


def read_id(text: str) -> str:
    """Read an identifier, kept as it stands, leading zeros too.

    Raises
    ------
    CellFault
        When it is longer than 64 characters, holds a control character, an invisible one or a separator of lists, or a spreadsheet
        made a rounded number of it (``1,23457E+11``).
    """
    if len(text) > MAX_ID:
        raise CellFault("id_too_long", {"limit": MAX_ID})
    if _PLAIN_ID.fullmatch(text):
        return text
    if _SCIENTIFIC.match(text):
        raise CellFault("id_rounded")
    if any(letter in ";,\u2028\u2029" or ord(letter) < 32 for letter in text):
        raise CellFault("id_bad_character")
    if not text.isascii() and any(category(letter) in {"Cf", "Cc"} for letter in text):
        raise CellFault("id_invisible_character")
    return text


def read_text(text: str, *, longest: int = MAX_TEXT) -> str:
    """Read words as they stand.

    Raises
    ------
    CellFault
        When they are longer than `longest` characters, 20,000 when not given: nothing is cut in silence.
    """
    if len(text) > longest:
        raise CellFault("text_too_long", {"limit": longest})
    return text


def read_date(text: str) -> date:
    """Read ``YYYY-MM-DD`` or ``DD.MM.YYYY``, with or without a time of day; five digits are a spreadsheet's count of days.

    Raises
    ------
    CellFault
        For another form, an impossible date, or a year outside 1900 to 2100.

    Examples
    --------
    >>> read_date("05.10.2026")
    datetime.date(2026, 10, 5)
    """
    first = re.split(r"[T\s]", text.strip(), maxsplit=1)[0].removesuffix("г.")
    if _SERIAL.match(first):
        return _within_years(_SERIAL_START + timedelta(days=int(first[:5])))
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return _within_years(datetime.strptime(first, form).date())
        except ValueError:
            continue
    raise CellFault("bad_date")


def _within_years(found: date) -> date:
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise CellFault("date_out_of_range", {"low": YEARS[0], "high": YEARS[1]})
    return found


def read_number(text: str) -> float:
    """Read a number with a decimal point or comma, thousands apart by spaces, and a currency sign behind it.

    Raises
    ------
    CellFault
        When it is no number.

    Examples
    --------
    >>> read_number("85 000,00 ₸")
    85000.0
    """
    plain = _THOUSANDS.sub("", _CURRENCY.sub("", text.strip()).strip()).replace(",", ".").replace("\u2212", "-")
    if not _NUMBER.match(plain) or len(plain) > 20:
        raise CellFault("bad_number")
    return float(plain)


def number_between(low: float, high: float, *, whole: bool = False) -> Reader:
    """Make a reader of numbers within bounds, both included."""

    def read(text: str) -> float | int:
        value = read_number(text)
        if whole and value != int(value):
            raise CellFault("not_whole")
        if not low <= value <= high:
            raise CellFault("number_out_of_range", {"low": f"{low:g}", "high": f"{high:g}"})
        return int(value) if whole else value

    return read


def choice(*choices: str, words: Mapping[str, str] | None = None) -> Reader:
    """Make a reader of one of several codes; `words` lists what people write for them."""
    known = {code.lower(): code for code in choices} | dict(words or {})

    def read(text: str) -> str:
        code = known.get(text.strip().lower().rstrip("."))
        if code is None:
            raise CellFault("bad_choice", {"expected": ", ".join(choices)})
        return code

    return read


def codes(*choices: str) -> Reader:
    """Make a reader of a list of codes separated by semicolons (commas are taken too)."""
    one = choice(*choices)

    def read(text: str) -> frozenset[str]:
        return frozenset(one(part) for part in re.split(r"[;,]", text) if part.strip())

    return read


def read_licences(text: str) -> frozenset[str]:
    """Read licences: driving categories in capitals, other permits in small letters, Cyrillic look-alikes of categories as Latin."""
    return frozenset(_licence(part) for part in re.split(r"[;,]", text) if part.strip())


def _licence(text: str) -> str:
    plain = text.strip()
    latin = plain.upper().translate(str.maketrans("АВСЕТМ", "ABCETM"))
    return latin if re.fullmatch(r"(A1?|BE?|B1|CE?|C1E?|D1?E?|T[MB]|T)", latin) else plain.lower()


def read_yes_no(text: str) -> bool:
    """Read yes or no in kk, ru or en.

    Raises
    ------
    CellFault
        For anything else.
    """
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellFault("bad_choice", {"expected": "yes, no"})


def means_no(text: str) -> bool:
    """Say whether a cell plainly says no; an empty one says nothing."""
    return text.strip().lower() in NO


def read_education(text: str) -> int:
    """Read an ISCED 2011 level 0 to 8, or its usual name in Kazakhstan.

    Raises
    ------
    CellFault
        For anything else.
    """
    word = " ".join(text.lower().replace("образование", "").replace("білім", "").split())
    if word in ISCED_WORDS:
        return ISCED_WORDS[word]
    value: int = number_between(0, 8, whole=True)(text)
    return value
