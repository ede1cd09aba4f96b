"""From codes and identifiers to the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

from matcher.adapters.messages import Messages
from matcher.bootstrap import Container
from matcher.core.records import HeldSkill, Reason
from matcher.core.tables import RowError
from matcher.core.text.alphabetical import alphabetical
from web.context import KAZAKHSTAN

VALUE_KINDS = {
    "education_failed": "education",
    "education_passed": "education",
    "licences_failed": "licence",
    "licences_passed": "licence",
    "languages_failed": "language",
    "languages_passed": "language",
    "shifts_failed": "shift",
    "shifts_passed": "shift",
    "work_conditions_failed": "work_condition",
    "work_conditions_passed": "work_condition",
    "change_education": "education",
    "change_licences": "licence",
    "change_languages": "language",
    "change_shifts": "shift",
    "change_work_conditions": "work_condition",
    "course_mode": "mode",
    "course_language": "language",
    "course_language_not_spoken": "language",
}
"""Reasons whose parameters are codes with words of their own (``value.<kind>.<code>``)."""
PLACE_REASONS = ("course_travel", "course_in_own_locality")
CODE_REASONS = ("occupation_from_nkz",)
"""Reasons whose digits are codes of a classification, not numbers."""
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?")
WHOLE_PARAM = ("licence", "language")
"""Kinds that people write freely: a colon inside belongs to the value."""

SKILL_REASONS = frozenset({"what_if_skill", "change_skill"})
"""Reasons whose first parameter is a skill."""
KEPT = 8_192
"""Sentences of each kind that are kept, those said last."""
WITHOUT = "what_if_without"
"""The reason that names constraints, and the readiness that is reached without them."""


@lru_cache(maxsize=10_000)
def _decimal(value: float, form: str, language: str) -> str:
    # A page of fifty people holds a thousand numbers, most of them small and the same.
    return str(format_decimal(value, form or None, locale=language))


class Sentences:
    """Words of one language for templates.

    Parameters
    ----------
    house : Container
    language : str
        kk, ru or en.
    """

    def __init__(self, container: Container, language: str) -> None:
        self.language = language
        self._house = container
        self._messages = Messages(container.settings.translations_dir, language)
        # A page of fifty people says the same few hundred sentences thousands of times.
        self._plain = lru_cache(KEPT)(self._messages.text)
        self._reason = lru_cache(KEPT)(self._reason_of)
        self._skill = lru_cache(KEPT)(lambda skill_id: container.taxonomy.label(skill_id, language))

    def __call__(self, key: str, **params: object) -> str:
        """Give the sentence of a key; numbers and days among its parameters stand as the language writes them."""
        if not params:
            return self._plain(key)
        return self._messages.text(key, **{name: self._written(value) for name, value in params.items()})

    def _written(self, value: object) -> object:
        if isinstance(value, date):
            return self.date(value)
        return self.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def count(self, key: str, n: int, **params: object) -> str:
        """Give the sentence of a key in the plural form of a count."""
        return self._messages.count(
            key, n, **{name: self._written(value) for name, value in {"n": n, **params}.items()}
        )

    def fit(self, score: float) -> str:
        """Give the fit of a pair, 0 to 1, with two digits: of a recommendation more would say more than is known."""
        return _decimal(score, "0.00", self.language)

    def number(self, value: float) -> str:
        """Give a number with the separators of the language."""
        return _decimal(value, "", self.language)

    def money(self, kzt: float) -> str:
        """Give a sum of tenge, as ``85 000,00 ₸``."""
        return f"{_decimal(kzt, '#,##0.00', self.language)}\N{NO-BREAK SPACE}₸"

    def date(self, day: date) -> str:
        """Give a day as forms in Kazakhstan write it, in every language: ``31.12.2026``; of a moment, the day there."""
        return f"{day.astimezone(KAZAKHSTAN) if isinstance(day, datetime) else day:%d.%m.%Y}"

    def clock(self, at: datetime) -> str:
        """Give the time of day in Kazakhstan: ``09:05``, in every language."""
        return f"{at.astimezone(KAZAKHSTAN):%H:%M}"

    def moment(self, at: datetime) -> str:
        """Give a moment as a calendar and a clock in Kazakhstan show it."""
        return f"{self.date(at)} {self.clock(at)}"

    def reason(self, cell: str) -> str:
        """Give the sentence of a reason as the files hold it: ``code:first:second``."""
        return self._reason(cell)

    def reasons(self, reasons: Iterable[Reason]) -> list[str]:
        """Give the sentences of the reasons of a match."""
        return [self._reason(str(reason)) for reason in reasons]

    def _reason_of(self, cell: str) -> str:
        code, _, rest = cell.partition(":")
        kind = VALUE_KINDS.get(code, "")
        params = [rest] if kind in WHOLE_PARAM else rest.split(":")
        if code in PLACE_REASONS:
            params = [self.place(place) for place in params]
        elif not kind and code not in CODE_REASONS:
            params = [self.number(float(param)) if _NUMBER.fullmatch(param) else param for param in params]
        if code in SKILL_REASONS:
            params = [self.skill(params[0]), *params[1:]]
        if kind:
            params = [self.values(kind, param) for param in params]
        if code == WITHOUT:
            params = [self.values("constraint", params[0]), self(f"value.readiness.{params[1]}"), *params[2:]]
        return self(f"reason.{code}", **{f"p{at}": value for at, value in enumerate(params, 1)})

    def values(self, kind: str, codes: str) -> str:
        """Give the words of codes joined by commas; a code without words stands as it is, and so does what follows a blank."""
        return ", ".join(self._value(kind, code.strip()) for code in codes.split(","))

    def _value(self, kind: str, code: str) -> str:
        name, blank, level = code.partition(" ")
        key = f"value.{kind}.{name}"
        words = self(key)
        if words == key and kind == "language":
            # The town speaks three languages; a file may name any other one.
            words = str(Locale(self.language).languages.get(name, key))
        return code if words == key else words + blank + level

    def rule(self, error: RowError) -> str:
        """Give the sentence of a rule that a row breaks."""
        return self(f"rule.{error.rule}", **{"value": error.value, "column": error.column, **error.params})

    def evidence(self, cell: str) -> str:
        """Give the words of what speaks for two records being one: ``code:parameter``."""
        code, _, param = cell.partition(":")
        return self(f"ui.imports.evidence.{code}", p1=self.place(param) if code == "same_locality" else param)

    def skill(self, skill_id: str) -> str:
        """Give the label of a skill."""
        return self._skill(skill_id)

    def skills(self, skill_ids: Iterable[str]) -> str:
        """Give the labels of skills, joined by commas."""
        return ", ".join(map(self._skill, skill_ids))

    def by_label(self, held: Iterable[HeldSkill]) -> list[HeldSkill]:
        """Give skills in the alphabet of their labels."""
        return sorted(held, key=lambda each: alphabetical(self.skill(each.skill_id)))

    def gap(self, cell: str) -> str:
        """Give the words of a gap as the files hold it: ``skill_id:levels``."""
        skill_id, _, levels = cell.rpartition(":")
        return f"{self.skill(skill_id)} ({levels})"

    def unknown(self, cell: str) -> str:
        """Give the words of a field that was empty; a skill without a level by its label."""
        kind, _, skill_id = cell.partition(":")
        return self("field.level_of", skill=self.skill(skill_id)) if kind == "level" else self(f"field.{cell}")

    def place(self, code: str) -> str:
        """Give the name of a locality."""
        return self._house.places.label(code, self.language)
