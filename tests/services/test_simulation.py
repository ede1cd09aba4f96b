"""The invented town: same seed, same rows; the shape that was promised; no rejected row."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.bootstrap import build
from matcher.core.records import Occupation, Skill
from matcher.core.tables import RawRow, check
from matcher.core.taxonomy import Taxonomy
from matcher.services.simulation import SyntheticData, hiring_chance, simulate_town, with_typo
from matcher.services.simulation.rng import Dice

NAMES = ("jobseekers", "vacancies", "courses", "sessions", "outcomes")
LEVELS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 5), max_size=6)


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return build().taxonomy


@pytest.fixture(scope="module")
def town(taxonomy: Taxonomy) -> SyntheticData:
    return simulate_town(taxonomy, jobseekers=1500, vacancies=90, courses=80, outcomes=600, seed=3)


def rejected_rows(town: SyntheticData) -> dict[str, int]:
    """Count the rows of each table that the contract of the tables rejects."""
    tables = {
        name: check(name, [RawRow(name, at, row) for at, row in enumerate(getattr(town, name), 2)]) for name in NAMES
    }
    return {name: checked.n_rejected for name, checked in tables.items()}


def test_the_same_seed_gives_the_same_town_and_another_seed_another(taxonomy: Taxonomy) -> None:
    first, again, other = (
        simulate_town(taxonomy, jobseekers=30, vacancies=12, courses=9, outcomes=20, seed=seed) for seed in (5, 5, 6)
    )
    assert first == again
    assert first.jobseekers != other.jobseekers
    assert first.outcomes != other.outcomes


def test_the_first_people_and_vacancies_stay_the_same_when_the_town_grows(taxonomy: Taxonomy, town: SyntheticData) -> None:
    small = simulate_town(taxonomy, jobseekers=20, vacancies=9, courses=4, outcomes=0, seed=3)
    assert small.jobseekers == town.jobseekers[:20]
    assert small.vacancies == town.vacancies[:9]
    assert small.courses == town.courses[:4]


def test_every_table_has_the_rows_that_were_asked_for_and_none_is_rejected(town: SyntheticData) -> None:
    assert [len(getattr(town, name)) for name in ("jobseekers", "vacancies", "courses", "outcomes")] == [
        1500,
        90,
        80,
        600,
    ]
    assert 80 <= len(town.sessions) <= 160
    assert rejected_rows(town) == dict.fromkeys(NAMES, 0)


def test_a_town_of_nobody_is_empty(taxonomy: Taxonomy) -> None:
    assert simulate_town(taxonomy, jobseekers=0, vacancies=0, courses=0, outcomes=5, seed=0) == SyntheticData([], [], [], [], [])


def test_identifiers_are_unique_and_people_have_leading_zeros(town: SyntheticData) -> None:
    people = [row["jobseeker_id"] for row in town.jobseekers]
    assert people[0] == "000001"
    assert len(set(people)) == len(people)
    pairs = [(row["jobseeker_id"], row["vacancy_id"]) for row in town.outcomes]
    assert pairs == sorted(set(pairs))


def test_outcomes_and_sessions_name_rows_that_exist(town: SyntheticData) -> None:
    people = {row["jobseeker_id"] for row in town.jobseekers}
    vacancies = {row["vacancy_id"] for row in town.vacancies}
    assert {row["jobseeker_id"] for row in town.outcomes} <= people
    assert {row["vacancy_id"] for row in town.outcomes} <= vacancies
    assert {row["course_id"] for row in town.sessions} == {row["course_id"] for row in town.courses}


def test_the_shares_of_the_town_are_as_described(town: SyntheticData) -> None:
    people = town.jobseekers
    women = sum(row["sex"] == "F" for row in people) / len(people)
    consent = Counter(row.get("consent", "") for row in people)
    only_story = sum("skills" not in row and "experience" in row for row in people) / len(people)
    empty = sum(not {"skills", "experience"} & set(row) for row in people) / len(people)
    assert 0.56 < women < 0.64
    assert consent["yes"] > 10 * consent["no"] > 0 < consent[""]
    assert 0.2 < only_story < 0.5
    assert 0.005 < empty < 0.05


def test_carers_ask_for_day_shifts_and_few_hours(town: SyntheticData) -> None:
    carers = [row for row in town.jobseekers if "care_hours" in row]
    assert 200 < len(carers) < 600
    assert {row["shifts"] for row in carers} == {"day"}
    assert {row["hours_per_week"] for row in carers} == {"20", "24", "30"}


def test_no_table_has_a_column_for_a_person_s_name(town: SyntheticData) -> None:
    columns = {column for row in town.jobseekers for column in row}
    assert not {column for column in columns if any(word in column for word in ("name", "iin", "phone", "email"))}


def test_words_come_in_kazakh_russian_letters_and_with_typos(town: SyntheticData, taxonomy: Taxonomy) -> None:
    said = [part.split(":")[0] for row in town.jobseekers for part in row.get("skills", "").split("; ") if part]
    known = {text for skill in taxonomy.skills.values() for text in skill.labels.values()} | {
        text for skill in taxonomy.skills.values() for texts in skill.alt_labels.values() for text in texts
    }
    misspelt = sum(text not in known for text in said) / len(said)
    assert 0.05 < misspelt < 0.25
    assert any(set(text) & set("әғқңөұүі") for text in said)
    assert any(set(text.lower()) & set("ыщ") for text in said)


def test_no_vacancy_opens_more_positions_than_are_planned(town: SyntheticData) -> None:
    assert all(1 <= int(row["positions"]) <= int(row["jobs_planned"]) for row in town.vacancies)
    assert len({row["employer_id"] for row in town.vacancies}) == 9
    assert any("essential_skills" not in row for row in town.vacancies)


def test_better_covered_people_are_hired_more_often(taxonomy: Taxonomy) -> None:
    assert hiring_chance({}, {"weld": 3}) == pytest.approx(0.05)
    assert hiring_chance({"weld": 5}, {"weld": 3}) == pytest.approx(0.9)
    assert hiring_chance({"weld": 3}, {}) == pytest.approx(0.05)
    assert hiring_chance({"weld": 1, "cut": 2}, {"weld": 2, "cut": 2}) == pytest.approx(0.05 + 0.85 * 3 / 4)


@given(held=LEVELS, needs=LEVELS, skill=st.sampled_from("abcdef"))
def test_one_level_more_never_lowers_the_chance_of_being_hired(
    held: dict[str, int], needs: dict[str, int], skill: str
) -> None:
    more = held | {skill: held.get(skill, 0) + 1}
    assert 0.05 <= hiring_chance(held, needs) <= hiring_chance(more, needs) <= 0.9 + 1e-12


@given(text=st.text(max_size=30), position=st.integers(0, 100))
def test_a_typo_keeps_the_letters_and_moves_at_most_two(text: str, position: int) -> None:
    wrong = with_typo(text, position)
    assert sorted(wrong) == sorted(text)
    assert sum(a != b for a, b in zip(wrong, text, strict=True)) in {0, 2}


@given(seed=st.integers(0, 2**32 - 1), low=st.integers(-5, 5), width=st.integers(0, 9))
def test_a_draw_stays_within_its_bounds(seed: int, low: int, width: int) -> None:
    rng = Dice(seed, 1)
    assert all(low <= rng.between(low, low + width) <= low + width for _ in range(20))
    assert rng.weighted((("never", 0), ("always", 3))) == "always"
    assert not rng.chance(0.0)
    assert rng.chance(1.0)


def test_a_small_taxonomy_without_the_town_s_trades_still_makes_a_town() -> None:
    weld = Skill("weld", {"ru": "сварка", "kk": "дәнекерлеу", "en": "welding"})
    welder = Occupation("welder", "7212", {"ru": "сварщик"}, essential=(("weld", 3), ("gone", 2)))
    tiny = Taxonomy({"weld": weld}, {"welder": welder}, {})
    town = simulate_town(tiny, jobseekers=40, vacancies=6, courses=3, outcomes=10, seed=1)
    assert {row["title"] for row in town.vacancies} == {"сварщик"}
    assert rejected_rows(town) == dict.fromkeys(NAMES, 0)


def test_some_people_write_in_latin_letters_some_courses_and_some_vacancies_ask_for_more(town: SyntheticData) -> None:
    said = " ".join(row.get("skills", "") + row.get("experience", "") for row in town.jobseekers)
    assert "isteu" in said or "zhumys" in said or "svar" in said or "rabota" in said
    assert 0 < sum("prerequisites" in row for row in town.courses) < len(town.courses)
    assert 0 < sum("languages" in row for row in town.vacancies) < len(town.vacancies)


@pytest.fixture(scope="module")
def stream(taxonomy: Taxonomy) -> SyntheticData:
    return simulate_town(taxonomy, jobseekers=600, vacancies=90, courses=0, outcomes=4000, seed=11, with_truth=True)


def test_each_outcome_of_the_stream_has_its_truth_and_no_pair_comes_twice(stream: SyntheticData) -> None:
    pairs = [(row["jobseeker_id"], row["vacancy_id"]) for row in stream.outcomes]
    assert len(pairs) == len(set(pairs)) == 4000
    assert pairs == [(row["jobseeker_id"], row["vacancy_id"]) for row in stream.truth]
    assert rejected_rows(stream) == dict.fromkeys(NAMES, 0)


def test_the_truth_leaves_the_other_tables_as_they_are(taxonomy: Taxonomy) -> None:
    plain, told = (
        simulate_town(taxonomy, jobseekers=20, vacancies=9, courses=4, outcomes=30, seed=3, with_truth=truth)
        for truth in (False, True)
    )
    assert (plain.jobseekers, plain.vacancies, plain.sessions) == (told.jobseekers, told.vacancies, told.sessions)
    assert plain.truth == []
    assert len(told.truth) == 30


def test_one_employer_alone_lowers_the_chance_and_of_women_alone(stream: SyntheticData) -> None:
    for row in stream.truth:
        fair, chance = float(row["chance_without_discrimination"]), float(row["chance"])
        lowered = row["employer_id"] == "E03" and row["sex"] == "F"
        assert chance == pytest.approx(0.3 * fair if lowered else fair, abs=1e-6)
        assert row["employer_discriminates"] == ("yes" if row["employer_id"] == "E03" else "no")
        assert fair == pytest.approx(0.05 + 0.85 * float(row["utility"]), abs=1e-6)
    assert {row["employer_discriminates"] for row in stream.truth} == {"yes", "no"}


def test_the_past_policy_shows_the_first_positions_most_and_better_people_first(stream: SyntheticData) -> None:
    positions = Counter(int(row["position"]) for row in stream.truth)
    assert positions[1] > positions[2] > positions[5] > positions[19]
    assert all(
        float(row["probability_shown"]) == pytest.approx(1 / int(row["position"]), abs=1e-6) for row in stream.truth
    )
    first = [float(row["utility"]) for row in stream.truth if row["position"] == "1"]
    last = [float(row["utility"]) for row in stream.truth if int(row["position"]) > 9]
    assert sum(first) / len(first) > sum(last) / len(last) + 0.1


def test_a_stream_for_few_pairs_ends_and_gives_what_there_is(taxonomy: Taxonomy) -> None:
    few = simulate_town(taxonomy, jobseekers=3, vacancies=2, courses=0, outcomes=50, seed=1, with_truth=True)
    assert 0 < len(few.truth) <= 6
