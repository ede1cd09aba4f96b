"""Explanations are exact: the parts shown are the score, and a lift is what the score would really rise by."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from matcher.adapters.engines import make_engine
from matcher.core.coverage import SkillWeights, build_demand
from matcher.core.features.columns import NAMES
from matcher.core.matching.context import MatchingContext
from matcher.core.matching.explanation import SHOWN_LIFTS, SHOWN_PARTS, Counterfactual, Explainer
from matcher.core.matching.scoring import Block, OverlapRanker, PriorRanker
from matcher.core.prior import KNOWN, Prior
from matcher.core.records import (
    Circumstances,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Occupation,
    PastOccupation,
    Profile,
    SensitiveFeatures,
    Skill,
    SkillNeed,
    Vacancy,
)
from matcher.core.taxonomy import Taxonomy
from matcher.services.matching import match_people

N = 24
TAXONOMY = Taxonomy(
    {f"s{n:02}": Skill(f"s{n:02}", {"en": f"skill {n}"}, group=f"g{n // 4}") for n in range(N)},
    {
        f"o{n}": Occupation(
            f"o{n}", f"7{n}11", {"en": f"trade {n}"}, essential=tuple((f"s{k:02}", 2) for k in range(4 * n, 4 * n + 4))
        )
        for n in range(N // 4)
    },
)
PRIOR = PriorRanker(Prior({known: dict.fromkeys(NAMES, 1 / len(NAMES)) for known in KNOWN}))


def people_and_vacancies(n_people, n_vacancies, seed=0):
    chance = np.random.default_rng(seed)
    people = [
        Jobseeker(
            f"J{n:04}",
            Profile(
                tuple(
                    HeldSkill(f"s{k:02}", int(chance.integers(1, 5)))
                    for k in sorted(chance.choice(N, chance.integers(1, 7), replace=False))
                ),
                (PastOccupation("trade", "", f"7{chance.integers(6)}11", float(chance.integers(0, 9))),),
                education_level=int(chance.integers(0, 9)),
                languages=(LanguageLevel("ru", "B1"),),
            ),
        )
        for n in range(n_people)
    ]
    vacancies = [
        Vacancy(
            f"V{n:03}",
            f"trade {n % 6}",
            tuple(
                SkillNeed(f"s{k:02}", int(chance.integers(1, 4)), bool(at < 3))
                for at, k in enumerate(chance.choice(N, 5, replace=False))
            ),
            isco08=f"7{n % 6}11",
            education_level=int(chance.integers(0, 6)),
            experience_years=float(chance.integers(0, 4)),
        )
        for n in range(n_vacancies)
    ]
    return people, vacancies


def laid(ranker, vacancies):
    return ranker.bind(build_demand(vacancies, TAXONOMY, SkillWeights.from_taxonomy(TAXONOMY)))


def scores_of(scorer, people, vacancies):
    demand = build_demand(vacancies, TAXONOMY, SkillWeights.from_taxonomy(TAXONOMY))
    return scorer.score(Block.of([person.profile for person in people], demand)).scores


PEOPLE, VACANCIES = people_and_vacancies(30, 8)


@pytest.fixture(scope="module")
def scorer():
    return laid(PRIOR, VACANCIES)


@pytest.fixture(scope="module")
def explainer(scorer):
    return Explainer(scorer)


class Explained(NamedTuple):
    score: float
    parts: list[tuple[str, float]]
    lifts: tuple[Counterfactual, ...]


def explain(scorer, profile, vacancy_id):
    """Explain one pair from its columns alone: the slow twin of what matches are told."""
    at = next(n for n, each in enumerate(scorer.calculator.demand.vacancies) if each.vacancy_id == vacancy_id)
    found = scorer.score(Block.of([profile], scorer.calculator.demand))
    parts = scorer.tables.parts(found.columns[0, at]) / scorer.tables.max_score
    order = sorted(range(len(NAMES)), key=lambda n: (-parts[n], n))
    lifts = Explainer(scorer)._lifts([profile], vacancy_id)[0]
    return Explained(float(found.scores[0, at]), [(NAMES[n], float(parts[n])) for n in order], lifts)


def test_the_parts_add_up_to_the_score(scorer):
    scores = scores_of(scorer, PEOPLE, VACANCIES)
    for row, person in enumerate(PEOPLE[:6]):
        for at, vacancy in enumerate(VACANCIES):
            told = explain(scorer, person.profile, vacancy.vacancy_id)
            assert abs(sum(part for _, part in told.parts) - scores[row, at]) < 1e-9
            assert abs(told.score - scores[row, at]) < 1e-9
            assert [part for _, part in told.parts] == sorted((part for _, part in told.parts), reverse=True)


def test_a_lift_is_what_the_score_would_rise_by(scorer):
    told = explain(scorer, PEOPLE[0].profile, "V000")
    assert 1 <= len(told.lifts) <= SHOWN_LIFTS
    for lift in told.lifts:
        with_it = replace(PEOPLE[0].profile, skills=(*PEOPLE[0].profile.skills, HeldSkill(lift.skill_id, lift.level)))
        risen = scores_of(scorer, [replace(PEOPLE[0], profile=with_it)], VACANCIES)[0, 0]
        assert abs(risen - told.score - lift.rise) < 1e-9


def test_no_other_single_skill_would_lift_more(scorer):
    told = explain(scorer, PEOPLE[1].profile, "V002")
    best = told.lifts[0].rise
    for need in VACANCIES[2].needs:
        with_it = replace(PEOPLE[1].profile, skills=(*PEOPLE[1].profile.skills, HeldSkill(need.skill_id, need.level)))
        risen = scores_of(scorer, [replace(PEOPLE[1], profile=with_it)], VACANCIES)[0, 2]
        assert risen - told.score <= best + 1e-9


def test_who_meets_every_need_is_told_no_lift(scorer):
    skills = tuple(HeldSkill(need.skill_id, 5) for need in VACANCIES[0].needs)
    worked = (PastOccupation("work", isco08=VACANCIES[0].isco08, years=40.0),)
    assert explain(scorer, Profile(skills, worked, education_level=8), "V000").lifts == ()


def test_a_constraint_that_is_a_column_is_told_with_what_meeting_it_adds(scorer):
    asks_much = replace(VACANCIES[0], education_level=8, experience_years=9.0, languages=(LanguageLevel("kk", "C1"),))
    vacancies = [asks_much, *VACANCIES[1:]]
    skills = tuple(HeldSkill(need.skill_id, 5) for need in asks_much.needs)
    person = Profile(skills, education_level=6, languages=(LanguageLevel("ru", "C1"),))
    told = explain(laid(PRIOR, vacancies), person, "V000")
    assert [lift.constraint for lift in told.lifts] == ["languages", "education"]
    met = replace(person, languages=(LanguageLevel("kk", "C2"),))
    risen = scores_of(laid(PRIOR, vacancies), [replace(PEOPLE[0], profile=met)], vacancies)[0, 0]
    assert risen - told.score == pytest.approx(told.lifts[0].rise, abs=1e-9)
    assert str(told.lifts[0].reason()) == f"what_if_languages:{told.lifts[0].rise:.3f}"


def test_lifts_of_many_people_at_once_are_those_of_each_alone(scorer, explainer):
    together = explainer._lifts([one.profile for one in PEOPLE], "V003")
    assert together == [explain(scorer, one.profile, "V003").lifts for one in PEOPLE]


def test_reasons_are_whole_shares_of_the_score_and_name_the_largest_parts(scorer, explainer):
    columns = scorer.score(Block.of([one.profile for one in PEOPLE], scorer.calculator.demand)).columns[:, 1, :]
    for person, moved in zip(PEOPLE, explainer.moved(columns), strict=True):
        told = explain(scorer, person.profile, "V001")
        shares = [(name, round(100 * part / told.score)) for name, part in told.parts[:SHOWN_PARTS]]
        assert [str(reason) for reason in moved] == [f"moved_by_{name}:{share}" for name, share in shares if share > 0]


def test_a_score_of_nothing_has_no_reasons():
    empty = Vacancy("V999", "nothing asked")
    scorer = laid(PRIOR, [*VACANCIES, empty])
    assert explain(scorer, PEOPLE[0].profile, "V999").score == 0
    run = match_people(PEOPLE[:1], MatchingContext.of(TAXONOMY, [empty], (), ranker=PRIOR), make_engine("serial", 1))
    assert run.by_jobseeker == ()


@pytest.mark.parametrize("ranker", [OverlapRanker(), PRIOR], ids=["overlap", "prior"])
def test_any_order_and_any_engine_gives_the_same_matches(ranker):
    people, vacancies = people_and_vacancies(40, 10, seed=5)
    one = match_people(people, MatchingContext.of(TAXONOMY, vacancies, (), ranker=ranker, top=5), make_engine("serial", 1))
    other = match_people(
        people[::-1], MatchingContext.of(TAXONOMY, vacancies[::-1], (), ranker=ranker, top=5), make_engine("joblib", 2)
    )
    assert one == other
    told = [reason.code for match in one.by_vacancy + one.by_jobseeker for reason in match.reasons]
    assert any(code.startswith("moved_by_") for code in told) is (ranker is PRIOR)


def test_matches_show_the_scores_that_the_ranker_gave(scorer):
    town = MatchingContext.of(TAXONOMY, VACANCIES, (), ranker=PRIOR, top=8)
    found = match_people(PEOPLE, town, make_engine("serial", 1))
    scores = scores_of(scorer, PEOPLE, VACANCIES)
    place = {one.vacancy_id: at for at, one in enumerate(VACANCIES)}
    row = {one.jobseeker_id: at for at, one in enumerate(PEOPLE)}
    for match in found.by_vacancy:
        assert match.score == pytest.approx(scores[row[match.jobseeker_id], place[match.vacancy_id]], abs=5.1e-7)


def test_flipping_what_is_protected_changes_no_score_for_a_thousand_people_and_a_hundred_vacancies():
    from datetime import date

    from matcher.core.places import Places
    from matcher.core.record_mapping import RecordParser
    from matcher.core.tables import TypedRow
    from matcher.core.taxonomy import Resolver

    chance = np.random.default_rng(3)
    _, vacancies = people_and_vacancies(0, 100, seed=3)
    rows = []
    for n in range(1000):
        held = [(f"s{k:02}", int(chance.integers(1, 5))) for k in chance.choice(N, 4, replace=False)]
        rows.append({"jobseeker_id": f"J{n:04}", "skills": held, "education_level": int(chance.integers(0, 9))})

    def read(extra):
        reading = RecordParser(Resolver(TAXONOMY), Places(), date(2026, 11, 23))
        typed = [
            TypedRow("J.csv", at, {**row, **extra(at)}, {"name": f"n{at}", "nationality": "x"})
            for at, row in enumerate(rows)
        ]
        return reading.jobseekers(typed)

    one, counted = read(lambda at: {"sex": "F", "birth_date": date(1990, 1, 1 + at % 28), "care_hours": 0.0})
    other, flipped = read(
        lambda at: {
            "sex": "M",
            "birth_date": date(1960, 1, 1 + at % 28),
            "care_hours": 40.0,
            "work_conditions_not_possible": frozenset({"heavy"}),
            "unemployed_since": date(2026, 1, 1),
        }
    )
    assert all(isinstance(each, SensitiveFeatures) for each in counted)
    assert counted != flipped
    assert [person.profile for person in one] == [person.profile for person in other]
    bind = laid(PRIOR, vacancies)
    assert (scores_of(bind, one, vacancies) == scores_of(bind, other, vacancies)).all()


def test_no_circumstance_reaches_a_score(scorer):
    constrained = [
        replace(one, circumstances=Circumstances(locality="1", hours_per_week=5.0, is_adult=False)) for one in PEOPLE
    ]
    assert (scores_of(scorer, PEOPLE, VACANCIES) == scores_of(scorer, constrained, VACANCIES)).all()


def test_a_wider_skill_set_never_lowers_a_score(scorer):
    chance = np.random.default_rng(8)
    wider = [
        replace(
            one, profile=replace(one.profile, skills=(*one.profile.skills, HeldSkill(f"s{chance.integers(N):02}", 3)))
        )
        for one in PEOPLE
    ]
    assert (scores_of(scorer, wider, VACANCIES) >= scores_of(scorer, PEOPLE, VACANCIES)).all()
