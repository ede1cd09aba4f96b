"""The form of conditions: from what was typed to what is meant and back; empty is unknown, never "no"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcher.core.records import LANGUAGES, LanguageLevel
from matcher.services.own_record import Conditions
from web.i18n import Sentences

Typed = dict[str, list[str]]
CEFR = ("some", "A1", "A2", "B1", "B2", "C1", "C2")
SHIFTS = ("day", "evening", "night", "rotating")
WORK_CONDITIONS = ("heavy", "harmful", "dangerous")
LICENCES = ("A", "B", "C", "D", "BE", "CE", "forklift")
NONE = "none"
"""A box of its own: "I have none" is not the same as nothing ticked."""
MOST_HOURS, MOST_MINUTES = 80, 300
NAMES = (
    *(f"language_{language}" for language in LANGUAGES),
    "education_level",
    "locality",
    "licences",
    "shifts",
    "hours_per_week",
    "max_travel_minutes",
    "work_conditions",
)


def typed_of(held: Conditions) -> Typed:
    """Give what the form shows of a record."""
    spoken = {one.language: one.level or CEFR[0] for one in held.languages or ()}
    return {
        **{f"language_{language}": [spoken.get(language, "")] for language in LANGUAGES},
        "education_level": ["" if held.education_level is None else str(held.education_level)],
        "locality": [held.locality or ""],
        "licences": _ticked(held.licences),
        "shifts": sorted(held.shifts or ()),
        "hours_per_week": ["" if held.hours_per_week is None else f"{held.hours_per_week:g}"],
        "max_travel_minutes": ["" if held.max_travel_minutes is None else str(held.max_travel_minutes)],
        "work_conditions": _ticked(held.work_conditions_not_possible),
    }


def read(
    typed: Mapping[str, Sequence[str]], held: Conditions, places: Sequence[str]
) -> tuple[Conditions, dict[str, str]]:
    """Read the form.

    Parameters
    ----------
    held : Conditions
        As they are stored: what the form cannot show stays (other languages, other licences).
    places : sequence of str
        Codes that may be chosen.

    Returns
    -------
    (Conditions, dict of str to str)
        What is meant; and for each wrong field the key of its message.
    """
    wrong: dict[str, str] = {}

    def one(name: str, allowed: Sequence[str]) -> str:
        value = (typed.get(name) or [""])[0].strip()
        if value and value not in allowed:
            wrong[name] = "ui.me.wrong_choice"
        return value

    def number(name: str, most: int) -> int | None:
        value = (typed.get(name) or [""])[0].strip()
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 5 and 1 <= int(value) <= most):
            wrong[name] = f"ui.me.wrong_{name}"
            return None
        return int(value)

    places = [*places, *([held.locality] if held.locality else [])]
    education = one("education_level", [str(level) for level in range(9)])
    hours = number("hours_per_week", MOST_HOURS)
    shifts = frozenset(_several(typed, "shifts", SHIFTS, wrong))
    found = Conditions(
        languages=_languages(one, held),
        education_level=int(education) if education and "education_level" not in wrong else None,
        locality=one("locality", places) or None,
        licences=_or_none(_several(typed, "licences", licence_choices(held), wrong), "licences", wrong),
        shifts=shifts or None,
        hours_per_week=None if hours is None else float(hours),
        max_travel_minutes=number("max_travel_minutes", MOST_MINUTES),
        work_conditions_not_possible=_or_none(
            _several(typed, "work_conditions", (*WORK_CONDITIONS, NONE), wrong), "work_conditions", wrong
        ),
    )
    return found, wrong


def licence_choices(held: Conditions) -> tuple[str, ...]:
    """List the licences that can be ticked: the usual ones, and those that the person has."""
    return (*LICENCES, *sorted((held.licences or frozenset()) - set(LICENCES)), NONE)


def told(typed: Mapping[str, Sequence[str]], say: Sentences) -> dict[str, str]:
    """Give each field of the form in words, for a profile to read and for two values side by side."""
    return {name: _words(name, [each for each in typed.get(name) or () if each], say) for name in NAMES}


def _words(name: str, values: Sequence[str], say: Sentences) -> str:
    if not values:
        return say("ui.me.not_said")
    kinds = {
        "licences": "licence",
        "shifts": "shift",
        "work_conditions": "work_condition",
        "education_level": "education",
    }
    if name in kinds:
        none = say(f"ui.me.none_{name}") if NONE in values else ""
        return none or ", ".join(say.values(kinds[name], value) for value in values)
    if name.startswith("language_"):
        return say.values("cefr", values[0])
    return say.place(values[0]) if name == "locality" else values[0]


def _ticked(held: frozenset[str] | None) -> list[str]:
    return [] if held is None else sorted(held) or [NONE]


def _several(typed: Mapping[str, Sequence[str]], name: str, allowed: Sequence[str], wrong: dict[str, str]) -> list[str]:
    values = [value for value in typed.get(name) or () if value]
    if set(values) - set(allowed):
        wrong[name] = "ui.me.wrong_choice"
    return values


def _or_none(values: Sequence[str], name: str, wrong: dict[str, str]) -> frozenset[str] | None:
    if NONE in values and len(set(values)) > 1:
        wrong[name] = "ui.me.wrong_none"
    return frozenset(values) - {NONE} if values else None


def _languages(one: Callable[[str, Sequence[str]], str], held: Conditions) -> tuple[LanguageLevel, ...] | None:
    levels = {language: one(f"language_{language}", CEFR) for language in LANGUAGES}
    spoken = [LanguageLevel(language, "" if level == CEFR[0] else level) for language, level in levels.items() if level]
    spoken += [other for other in held.languages or () if other.language not in LANGUAGES]
    # What was known to be none stays known.
    return tuple(spoken) if spoken or held.languages is not None else None
