"""Two people who differ in the gender of their words only are understood as one and matched with the same scores.

``tests/core/gender_twins.csv``: for every occupation of the taxonomy that has a Russian label, what a man and a woman write as a title, as
wanted work and in a sentence; then verbs, irregular pairs, English pairs and Kazakh kin words. The feminine forms were written down by hand
and put into their cases by pymorphy3 (MIT), not by the rules that are tested.
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from matcher.bootstrap import build
from matcher.core.matching.candidates import Candidates, held_levels
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.match import rank
from matcher.core.record_mapping import RecordParser
from matcher.core.tables import RawRow, check

DAY = date(2026, 11, 24)
TWINS = Path(__file__).parents[1] / "core" / "gender_twins.csv"
N_VACANCIES = 60
KNOWN = {"skills": "промышленный альпинизм", "education_level": "4"}
"""Beside the words, both twins have this: a score is made for who has at least one skill."""


def rows():
    with TWINS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def house():
    return build()


@pytest.fixture(scope="module")
def people(house):
    """The men, then the women, in the order of the file."""
    asked = [
        {"jobseeker_id": f"{sex}{at}", **KNOWN, row["place"]: "; ".join(filter(None, [row[sex], also(row["place"])]))}
        for sex in ("masculine", "feminine")
        for at, row in enumerate(rows())
    ]
    found = check("jobseekers", [RawRow("twins.csv", at, row) for at, row in enumerate(asked, 2)])
    assert not found.rejected
    read, _ = RecordParser(house.resolver, house.places, DAY).jobseekers(found.accepted)
    half = len(read) // 2
    return read[:half], read[half:]


def also(place):
    return KNOWN["skills"] if place == "skills" else ""


def understood(person):
    """What a person is taken to have done and to want, without the words themselves."""
    profile = person.profile
    works = [
        [(work.occupation_id, work.isco08, work.years) for work in each]
        for each in (profile.occupations, profile.wanted_occupations)
    ]
    return sorted((held.skill_id, held.level) for held in profile.skills), works, len(person.unresolved)


def test_there_are_twins_for_every_occupation_in_each_place_and_language(house):
    named = {(row["place"], row["expected"]) for row in rows()}
    labelled = {each.occupation_id for each in house.taxonomy.occupations.values() if each.labels.get("ru")}
    without_a_form_of_its_own = {
        "occ-blast-furnace-worker",
        "occ-electric-bus-technician",
        "occ-mechatronics-technician",
    }
    assert labelled - {expected for place, expected in named if place == "experience"} <= without_a_form_of_its_own
    assert sum(place == "occupations" for place, _ in named) > 300
    assert sum(place == "wanted_occupations" for place, _ in named) > 300
    assert {row["lang"] for row in rows()} == {"kk", "ru", "en"}


def test_twins_through_words_are_understood_as_one(people):
    different = [
        (row["masculine"], row["feminine"])
        for row, man, woman in zip(rows(), *people, strict=True)
        if understood(man) != understood(woman)
    ]
    assert different == []


def test_twins_through_words_have_the_same_scores(house, people):
    with (Path(__file__).parents[2] / "data" / "samples" / "vacancies.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        asked = [RawRow("v.csv", at, row) for at, row in enumerate(csv.DictReader(file), 2)]
    vacancies = RecordParser(house.resolver, house.places, DAY).vacancies(
        check("vacancies", asked).accepted[:N_VACANCIES]
    )
    context = MatchingContext.of(
        house.taxonomy, vacancies, (), ranker=house.ranker("prior"), travel=house.travel
    ).bind()
    men, women = (rank(Candidates.of(each, held_levels(each, house.taxonomy)), context).scores for each in people)
    assert np.array_equal(men, women)
    assert len(np.unique(men)) > 10_000, "scores that are all alike would prove nothing"


def test_most_of_what_both_say_is_what_they_do(people):
    named = [(row, man) for row, man in zip(rows(), people[0], strict=True) if row["expected"]]
    right = [
        bool(
            set(row["expected"].split(";"))
            & (
                {held.skill_id for held in man.profile.skills}
                | {work.occupation_id for work in (*man.profile.occupations, *man.profile.wanted_occupations)}
            )
        )
        for row, man in named
    ]
    assert np.mean(right) > 0.95
