"""Invented tables for a town: jobseekers, vacancies, courses, sessions and outcomes, from a seed.

Every person and employer is invented; no table holds a name of a person. Words are labels of the taxonomy, said as people say them:
in Kazakh, Russian or English, mixed, with typos and with Russian letters for Kazakh ones.

Notes
-----
The generating model. A jobseeker has a trade (or only unpaid work), and holds each skill of the trade with probability 0.85 at the level
that the trade asks for, one below or one above. Shares (60 % women, a third under 30, carers with limited hours and day shifts) are
assumptions of the shape of a small industrial town, not statistics. An outcome is drawn for a referred pair: the jobseeker refuses when
the shifts do not fit (probability 0.6), else is hired with the probability of :func:`hiring_chance`.

Every table has its own stream of random numbers, so that the first rows stay the same when a table grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from matcher.core.records import LANGUAGES, Occupation, Skill
from matcher.core.taxonomy import Taxonomy

Row = dict[str, str]
T = TypeVar("T")

TODAY = date(2026, 11, 1)  # the town's day: ages and dates are counted from it
KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноууxиАГКНОУУХИ")
PLACES = (
    ("Сарань", 60),
    ("Саран", 8),
    ("Saran", 2),
    ("Актас", 8),
    ("Караганда", 10),
    ("Шахтинск", 4),
    ("Абай", 4),
    ("Теміртау", 4),
)
EDUCATION = (("2", 6), ("3", 34), ("4", 38), ("5", 4), ("6", 14), ("7", 1), ("", 3))
CONSENT = (("yes", 88), ("no", 6), ("", 6))
TOWN_TRADES = (
    "occ-seller-cashier", "occ-cook", "occ-car-driver", "occ-electrician", "occ-plumber", "occ-nurse", "occ-kindergarten-teacher",
    "occ-accountant", "occ-office-cleaner", "occ-sewing-machine-operator", "occ-building-painter", "occ-truck-driver",
    "occ-auto-mechanic", "occ-clerk", "occ-hand-packer", "occ-storekeeper", "occ-teaching-assistant", "occ-home-social-worker",
    "occ-machinery-repair-fitter", "occ-call-centre-operator",
)  # fmt: skip
LICENCES = {
    "occ-bus-driver": "D",
    "occ-truck-driver": "C",
    "occ-car-driver": "B",
    "occ-forklift-driver": "forklift",
    "occ-test-driver": "D",
}


@dataclass(frozen=True, slots=True)
class Employer:
    """An invented employer and what it looks for.

    Attributes
    ----------
    opens : date
        Day on which work starts.
    """

    employer_id: str
    name: str
    locality: str
    trades: tuple[str, ...]
    opens: date
    shifts: str = "day"
    conditions: str = ""
    bus: bool = False


EMPLOYERS = (
    Employer(
        "E01",
        "Автобусный завод «Дала»",
        "Сарань",
        (
            "occ-mechanical-assembly-fitter",
            "occ-vehicle-electrician",
            "occ-electric-bus-technician",
            "occ-quality-inspector",
            "occ-test-driver",
            "occ-vehicle-glass-fitter",
        ),
        date(2026, 12, 1),
        "day;rotating",
        "",
        True,
    ),
    Employer(
        "E02",
        "Шинный завод «Тұлпар»",
        "Сарань",
        (
            "occ-tyre-builder",
            "occ-vulcaniser",
            "occ-rubber-mixer-operator",
            "occ-tyre-quality-inspector",
            "occ-calender-operator",
            "occ-industrial-cleaner",
        ),
        date(2027, 1, 11),
        "rotating;night",
        "harmful",
        True,
    ),
    Employer(
        "E03",
        "Завод бытовой техники «Шаңырақ»",
        "Сарань",
        (
            "occ-household-appliance-assembler",
            "occ-electronics-assembler",
            "occ-injection-moulding-operator",
            "occ-packaging-line-operator",
            "occ-quality-inspector",
            "occ-smt-line-operator",
        ),
        date(2027, 2, 1),
        "day;evening",
        "",
        True,
    ),
    Employer(
        "E04",
        "Цех оцинкования «Мырыш»",
        "Сарань",
        (
            "occ-overhead-crane-operator",
            "occ-industrial-electrician",
            "occ-machinery-repair-fitter",
            "occ-physical-test-lab-technician",
        ),
        date(2026, 12, 15),
        "rotating",
        "heavy;harmful",
        False,
    ),
    Employer(
        "E05",
        "Складской центр «Керуен»",
        "Караганда",
        (
            "occ-forklift-driver",
            "occ-storekeeper",
            "occ-hand-packer",
            "occ-truck-driver",
            "occ-1c-operator",
        ),
        date(2026, 11, 16),
        "day;night",
        "",
        True,
    ),
    Employer(
        "E06",
        "Городская больница «Шипа»",
        "Сарань",
        (
            "occ-nurse",
            "occ-hospital-orderly",
            "occ-office-cleaner",
            "occ-home-social-worker",
        ),
        date(2026, 11, 10),
        "day;night",
        "",
        False,
    ),
    Employer(
        "E07",
        "Детский сад и школа «Балауса»",
        "Актас",
        (
            "occ-kindergarten-teacher",
            "occ-teaching-assistant",
            "occ-cook",
            "occ-kazakh-teacher",
        ),
        date(2027, 1, 8),
        "day",
        "",
        False,
    ),
    Employer(
        "E08",
        "Магазины «Береке»",
        "Сарань",
        (
            "occ-seller-cashier",
            "occ-cashier",
            "occ-storekeeper",
            "occ-accountant",
        ),
        date(2026, 11, 5),
        "day;evening",
        "",
        False,
    ),
    Employer(
        "E09",
        "Служба питания и дома «Жайлы»",
        "Сарань",
        (
            "occ-cook",
            "occ-plumber",
            "occ-electrician",
            "occ-office-cleaner",
            "occ-sewing-machine-operator",
            "occ-bus-driver",
        ),
        date(2026, 11, 20),
        "day",
        "",
        False,
    ),
)
PROVIDERS = (
    ("Колледж «Сарыарқа»", "Сарань", "onsite", True),
    ("Учебный центр завода «Дала»", "Сарань", "workplace", False),
    ("Учебный центр «Тұлпар»", "Сарань", "workplace", False),
    ("Вечерняя школа ремёсел «Шеберлер»", "Караганда", "evening", False),
    ("Онлайн-школа «Білім жолы»", "", "online", False),
)


class Dice:
    """A stream of random draws; only uniform numbers of PCG64 are used, which NumPy keeps stable (NEP 19).

    Parameters
    ----------
    seed, stream : int
        The same two give the same draws.
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._uniform: Callable[[], float] = np.random.Generator(np.random.PCG64([seed, stream])).random

    def chance(self, probability: float) -> bool:
        """Draw yes with a probability."""
        return self._uniform() < probability

    def between(self, low: int, high: int) -> int:
        """Draw a whole number, both bounds included."""
        return low + int(self._uniform() * (high - low + 1))

    def one(self, choices: Sequence[T]) -> T:
        """Draw one of several."""
        return choices[int(self._uniform() * len(choices))]

    def weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        """Draw one of several with whole weights."""
        left = self._uniform() * sum(weight for _, weight in choices)
        for word, weight in choices:
            left -= weight
            if left < 0:
                return word
        return choices[-1][0]


@dataclass(frozen=True, slots=True)
class Person:
    """What is true of an invented jobseeker: the row that is written, and the skills that it was written from."""

    row: Row
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """What is true of an invented vacancy: the row that is written, and the levels that it asks for."""

    row: Row
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Town:
    """Invented tables; rows by our column names, in the order of the identifiers."""

    jobseekers: list[Row]
    vacancies: list[Row]
    courses: list[Row]
    sessions: list[Row]
    outcomes: list[Row]


def simulate_town(
    taxonomy: Taxonomy, *, jobseekers: int, vacancies: int, courses: int, outcomes: int, seed: int
) -> Town:
    """Invent a town.

    Parameters
    ----------
    jobseekers, vacancies, courses, outcomes : int
        Rows of each table, 0 or more; pairs of outcomes are distinct, so there may be fewer. A course has one or two sessions.
    seed : int
        0 or more; the same seed and taxonomy give the same rows.
    """
    words = _Words(taxonomy)
    people = [_person(words, Dice(seed, 1_000_003 * number + 1), number) for number in range(1, jobseekers + 1)]
    roles = [_role(words, Dice(seed, 1_000_003 * number + 2), number) for number in range(1, vacancies + 1)]
    dice = Dice(seed, 3)
    taught = [_course(words, dice, number) for number in range(1, courses + 1)]
    return Town(
        [person.row for person in people],
        [role.row for role in roles],
        taught,
        _sessions(taught, Dice(seed, 4)),
        _outcomes(people, roles, Dice(seed, 5), outcomes),
    )


class _Words:
    """The taxonomy as people say it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.unpaid = sorted(identifier for identifier, skill in taxonomy.skills.items() if skill.evidences)
        known = taxonomy.occupations
        self.town_trades = [name for name in TOWN_TRADES if name in known] or sorted(known)
        self.employers = [
            (employer, [name for name in employer.trades if name in known] or sorted(known)) for employer in EMPLOYERS
        ]
        self.wanted = sorted({name for _, trades in self.employers for name in trades})

    def needs(self, trade: str) -> dict[str, int]:
        """Give the essential skills and levels of a trade (2 where none is stated)."""
        pairs = self.taxonomy.occupations[trade].essential
        return {skill: level or 2 for skill, level in pairs if skill in self.taxonomy.skills}

    def extras(self, trade: str) -> dict[str, int]:
        """Give the optional skills and levels of a trade (1 where none is stated)."""
        pairs = self.taxonomy.occupations[trade].optional
        return {skill: level or 1 for skill, level in pairs if skill in self.taxonomy.skills}

    def said(self, concept: Skill | Occupation, language: str, dice: Dice) -> str:
        """Say a concept in a person's words: the label, or an alternative one."""
        choices = [concept.labels.get(language, ""), *concept.alt_labels.get(language, ())]
        plain = [text for text in choices if text and not set(text) & set(";:")]
        return dice.one(plain) if plain else next(iter(concept.labels.values()))

    def title(self, trade: str, language: str) -> str:
        """Name a trade by its preferred label."""
        labels = self.taxonomy.occupations[trade].labels
        return labels.get(language) or labels.get("ru") or trade


def with_typo(text: str, position: int) -> str:
    """Swap two neighbouring letters.

    Examples
    --------
    >>> with_typo("сварка", 1)
    'саврка'
    """
    if len(text) < 2:
        return text
    at = position % (len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _written(text: str, dice: Dice) -> str:
    if dice.chance(0.08):
        text = with_typo(text, dice.between(1, 40))
    return text.translate(KAZAKH_TO_RUSSIAN) if dice.chance(0.15) else text


def _held(words: _Words, trade: str, dice: Dice) -> dict[str, int]:
    needs = words.needs(trade)
    held = {skill: max(1, min(5, level + dice.between(-1, 1))) for skill, level in needs.items() if dice.chance(0.85)}
    if dice.chance(0.45):  # a master of the trade
        held = {skill: min(5, level + dice.between(0, 1)) for skill, level in needs.items()}
    return held | {skill: level for skill, level in words.extras(trade).items() if dice.chance(0.35)}


def _person(words: _Words, dice: Dice, number: int) -> Person:
    woman, young = dice.chance(0.6), dice.chance(0.35)
    carer = dice.chance(0.35 if woman else 0.08)
    age = dice.between(18, 29) if young else dice.between(30, 60)
    row = {
        "jobseeker_id": f"{number:06d}",
        "birth_date": (TODAY - timedelta(days=age * 365 + dice.between(10, 360))).isoformat(),
        "sex": "F" if woman else "M",
        "locality": dice.weighted(PLACES),
        "education_level": dice.weighted(EDUCATION),
        "languages": dice.one(("kk:C1; ru:B2", "ru:C1; kk:A2", "kk:C2; ru:C1", "ru:C2", "kk:B2; ru:C1; en:A2", "")),
        "shifts": "day" if carer else dice.one(("day;evening;night;rotating", "day;evening", "day;rotating", "")),
        "hours_per_week": str(dice.one((20, 24, 30))) if carer else dice.one(("40", "40", "")),
        "max_travel_minutes": str(dice.one((20, 30, 45) if carer else (45, 60, 90))),
        "work_conditions_not_possible": dice.weighted((("", 84), ("heavy", 10), ("heavy;harmful", 6))),
        "unemployed_since": (TODAY - timedelta(days=dice.between(5, 1500))).isoformat() if dice.chance(0.9) else "",
        "care_hours": str(dice.one((10, 20, 30))) if carer else "",
        "consent": dice.weighted(CONSENT),
    }
    skills = _described(words, dice, row, young)
    return Person({name: text for name, text in row.items() if text}, skills)


def _described(words: _Words, dice: Dice, row: Row, young: bool) -> dict[str, int]:
    """Fill the columns of trade, skills and experience; give the true skills."""
    if dice.chance(0.02):
        return {}  # an empty profile
    language = dice.weighted((("ru", 55), ("kk", 40), ("en", 5)))
    if dice.chance(0.18):
        return _unpaid(words, dice, row, language)
    trade = dice.one(words.wanted) if dice.chance(0.6) else dice.one(words.town_trades)
    held = _held(words, trade, dice)
    years = dice.between(0, 4) if young else dice.between(1, 20)
    row["occupations"] = f"{_written(words.title(trade, language), dice)}:{years}"
    if trade in LICENCES and dice.chance(0.9):
        row["licences"] = LICENCES[trade]
    elif dice.chance(0.3):
        row["licences"] = "B"
    said = [_written(_spoken(words, skill, language, dice), dice) for skill in held]
    if dice.chance(0.25):
        row["experience"] = _story(said, language)
    else:
        stated = dice.chance(0.7)
        row["skills"] = "; ".join(
            f"{text}:{level}" if stated else text for text, level in zip(said, held.values(), strict=True)
        )
    if dice.chance(0.3):
        row["wanted_occupations"] = words.title(dice.one(words.wanted), language)
    return held


def _spoken(words: _Words, skill: str, language: str, dice: Dice) -> str:
    spoken = dice.one(LANGUAGES) if dice.chance(0.1) else language
    return words.said(words.taxonomy.skills[skill], spoken, dice)


def _unpaid(words: _Words, dice: Dice, row: Row, language: str) -> dict[str, int]:
    if not words.unpaid:
        return {}
    chosen = sorted({dice.one(words.unpaid) for _ in range(dice.between(1, 3))})
    row["experience"] = _story([_spoken(words, skill, language, dice) for skill in chosen], language)
    return {skill: level for name in chosen for skill, level in words.taxonomy.skills[name].evidences}


def _story(said: Sequence[str], language: str) -> str:
    opening = {"kk": "Менің тәжірибем: ", "ru": "Мой опыт: ", "en": "My experience: "}[language]
    return f"{opening}{', '.join(said)}."


def _role(words: _Words, dice: Dice, number: int) -> Role:
    turn = number - 1
    employer, trades = words.employers[turn % len(words.employers)]
    trade = trades[(turn // len(words.employers)) % len(trades)]
    occupation, needs = words.taxonomy.occupations[trade], words.needs(trade)
    language = "kk" if dice.chance(0.3) else "ru"
    planned = dice.between(2, 40)
    row = {
        "vacancy_id": f"V{number:05d}",
        "employer_id": employer.employer_id,
        "employer": employer.name,
        "title": words.title(trade, language),
        "occupation": occupation.isco08,
        "locality": employer.locality,
        "jobs_planned": str(planned),
        "positions": str(dice.between(1, max(1, planned // 2))),
        "start_date": employer.opens.isoformat(),
        "valid_through": "2027-12-31",
        "shifts": dice.one(employer.shifts.split(";")) if dice.chance(0.5) else employer.shifts,
        "hours_per_week": dice.weighted((("40", 75), ("36", 10), ("24", 10), ("20", 5))),
        "work_conditions": employer.conditions,
        "licences": LICENCES.get(trade, ""),
        "education_level": dice.weighted((("", 60), ("3", 25), ("4", 15))),
        "experience_years": dice.weighted((("0", 50), ("", 30), ("1", 15), ("3", 5))),
    }
    pay = dice.between(12, 40) * 10_000
    row |= {"salary_from_kzt": str(pay), "salary_to_kzt": str(pay + dice.between(0, 10) * 10_000)}
    _ask(words, dice, row, trade)
    if employer.bus:
        row["description"] = f"{row.get('description', '')} Развозка автобусом предприятия.".strip()
    return Role({name: text for name, text in row.items() if text}, needs)


def _ask(words: _Words, dice: Dice, row: Row, trade: str) -> None:
    skills, needs = words.taxonomy.skills, words.needs(trade)
    if dice.chance(0.15):  # asked for by a description only
        asked = ", ".join(words.said(skills[skill], "ru", dice) for skill in needs)
        row["description"] = f"Требуется: {asked}."
        return
    row["essential_skills"] = _listed(skills, needs)
    row["optional_skills"] = _listed(skills, words.extras(trade))


def _listed(skills: Mapping[str, Skill], levels: Mapping[str, int]) -> str:
    return "; ".join(f"{skills[skill].labels.get('ru') or skill}:{level}" for skill, level in levels.items())


def _course(words: _Words, dice: Dice, number: int) -> Row:
    trade = words.wanted[(number - 1) % len(words.wanted)]
    turn = (number - 1) // len(words.wanted)
    provider, locality, mode, childcare = _provider(trade, number)
    needs = list(words.needs(trade).items())
    part = needs if turn == 0 else [needs[(turn + step) % len(needs)] for step in range(min(2, len(needs)))]
    language = "kk" if dice.chance(0.4) else "ru"
    row = {
        "course_id": f"C{number:04d}",
        "provider": provider,
        "title": f"Курс: {words.title(trade, language)}",
        "skills_taught": "; ".join(f"{skill}:{level}" for skill, level in part),
        "hours": str(40 * len(part) if turn == 0 else 24 * len(part)),
        "cost_kzt": str(dice.one((0, 0, 0, 45_000, 60_000, 120_000))),
        "language": language,
        "mode": mode,
        "locality": locality,
        "childcare": "yes" if childcare else "no",
        "certificate": dice.one(("Свидетельство", "Сертификат", "")),
    }
    return {name: text for name, text in row.items() if text}


def _provider(trade: str, number: int) -> tuple[str, str, str, bool]:
    """Give an employer's own centre for its own trades, else a school of the town in turn."""
    for place, employer in enumerate(EMPLOYERS[:2], start=1):
        if trade in employer.trades and number % 2:
            return PROVIDERS[place]
    return (PROVIDERS[0], PROVIDERS[3], PROVIDERS[4])[number % 3]


def _sessions(courses: Sequence[Row], dice: Dice) -> list[Row]:
    sessions: list[Row] = []
    for course in courses:
        for _ in range(dice.between(1, 2)):
            start = TODAY + timedelta(days=dice.between(14, 150))
            row = {
                "session_id": f"S{len(sessions) + 1:04d}",
                "course_id": course["course_id"],
                "start_date": start.isoformat(),
                "end_date": (start + timedelta(days=7 * (int(course["hours"]) // 30 + 1))).isoformat(),
                "seats": str(dice.between(6, 25)),
                "locality": course.get("locality", ""),
            }
            sessions.append({name: text for name, text in row.items() if text})
    return sessions


def hiring_chance(held: Mapping[str, int], needs: Mapping[str, int]) -> float:
    """Give the true probability, 0.05 to 0.9, that a person with `held` levels is hired where `needs` are asked for.

    Examples
    --------
    >>> hiring_chance({"weld": 3}, {"weld": 3, "measure": 2})
    0.475
    """
    if not needs:
        return 0.05
    met = sum(min(held.get(skill, 0), level) for skill, level in needs.items())
    return 0.05 + 0.85 * met / sum(needs.values())


def _outcomes(people: Sequence[Person], roles: Sequence[Role], dice: Dice, wanted: int) -> list[Row]:
    drawn: dict[tuple[str, str], Row] = {}
    if not people or not roles:
        return []
    for _ in range(wanted * 3):
        if len(drawn) == wanted:
            break
        role = dice.one(roles)
        # a counsellor refers the best of a few people, as people do
        person = max((dice.one(people) for _ in range(4)), key=lambda one: hiring_chance(one.skills, role.needs))
        pair = (person.row["jobseeker_id"], role.row["vacancy_id"])
        if pair not in drawn:
            drawn[pair] = _outcome(person, role, dice)
    return [drawn[pair] for pair in sorted(drawn)]


def _outcome(person: Person, role: Role, dice: Dice) -> Row:
    possible, asked = set(person.row.get("shifts", "").split(";")), set(role.row["shifts"].split(";"))
    clash = possible != {""} and not possible & asked
    referred = TODAY - timedelta(days=dice.between(60, 300))
    row = {
        "jobseeker_id": person.row["jobseeker_id"],
        "vacancy_id": role.row["vacancy_id"],
        "referred_on": referred.isoformat(),
        "decided_on": (referred + timedelta(days=dice.between(1, 30))).isoformat(),
    }
    if clash and dice.chance(0.6):
        return row | {"outcome": "refused_by_jobseeker", "reason": "shifts"}
    if dice.chance(hiring_chance(person.skills, role.needs)):
        return row | {"outcome": "hired", "still_employed_after_days": str(dice.between(5, 60))}
    if dice.chance(0.15):
        return row | {"outcome": dice.one(("no_show", "withdrawn"))}
    return row | {"outcome": "refused_by_employer", "reason": "skills"}
