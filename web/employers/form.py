"""The form of a need: what was typed, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from matcher.core.cells import SHIFTS
from matcher.core.places import Places
from matcher.core.records import Vacancy
from matcher.core.records.concepts import Skill
from matcher.services.needs.forms import NeedForm, SkillWords

TEXTS = ("title", "occupation", "description", "locality")
NUMBERS = {
    "positions": (0, 100_000),
    "jobs_planned": (0, 100_000),
    "hours_per_week": (1, 168),
    "salary_from_kzt": (0, 1_000_000_000),
    "salary_to_kzt": (0, 1_000_000_000),
}
DATES = ("start_date", "valid_through")
CHOICES = {"shifts": SHIFTS, "work_conditions": ("heavy", "harmful", "dangerous")}
LENGTHS = {"title": 300, "occupation": 300, "description": 10_000, "locality": 100}
ROWS, MOST_ROWS = 4, 60
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")


@dataclass
class TypedNeed:
    """What a person typed, as typed; faults by field are keys with their parameters."""

    fields: MultiDict[str, str]
    faults: dict[str, tuple[str, dict[str, object]]] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """Rows of skills to show: all that are filled, and two more."""
        filled = [at for at in range(MOST_ROWS) if self.fields.get(f"skill-{at}", "").strip()]
        return min(MOST_ROWS, max(ROWS, max(filled, default=-1) + 3))

    def differences(self, other: TypedNeed) -> list[tuple[str, str, str]]:
        """List (field, value here, value there) where two forms differ; a row of skills is told as one field, ``skills``."""
        names = (*TEXTS, *NUMBERS, *DATES, *CHOICES)
        pairs = [(name, self._told(name), other._told(name)) for name in names]
        pairs += [("skills", self._told_row(at), other._told_row(at)) for at in range(MOST_ROWS)]
        return [pair for pair in pairs if pair[1] != pair[2]]

    def _told(self, name: str) -> str:
        return ",".join(sorted(self.fields.getlist(name))).strip()

    def _told_row(self, at: int) -> str:
        parts = (self.fields.get(f"{name}-{at}", "").strip() for name in ("skill", "level"))
        return " ".join(part for part in (*parts, "?" if f"optional-{at}" in self.fields else "") if part)

    def read(self, places: Places) -> NeedForm | None:
        """Read the form; None where a field is faulty."""
        texts = {name: self._text(name) for name in TEXTS}
        numbers = {name: self._number(name, *bounds) for name, bounds in NUMBERS.items()}
        dates = {name: self._date(name) for name in DATES}
        chosen = {name: self._chosen(name) for name in CHOICES}
        skills = tuple(skill for at in range(MOST_ROWS) if (skill := self._skill(at)) is not None)
        if self.faults:
            return None
        locality = places.code(texts.pop("locality")) or None
        return NeedForm(**texts, **numbers, **dates, **chosen, skills=skills, locality=locality)  # type: ignore[arg-type]

    def _text(self, name: str) -> str:
        text = self.fields.get(name, "").strip()
        if name == "title" and not text:
            self.faults[name] = ("ui.form.required", {})
        elif len(text) > LENGTHS[name]:
            self.faults[name] = ("ui.form.too_long", {})
        return text

    def _number(self, name: str, low: int, high: int) -> int | None:
        text = "".join(self.fields.get(name, "").split())
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 12 and low <= int(text) <= high):
            self.faults[name] = ("ui.needs.bad_number", {"low": low, "high": high})
            return None
        return int(text)

    def _date(self, name: str) -> date | None:
        text = self.fields.get(name, "").strip()
        if not text:
            return None
        try:
            if not _DATE.fullmatch(text):
                raise ValueError(text)
            return datetime.strptime(text, "%Y-%m-%d" if "-" in text else "%d.%m.%Y").date()
        except ValueError:
            self.faults[name] = ("ui.needs.bad_date", {})
            return None

    def _chosen(self, name: str) -> frozenset[str] | None:
        chosen = frozenset(self.fields.getlist(name))
        if chosen - set(CHOICES[name]):
            self.faults[name] = ("ui.needs.bad_choice", {})
        return chosen or None

    def _skill(self, at: int) -> SkillWords | None:
        text = self.fields.get(f"choice-{at}", "").strip() or self.fields.get(f"skill-{at}", "").strip()
        if not text:
            return None
        level = self._number(f"level-{at}", 1, 5)
        if len(text) > LENGTHS["title"]:
            self.faults[f"skill-{at}"] = ("ui.form.too_long", {})
        return SkillWords(text, level, f"optional-{at}" not in self.fields)


def typed_of(vacancy: Vacancy, skills: Mapping[str, Skill], *, language: str) -> TypedNeed:
    """Give the form that would declare a vacancy, in the reader's language."""
    fields: MultiDict[str, str] = MultiDict({"title": vacancy.title, "description": vacancy.text})
    fields["occupation"], fields["locality"] = vacancy.occupation_id, vacancy.locality or ""
    for name in (*NUMBERS, *DATES):
        value = getattr(vacancy, name)
        fields[name] = "" if value is None else f"{value:.0f}" if isinstance(value, float) else str(value)
    for name in CHOICES:
        if chosen := getattr(vacancy, name):
            fields.setlist(name, sorted(chosen))
    rows = [(need.skill_id, need.level, need.essential) for need in vacancy.needs]
    rows += [(text, None, True) for text in vacancy.unresolved]
    add_rows(fields, rows, skills, language=language)
    return TypedNeed(fields)


def add_rows(
    fields: MultiDict[str, str],
    rows: list[tuple[str, int | None, bool]],
    skills: Mapping[str, Skill],
    *,
    language: str,
) -> None:
    """Write skills into the free rows of a form; those that stand there already are left alone."""
    standing = {fields.get(f"skill-{at}", "").strip() for at in range(MOST_ROWS)}
    free = [at for at in range(MOST_ROWS) if not fields.get(f"skill-{at}", "").strip()]
    labels = [(skills[text].labels.get(language, text) if text in skills else text, *rest) for text, *rest in rows]
    fresh = [row for row in labels if row[0] not in standing]
    for at, (label, level, essential) in zip(free, fresh, strict=False):
        fields[f"skill-{at}"], fields[f"level-{at}"] = str(label), str(level or "")
        if not essential:
            fields[f"optional-{at}"] = "1"
