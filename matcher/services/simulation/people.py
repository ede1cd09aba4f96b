"""Invented jobseekers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from matcher.services.simulation.fixtures import CONSENT, EDUCATION, LICENCES, PLACES, TODAY, Row
from matcher.services.simulation.rng import Dice
from matcher.services.simulation.words import TextGenerator, spoken, written


@dataclass(frozen=True, slots=True)
class Person:
    """What is true of an invented jobseeker: the row that is written, and the skills that it was written from."""

    row: Row
    skills: Mapping[str, int] = field(default_factory=dict)


def _held(words: TextGenerator, trade: str, rng: Dice) -> dict[str, int]:
    needs = words.needs(trade)
    held = {skill: max(1, min(5, level + rng.between(-1, 1))) for skill, level in needs.items() if rng.chance(0.85)}
    if rng.chance(0.45):  # a master of the trade
        held = {skill: min(5, level + rng.between(0, 1)) for skill, level in needs.items()}
    return held | {skill: level for skill, level in words.extras(trade).items() if rng.chance(0.35)}


def invent_person(words: TextGenerator, rng: Dice, number: int) -> Person:
    """Invent a jobseeker."""
    woman, young = rng.chance(0.6), rng.chance(0.35)
    carer = rng.chance(0.35 if woman else 0.08)
    age = rng.between(18, 29) if young else rng.between(30, 60)
    row = {
        "jobseeker_id": f"{number:06d}",
        "birth_date": (TODAY - timedelta(days=age * 365 + rng.between(10, 360))).isoformat(),
        "sex": "F" if woman else "M",
        "locality": rng.weighted(PLACES),
        "education_level": rng.weighted(EDUCATION),
        "languages": rng.one(("kk:C1; ru:B2", "ru:C1; kk:A2", "kk:C2; ru:C1", "ru:C2", "kk:B2; ru:C1; en:A2", "")),
        "shifts": "day" if carer else rng.one(("day;evening;night;rotating", "day;evening", "day;rotating", "")),
        "hours_per_week": str(rng.one((20, 24, 30))) if carer else rng.one(("40", "40", "")),
        "max_travel_minutes": str(rng.one((20, 30, 45) if carer else (45, 60, 90))),
        "work_conditions_not_possible": rng.weighted((("", 84), ("heavy", 10), ("heavy;harmful", 6))),
        "unemployed_since": (TODAY - timedelta(days=rng.between(5, 1500))).isoformat() if rng.chance(0.9) else "",
        "care_hours": str(rng.one((10, 20, 30))) if carer else "",
        "consent": rng.weighted(CONSENT),
    }
    skills = _described(words, rng, row, young)
    return Person({name: text for name, text in row.items() if text}, skills)


def _described(words: TextGenerator, rng: Dice, row: Row, young: bool) -> dict[str, int]:
    """Fill the columns of trade, skills and experience; give the true skills."""
    if rng.chance(0.02):
        return {}  # an empty profile
    language = rng.weighted((("ru", 55), ("kk", 40), ("en", 5)))
    if rng.chance(0.18):
        return _unpaid(words, rng, row, language)
    trade = rng.one(words.wanted) if rng.chance(0.6) else rng.one(words.town_trades)
    held = _held(words, trade, rng)
    years = rng.between(0, 4) if young else rng.between(1, 20)
    row["occupations"] = f"{written(words.title(trade, language), rng)}:{years}"
    if trade in LICENCES and rng.chance(0.9):
        row["licences"] = LICENCES[trade]
    elif rng.chance(0.3):
        row["licences"] = "B"
    said = [written(spoken(words, skill, language, rng), rng) for skill in held]
    if rng.chance(0.25):
        row["experience"] = _story(said, language)
    else:
        stated = rng.chance(0.7)
        row["skills"] = "; ".join(
            f"{text}:{level}" if stated else text for text, level in zip(said, held.values(), strict=True)
        )
    if rng.chance(0.3):
        row["wanted_occupations"] = words.title(rng.one(words.wanted), language)
    return held


def _unpaid(words: TextGenerator, rng: Dice, row: Row, language: str) -> dict[str, int]:
    if not words.unpaid:
        return {}
    chosen = sorted({rng.one(words.unpaid) for _ in range(rng.between(1, 3))})
    row["experience"] = _story([spoken(words, skill, language, rng) for skill in chosen], language)
    return {skill: level for name in chosen for skill, level in words.taxonomy.skills[name].evidences}


def _story(said: Sequence[str], language: str) -> str:
    opening = {"kk": "Менің тәжірибем: ", "ru": "Мой опыт: ", "en": "My experience: "}[language]
    return f"{opening}{', '.join(said)}."
