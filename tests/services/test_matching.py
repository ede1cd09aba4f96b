"""The batch flow against its slow twin: what a course unlocks is what a new match after it calls ready."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from matcher.adapters.engines import make_engine
from matcher.core.gaps import effective_levels
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.match import MatchBuilder
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.paths import admits
from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    Profile,
    Skill,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.taxonomy import Taxonomy
from matcher.services.matching import match_people

SKILLS = tuple(f"s{at}" for at in range(8))
TAXONOMY = Taxonomy(
    {
        name: Skill(name, {"en": name}, group=f"g{at % 3}", broader="s0" if name == "s1" else "")
        for at, name in enumerate(SKILLS)
    },
    {},
    {},
)
LICENCES = (None, frozenset(), frozenset({"B"}), frozenset({"forklift"}), frozenset({"B", "forklift"}))


def some(dice, n):
    return [str(name) for name in dice.choice(SKILLS, size=int(dice.integers(1, n + 1)), replace=False)]


def invent(seed):
    dice = np.random.default_rng(seed)
    people = [
        Jobseeker(
            f"J{at}",
            Profile(tuple(HeldSkill(name, int(dice.integers(1, 6))) for name in some(dice, 4))),
            Circumstances(licences=LICENCES[dice.integers(5)], shifts=frozenset({"day"})),
        )
        for at in range(6)
    ]
    vacancies = [
        Vacancy(
            f"V{at}",
            "v",
            tuple(
                SkillNeed(name, int(dice.integers(1, 5)), number == 0 or bool(dice.random() < 0.8))
                for number, name in enumerate(some(dice, 3))
            ),
            licences=LICENCES[dice.integers(5)],
            shifts=frozenset({"day" if dice.random() < 0.8 else "night"}),
        )
        for at in range(8)
    ]
    courses = [
        Course(
            f"C{at}",
            "c",
            tuple(TaughtSkill(name, int(dice.integers(2, 6))) for name in some(dice, 3)),
            hours=float(dice.integers(20, 200)),
            licences=LICENCES[dice.integers(5)] or frozenset(),
        )
        for at in range(5)
    ]
    return people, vacancies, courses


def town(vacancies, courses=()):
    return MatchingContext.of(TAXONOMY, vacancies, courses, ranker=OverlapRanker(), top=50)


def ready(person, vacancies):
    run = match_people([person], town(vacancies), make_engine("serial", 1))
    return {match.vacancy_id for match in run.by_jobseeker if match.readiness == "ready"}


def after(person, course):
    learned = tuple(HeldSkill(taught.skill_id, taught.level) for taught in course.teaches)
    held = person.circumstances.licences
    circumstances = replace(person.circumstances, licences=None if held is None else held | course.licences)
    profile = replace(person.profile, skills=(*person.profile.skills, *learned))
    return replace(person, profile=profile, circumstances=circumstances)


@pytest.mark.parametrize("seed", range(25))
def test_a_course_unlocks_what_a_new_match_after_it_calls_ready(seed):
    people, vacancies, courses = invent(seed)
    run = match_people(people, town(vacancies, courses), make_engine("serial", 1))
    told = {(found.jobseeker_id, found.course_id): set(found.unlocked_vacancies) for found in run.recommendations}
    for person in people:
        levels = effective_levels(person.profile.skills, TAXONOMY)
        for course in courses:
            if admits(course, levels, None):
                slow = ready(after(person, course), vacancies) - ready(person, vacancies)
                assert told.get((person.jobseeker_id, course.course_id), set()) == slow


def test_a_course_that_only_gives_the_missing_licence_is_recommended():
    person = Jobseeker("J", Profile((HeldSkill("s1", 3),)), Circumstances(licences=frozenset()))
    vacancy = Vacancy("V", "v", (SkillNeed("s1", 3),), licences=frozenset({"forklift"}))
    course = Course("C", "c", hours=40, licences=frozenset({"forklift"}))
    (found,) = match_people([person], town([vacancy], [course]), make_engine("serial", 1)).recommendations
    assert (found.course_id, found.unlocked_vacancies) == ("C", ("V",))


def without(person, vacancy, names):
    """Make a person who meets the named constraints."""
    met = person.circumstances
    if "licences" in names:
        met = replace(met, licences=(met.licences or frozenset()) | (vacancy.licences or frozenset()))
    if "shifts" in names:
        met = replace(met, shifts=vacancy.shifts)
    return replace(person, circumstances=met)


def test_without_the_obstacle_that_is_told_a_new_match_reaches_the_readiness_that_is_told():
    n_told = 0
    for people, vacancies, courses in map(invent, range(10)):
        builder = MatchBuilder(town(vacancies, courses))
        for person, vacancy in itertools.product(people, vacancies):
            levels = effective_levels(person.profile.skills, TAXONOMY)
            match = builder.build(person, levels, vacancy)
            told = [reason.params for reason in match.reasons if reason.code == "what_if_without"]
            assert not told or match.readiness == "far"
            for names, readiness, hours in told:
                lifted = without(person, vacancy, names.split(","))
                again = builder.build(lifted, levels, vacancy)
                assert (again.readiness, f"{again.hours_to_ready:g}") == (readiness, hours)
                n_told += 1
    assert n_told > 5


def test_two_constraints_are_told_together_only_where_neither_alone_helps():
    person = Jobseeker(
        "J", Profile((HeldSkill("s1", 3),)), Circumstances(licences=frozenset(), shifts=frozenset({"day"}))
    )
    vacancy = Vacancy("V", "v", (SkillNeed("s1", 3),), licences=frozenset({"B"}), shifts=frozenset({"night"}))
    builder = MatchBuilder(town([vacancy]))

    def told(one):
        match = builder.build(one, {"s1": 3}, vacancy)
        return [str(reason) for reason in match.reasons if reason.code == "what_if_without"]

    assert told(person) == ["what_if_without:licences,shifts:ready:0"]
    assert told(without(person, vacancy, ["licences"])) == ["what_if_without:shifts:ready:0"]
    assert told(without(person, vacancy, ["licences", "shifts"])) == []


@pytest.mark.dask
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.enable_socket
@pytest.mark.parametrize("engine", ["joblib", "dask"])
def test_every_engine_gives_the_same_run(engine, monkeypatch):
    people, vacancies, courses = invent(3)
    monkeypatch.setattr("matcher.services.matching.BLOCK", 2)
    serial = match_people(people, town(vacancies, courses), make_engine("serial", 1))
    assert match_people(people, town(vacancies, courses), make_engine(engine, 2)) == serial
