"""The form of a need: what was typed, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from matcher.core.cells import SHIFTS, read_licences
from matcher.core.needs import listed_needs
from matcher.core.places import Places
from matcher.core.records import LANGUAGES, LanguageLevel, Vacancy
from matcher.core.records.concepts import Skill
from matcher.core.taxonomy import Taxonomy
from matcher.services.needs.forms import NeedForm, SkillWords
from web.advice.typed import CEFR, LICENCES

TEXTS = ("title", "occupation", "description", "locality")
NUMBERS = {
    "jobs_planned": (0, 100_000),
    "positions": (0, 100_000),
    "positions_filled": (0, 100_000),
    "experience_years": (0, 60),
    "hours_per_week": (1, 168),
    "salary_from_kzt": (0, 1_000_000_000),
    "salary_to_kzt": (0, 1_000_000_000),
}
FRACTIONS = ("experience_years", "hours_per_week")
"""Numbers that may have a part behind a comma."""
DATES = ("jobs_planned_by", "start_date", "valid_through", "filled_on")
CHOICES = {"shifts": SHIFTS, "work_conditions": ("heavy", "harmful", "dangerous"), "licences": LICENCES}
SPOKEN = {f"language_{language}": language for language in LANGUAGES}
PICKS = {"education_level": tuple(str(level) for level in range(9)), **dict.fromkeys(SPOKEN, CEFR)}
OTHER_LICENCES = "other_licences"
KINDS = {
    "shifts": "shift",
    "work_conditions": "work_condition",
    "licences": "licence",
    "education_level": "education",
    **dict.fromkeys(SPOKEN, "cefr"),
}
"""Fields whose values are codes with words of their own."""
LENGTHS = {"title": 300, "occupation": 300, "description": 10_000, "locality": 100, OTHER_LICENCES: 300}
ROWS, MOST_ROWS = 4, 60
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")
_NUMBER = re.compile(r"\d{1,12}")
_FRACTION = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")


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
        names = (*TEXTS, *NUMBERS, *DATES, *PICKS, *CHOICES, OTHER_LICENCES)
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
        said: dict[str, Any] = {name: self._text(name) for name in TEXTS}
        said |= {name: self._number(name, *bounds) for name, bounds in NUMBERS.items()}
        said |= {name: self._date(name) for name in DATES}
        said |= {name: self._chosen(name) for name in CHOICES}
        picked = {name: self._picked(name) for name in PICKS}
        said["skills"] = tuple(skill for at in range(MOST_ROWS) if (skill := self._skill(at)) is not None)
        # Two fields of the form are one of the need.
        said["licences"] = (said["licences"] or frozenset()) | read_licences(self._text(OTHER_LICENCES)) or None
        said["locality"] = places.code(said["locality"]) or None
        said["education_level"] = int(picked["education_level"]) if picked["education_level"] in PICKS["education_level"] else None
        said["languages"] = _languages({language: picked[name] for name, language in SPOKEN.items()})
        return None if self.faults else NeedForm(**said)

    def _text(self, name: str) -> str:
        text = self.fields.get(name, "").strip()
        if name == "title" and not text:
            self.faults[name] = ("ui.form.required", {})
        elif len(text) > LENGTHS[name]:
            self.faults[name] = ("ui.form.too_long", {})
        return text

    def _number(self, name: str, low: int, high: int) -> float | None:
        text = "".join(self.fields.get(name, "").split())
        if not text:
            return None
        form = _FRACTION if name in FRACTIONS else _NUMBER
        if not (text.isascii() and form.fullmatch(text) and low <= float(text.replace(",", ".")) <= high):
            key = "ui.needs.bad_fraction" if name in FRACTIONS else "ui.needs.bad_number"
            self.faults[name] = (key, {"low": low, "high": high})
            return None
        return float(text.replace(",", ".")) if name in FRACTIONS else int(text)

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

    def _picked(self, name: str) -> str:
        value = self.fields.get(name, "").strip()
        if value and value not in PICKS[name]:
            self.faults[name] = ("ui.needs.bad_choice", {})
        return value

    def _skill(self, at: int) -> SkillWords | None:
        text = self.fields.get(f"choice-{at}", "").strip() or self.fields.get(f"skill-{at}", "").strip()
        if not text:
            return None
        level = self._number(f"level-{at}", 1, 5)
        if len(text) > LENGTHS["title"]:
            self.faults[f"skill-{at}"] = ("ui.form.too_long", {})
        return SkillWords(text, None if level is None else int(level), f"optional-{at}" not in self.fields)


def _languages(levels: Mapping[str, str]) -> tuple[LanguageLevel, ...] | None:
    asked = [LanguageLevel(name, "" if level == CEFR[0] else level) for name, level in levels.items() if level]
    return tuple(asked) or None


def typed_of(vacancy: Vacancy, taxonomy: Taxonomy, *, language: str) -> TypedNeed:
    """Give the form that would declare a vacancy, in the reader's language."""
    skills = taxonomy.skills
    fields: MultiDict[str, str] = MultiDict({"title": vacancy.title, "description": vacancy.text})
    occupation = vacancy.occupation_words or vacancy.occupation_id or vacancy.nkz or vacancy.isco08
    fields["occupation"] = taxonomy.label(occupation, language) if occupation in taxonomy.occupations else occupation
    fields["locality"] = vacancy.locality or ""
    for name in NUMBERS:
        value = getattr(vacancy, name)
        fields[name] = "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    for name in DATES:
        value = getattr(vacancy, name)
        fields[name] = "" if value is None else f"{value:%d.%m.%Y}"
    for name, allowed in CHOICES.items():
        if chosen := set(getattr(vacancy, name) or ()) & set(allowed):
            fields.setlist(name, sorted(chosen))
    fields[OTHER_LICENCES] = ", ".join(sorted((vacancy.licences or frozenset()) - set(LICENCES)))
    fields["education_level"] = "" if vacancy.education_level is None else str(vacancy.education_level)
    for one in vacancy.languages or ():
        if one.language in LANGUAGES:
            fields[f"language_{one.language}"] = one.level or CEFR[0]
    rows = [(need.skill_id, need.level, need.essential) for need in listed_needs(vacancy.needs)]
    rows += [(text, None, True) for text in vacancy.unresolved]
    add_rows(fields, rows, skills, language=language)
    return TypedNeed(fields)


def occupation_of(words: str, taxonomy: Taxonomy, *, language: str) -> str:
    """Give the occupation of this label in the reader's language, so that a form sent back is what it was; else the words."""
    named = [key for key in taxonomy.occupations if taxonomy.label(key, language) == words]
    return named[0] if len(named) == 1 else words


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
