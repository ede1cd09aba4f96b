"""The rules of a match: hand-worked scores, constraints, paths, and what may never move a score."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.core import topk
from matcher.core.coverage import SkillWeights, build_demand
from matcher.core.gaps import effective_levels, find_gaps
from matcher.core.matching.constraints import NAMES, check_all, check_pair
from matcher.core.matching.scoring import Block, OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.paths import PathFinder
from matcher.core.records import (
    Circumstances,
    Course,
    Gap,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Occupation,
    PastOccupation,
    Profile,
    SensitiveFeatures,
    Skill,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.taxonomy import Taxonomy


def skill(skill_id, **more):
    return Skill(skill_id, {"en": skill_id, "ru": skill_id, "kk": skill_id}, **more)


TAXONOMY = Taxonomy(
    {
        one.skill_id: one
        for one in (
            skill("weld", group="metal"),
            skill("mig", group="metal", broader="weld"),
            skill("turn", group="metal"),
            skill("cook", group="food"),
            skill("bake", group="food", related=("sew",)),
            skill("sew", group="textile"),
            skill("raised-children", group="unpaid", evidences=(("childcare", 2),)),
            skill("childcare", group="care"),
        )
    },
    {
        "occ-a": Occupation("occ-a", "7212", {}, essential=(("mig", 3), ("weld", 3))),
        "occ-b": Occupation("occ-b", "5120", {}, essential=(("cook", 3), ("weld", 1))),
    },
    {},
)
SKILLS = sorted(TAXONOMY.skills)


def score(held, needs):
    vacancy = Vacancy("V", "v", needs=tuple(needs))
    demand = build_demand([vacancy], TAXONOMY, SkillWeights.from_taxonomy(TAXONOMY))
    return float(scores_of(demand, [held])[0, 0])


def scores_of(demand, crowd):
    profiles = [Profile(tuple(skills)) for skills in crowd]
    return OverlapRanker().bind(demand).score(Block.of(profiles, demand)).scores


def need(skill_id, level=None, essential=True):
    return SkillNeed(skill_id, level, essential)


def test_a_score_worked_by_hand():
    # n = 2 occupations; df(mig) = 1, df(sew) = 0: weights round(1024 * (1 + ln(3/2))) = 1439 and round(1024 * (1 + ln 3)) = 2149.
    # mig at 2 of 4 is half of it, sew is met: (30 * 1439 + 60 * 2149) / (60 * (1439 + 2149)).
    held = [HeldSkill("mig", 2), HeldSkill("sew", 5)]
    assert score(held, [need("mig", 4), need("sew", 1)]) == (30 * 1439 + 60 * 2149) / (60 * 3588)


def test_all_needs_met_is_exactly_one():
    assert score([HeldSkill("mig", 3), HeldSkill("cook", 3)], [need("mig", 3), need("cook", 2, False)]) == 1.0


def test_a_narrower_skill_meets_the_broader_need():
    assert score([HeldSkill("mig", 3)], [need("weld", 3)]) == 1.0


def test_a_broader_skill_counts_half_and_a_sibling_a_quarter():
    assert score([HeldSkill("weld", 3)], [need("mig", 3)]) == 0.5
    assert score([HeldSkill("turn", 3)], [need("mig", 3)]) == 0.25
    assert score([HeldSkill("sew", 3)], [need("bake", 3)]) == 0.5
    assert score([HeldSkill("cook", 3)], [need("mig", 3)]) == 0.0


def test_unpaid_experience_proves_the_skills_that_it_evidences():
    assert effective_levels([HeldSkill("raised-children", 5)], TAXONOMY)["childcare"] == 2


def test_partial_credit_closes_no_gap():
    assert find_gaps(effective_levels([HeldSkill("weld", 3)], TAXONOMY), [need("mig", 3)]) == (Gap("mig", 3, True),)


def test_a_need_without_a_level_is_met_by_any_level():
    assert find_gaps({"mig": 1}, [need("mig")]) == ()


@given(
    st.lists(st.sampled_from(SKILLS), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(SKILLS), min_size=1, max_size=6, unique=True),
)
@settings(deadline=None)
def test_optional_need_never_outranks_an_essential_one(essential, optional):
    optional = [one for one in optional if one not in essential]
    needs = [need(one, 3) for one in essential] + [need(one, 3, False) for one in optional]
    demand = build_demand([Vacancy("V", "v", needs=tuple(needs))], TAXONOMY, SkillWeights.from_taxonomy(TAXONOMY))
    if optional:
        assert demand.optional.max() <= demand.essential[demand.essential > 0].min()


LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=6)
NEEDS = st.lists(
    st.builds(SkillNeed, st.sampled_from(SKILLS), st.one_of(st.none(), st.integers(1, 5)), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.skill_id,  # a vacancy holds one need a skill
)


@given(LEVELS, st.sampled_from(SKILLS), st.integers(1, 5), NEEDS)
@settings(deadline=None)
def test_a_wider_skill_set_never_lowers_a_score_nor_widens_a_gap(levels, added, level, needs):
    held = [HeldSkill(one, at) for one, at in levels.items()]
    wider = [*held, HeldSkill(added, level)]
    assert score(wider, needs) >= score(held, needs)
    before = {gap.skill_id: gap.levels for gap in find_gaps(effective_levels(held, TAXONOMY), needs)}
    after = {gap.skill_id: gap.levels for gap in find_gaps(effective_levels(wider, TAXONOMY), needs)}
    assert all(levels_left <= before[skill_id] for skill_id, levels_left in after.items())


@given(LEVELS, NEEDS, NEEDS)
@settings(deadline=None)
def test_a_score_does_not_depend_on_other_vacancies_or_people(levels, needs, others):
    held = [HeldSkill(one, at) for one, at in levels.items()]
    vacancies = [Vacancy("A", "a", needs=tuple(others)), Vacancy("V", "v", needs=tuple(needs))]
    demand = build_demand(vacancies, TAXONOMY, SkillWeights.from_taxonomy(TAXONOMY))
    crowd = [[HeldSkill("cook", 2)], held, []]
    assert float(scores_of(demand, crowd)[1, 1]) == score(held, needs)


def test_protected_attributes_cannot_reach_a_score_by_type():
    scored = {field.name for field in fields(Profile)}
    kept_apart = {field.name for field in fields(SensitiveFeatures)} - {"jobseeker_id", "languages"}
    assert not scored & (kept_apart | {"sex", "birth_date", "nationality", "disability", "name", "locality"})
    assert not {field.name for field in fields(Circumstances)} & {"sex", "birth_date", "care_hours"}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(1, 10))
def test_best_k_is_what_a_plain_sort_gives(score_millionths, k):
    scores = np.array(score_millionths, dtype=float)[:, None] / 100
    keys, _ = topk.to_keys(scores, np.ones_like(scores, dtype=bool))
    found = [int(at) for at in topk.unpack(topk.best(keys, k))[1][:, 0] if at >= 0]
    plain = sorted((at for at, value in enumerate(score_millionths) if value > 0), key=lambda at: (-score_millionths[at], at))
    assert found == plain[:k]


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30), st.integers(1, 29), st.integers(1, 5))
def test_merging_blocks_gives_the_best_of_the_whole(score_millionths, cut, k):
    scores = np.array(score_millionths, dtype=float)[:, None] / 10
    keep = np.ones_like(scores, dtype=bool)
    cut = min(cut, len(score_millionths) - 1)
    first, _ = topk.to_keys(scores[:cut], keep[:cut], 0)
    second, _ = topk.to_keys(scores[cut:], keep[cut:], cut)
    whole, _ = topk.to_keys(scores, keep)
    assert (topk.merge(topk.best(first, k), topk.best(second, k)) == topk.best(whole, k)).all()


SARAN, KARAGANDA = "352210000", "351010000"
TRAVEL = TravelTimes({(KARAGANDA, SARAN): 45})
PERSON = Jobseeker(
    "J",
    Profile(
        education_level=3,
        occupations=(PastOccupation("welder", "occ-a", "7212", 2.0),),
        languages=(LanguageLevel("ru", "B1"),),
    ),
    Circumstances(SARAN, frozenset({"B"}), frozenset({"day"}), 40, 30, frozenset({"heavy"}), True, False),
)
ROLE = Vacancy("V", "v", isco08="7212", locality=SARAN, shifts=frozenset({"day"}), hours_per_week=40)


def status(name, person=PERSON, **changed):
    checks = {check.name: check.status for check in check_pair(person, replace(ROLE, **changed), TRAVEL)}
    return checks.get(name)


@pytest.mark.parametrize(
    ("name", "changed", "expected"),
    [
        ("education", {"education_level": 3}, "passed"),
        ("education", {"education_level": 6}, "failed"),
        ("education", {}, None),
        ("experience", {"experience_years": 2}, "passed"),
        ("experience", {"experience_years": 3}, "failed"),
        ("licences", {"licences": frozenset({"B"})}, "passed"),
        ("licences", {"licences": frozenset({"B", "C"})}, "failed"),
        ("languages", {"languages": (LanguageLevel("ru", "A2"),)}, "passed"),
        ("languages", {"languages": (LanguageLevel("ru", "C1"),)}, "failed"),
        ("languages", {"languages": (LanguageLevel("kk"),)}, "failed"),
        ("shifts", {}, "passed"),
        ("shifts", {"shifts": frozenset({"night"})}, "failed"),
        ("shifts", {"shifts": frozenset({"rotating"})}, "failed"),
        ("shifts", {"shifts": None}, "unknown"),
        ("hours", {"hours_per_week": 48}, "failed"),
        ("hours", {"hours_per_week": None}, "unknown"),
        ("travel", {}, "passed"),
        ("travel", {"locality": KARAGANDA}, "failed"),
        ("travel", {"locality": "710000000"}, "unknown"),
        ("work_conditions", {"work_conditions": frozenset({"heavy"})}, "failed"),
        ("work_conditions", {"work_conditions": frozenset({"harmful"})}, "passed"),
        ("age", {"work_conditions": frozenset({"harmful"})}, "passed"),
    ],
)
def test_a_constraint_is_passed_failed_unknown_or_not_asked(name, changed, expected):
    assert status(name, **changed) == expected


def test_minors_do_no_hazardous_work():
    minor = replace(PERSON, circumstances=replace(PERSON.circumstances, is_adult=False))
    assert status("age", minor, work_conditions=frozenset({"harmful"})) == "failed"
    assert status("age", minor) is None


def test_experience_is_waived_for_people_without_a_trade():
    novice = replace(PERSON, profile=replace(PERSON.profile, occupations=()))
    checks = check_pair(novice, replace(ROLE, experience_years=3), TRAVEL)
    assert [str(check.reason) for check in checks if check.name == "experience"] == ["experience_waived:3"]


def test_unknown_circumstances_stay_unknown():
    stranger = Jobseeker("X", Profile())
    role = replace(ROLE, education_level=3, licences=frozenset({"B"}), work_conditions=frozenset({"heavy"}))
    assert {check.status for check in check_pair(stranger, role, TRAVEL)} == {"unknown"}


def test_the_table_of_failed_pairs_agrees_with_every_single_pair():
    people = [PERSON, Jobseeker("X", Profile()), replace(PERSON, circumstances=Circumstances(is_adult=False))]
    roles = [
        ROLE,
        replace(ROLE, shifts=frozenset({"night"}), education_level=6),
        replace(ROLE, locality=KARAGANDA, work_conditions=frozenset({"heavy"}), licences=frozenset({"C"})),
    ]
    table = check_all(people, roles, TRAVEL).failed
    assert set(table) == set(NAMES)
    for row, person in enumerate(people):
        for column, role in enumerate(roles):
            failed = {check.name for check in check_pair(person, role, TRAVEL) if check.status == "failed"}
            assert failed == {name for name in NAMES if table[name][row, column]}


TAUGHT = st.builds(TaughtSkill, st.sampled_from(SKILLS), st.integers(1, 5))
COURSES = st.lists(
    st.builds(
        lambda teaches, asks, hours: (tuple(teaches), tuple(asks), hours),
        st.lists(TAUGHT, min_size=1, max_size=3),
        st.lists(TAUGHT, max_size=1),
        st.one_of(st.none(), st.integers(10, 300)),
    ),
    max_size=6,
)


@given(COURSES, st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), min_size=1, max_size=3), LEVELS)
@settings(deadline=None)
def test_a_path_takes_prerequisites_first_and_reaches_every_target(catalogue, targets, levels):
    courses = [Course(f"C{at}", "c", *terms[:2], hours=terms[2]) for at, terms in enumerate(catalogue)]
    path = PathFinder(courses).find(targets, levels)
    assert path == PathFinder(list(reversed(courses))).find(targets, levels)
    if path is None:
        return
    by_id = {course.course_id: course for course in courses}
    reached = dict(levels)
    for course_id in path.courses:
        assert all(reached.get(asked.skill_id, 0) >= asked.level for asked in by_id[course_id].prerequisites)
        for taught in by_id[course_id].teaches:
            reached[taught.skill_id] = max(reached.get(taught.skill_id, 0), taught.level)
    assert all(reached.get(skill_id, 0) >= level for skill_id, level in targets.items())
    assert len(set(path.courses)) == len(path.courses)


def test_a_path_gives_the_missing_licence_too():
    course = Course("C1", "forklift", (TaughtSkill("turn", 3),), hours=40, licences=frozenset({"forklift"}))
    path = PathFinder([course]).find({}, {}, licences=frozenset({"forklift"}))
    assert path is not None
    assert (path.courses, path.hours) == (("C1",), 40.0)
