"""Invented vacancies, courses and their sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from matcher.core.records import Skill
from matcher.services.simulation.fixtures import EMPLOYERS, LICENCES, PROVIDERS, TODAY, Row
from matcher.services.simulation.rng import Dice
from matcher.services.simulation.words import TextGenerator


@dataclass(frozen=True, slots=True)
class Role:
    """What is true of an invented vacancy: the row that is written, and the levels that it asks for."""

    row: Row
    needs: Mapping[str, int] = field(default_factory=dict)


def invent_role(words: TextGenerator, rng: Dice, number: int) -> Role:
    """Invent a vacancy; employers and their trades take turns."""
    turn = number - 1
    employer, trades = words.employers[turn % len(words.employers)]
    trade = trades[(turn // len(words.employers)) % len(trades)]
    occupation, needs = words.taxonomy.occupations[trade], words.needs(trade)
    language = "kk" if rng.chance(0.3) else "ru"
    planned = rng.between(2, 40)
    row = {
        "vacancy_id": f"V{number:05d}",
        "employer_id": employer.employer_id,
        "employer": employer.name,
        "title": words.title(trade, language),
        "occupation": occupation.isco08,
        "locality": employer.locality,
        "jobs_planned": str(planned),
        "positions": str(rng.between(1, max(1, planned // 2))),
        "start_date": employer.opens.isoformat(),
        "valid_through": "2027-12-31",
        "shifts": rng.one(employer.shifts.split(";")) if rng.chance(0.5) else employer.shifts,
        "hours_per_week": rng.weighted((("40", 75), ("36", 10), ("24", 10), ("20", 5))),
        "work_conditions": employer.conditions,
        "licences": LICENCES.get(trade, ""),
        "education_level": rng.weighted((("", 60), ("3", 25), ("4", 15))),
        "experience_years": rng.weighted((("0", 50), ("", 30), ("1", 15), ("3", 5))),
        "languages": rng.weighted((("", 70), ("ru:A2", 10), ("kk:A2", 10), ("kk:B1; ru:B1", 7), ("ru:B1; en:A2", 3))),
    }
    pay = rng.between(12, 40) * 10_000
    row |= {"salary_from_kzt": str(pay), "salary_to_kzt": str(pay + rng.between(0, 10) * 10_000)}
    _ask(words, rng, row, trade)
    if employer.bus:
        row["description"] = f"{row.get('description', '')} Развозка автобусом предприятия.".strip()
    return Role({name: text for name, text in row.items() if text}, needs)


def _ask(words: TextGenerator, rng: Dice, row: Row, trade: str) -> None:
    skills, needs = words.taxonomy.skills, words.needs(trade)
    if rng.chance(0.15):  # asked for by a description only
        asked = ", ".join(words.said(skills[skill], "ru", rng) for skill in needs)
        row["description"] = f"Требуется: {asked}."
        return
    row["essential_skills"] = _listed(skills, needs)
    row["optional_skills"] = _listed(skills, words.extras(trade))


def _listed(skills: Mapping[str, Skill], levels: Mapping[str, int]) -> str:
    return "; ".join(f"{skills[skill].labels.get('ru') or skill}:{level}" for skill, level in levels.items())


def invent_course(words: TextGenerator, rng: Dice, number: int) -> Row:
    """Invent a course: the first ones teach a whole trade, later ones a part."""
    trade = words.wanted[(number - 1) % len(words.wanted)]
    turn = (number - 1) // len(words.wanted)
    provider, locality, mode, childcare = _provider(trade, number)
    needs = list(words.needs(trade).items())
    part = needs if turn == 0 else [needs[(turn + step) % len(needs)] for step in range(min(2, len(needs)))]
    asked: list[str] = []
    if number % 5 == 0 and len(part) > 2:  # some schools take only those who know the basics, and do not teach these
        part, asked = part[:-1], [part[-1][0]]
    language = "kk" if rng.chance(0.4) else "ru"
    row = {
        "course_id": f"C{number:04d}",
        "provider": provider,
        "title": f"Курс: {words.title(trade, language)}",
        "skills_taught": "; ".join(f"{skill}:{level}" for skill, level in part),
        "hours": str(40 * len(part) if turn == 0 else 24 * len(part)),
        "cost_kzt": str(rng.one((0, 0, 0, 45_000, 60_000, 120_000))),
        "language": language,
        "mode": mode,
        "locality": locality,
        "childcare": "yes" if childcare else "no",
        "certificate": LICENCES.get(trade) or rng.one(("Свидетельство", "Сертификат", "")),
    }
    row["prerequisites"] = "; ".join(f"{skill}:1" for skill in asked)
    return {name: text for name, text in row.items() if text}


def _provider(trade: str, number: int) -> tuple[str, str, str, bool]:
    """Give an employer's own centre for its own trades, else a school of the town in turn."""
    for place, employer in enumerate(EMPLOYERS[:2], start=1):
        if trade in employer.trades and number % 2:
            return PROVIDERS[place]
    return (PROVIDERS[0], PROVIDERS[3], PROVIDERS[4])[number % 3]


def invent_sessions(courses: Sequence[Row], rng: Dice) -> list[Row]:
    """Invent one or two sessions of each course."""
    sessions: list[Row] = []
    for course in courses:
        for _ in range(rng.between(1, 2)):
            start = TODAY + timedelta(days=rng.between(14, 150))
            row = {
                "session_id": f"S{len(sessions) + 1:04d}",
                "course_id": course["course_id"],
                "start_date": start.isoformat(),
                "end_date": (start + timedelta(days=7 * (int(course["hours"]) // 30 + 1))).isoformat(),
                "seats": str(rng.between(6, 25)),
                "locality": course.get("locality", ""),
            }
            sessions.append({name: text for name, text in row.items() if text})
    return sessions
