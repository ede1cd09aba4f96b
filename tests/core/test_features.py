"""The columns of a pair: hand-worked figures, monotone in skills, blind to everything that may not move a score."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.core.coverage import SkillWeights, build_demand, covered, levels_of, measure
from matcher.core.features import requirement_features
from matcher.core.features.candidate_features import CandidateFeatures, Jobs
from matcher.core.features.columns import COLUMNS, NAMES, NEAR, STEPS, schema_digest
from matcher.core.features.documents import choose, of_taxonomy, of_vacancies
from matcher.core.features.extraction import FeatureExtractor
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.core.features.occupation_fit import PractisedOccupations, nearest_practised
from matcher.core.records import (
    Course,
    HeldSkill,
    LanguageLevel,
    Occupation,
    PastOccupation,
    Profile,
    Skill,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.taxonomy import Group, Taxonomy


def skill(skill_id, group, **more):
    return Skill(skill_id, {"en": skill_id}, group=group, **more)


TAXONOMY = Taxonomy(
    {
        one.skill_id: one
        for one in (
            skill("weld", "metal"),
            skill("mig", "metal", broader="weld"),
            skill("grind", "metal"),
            skill("drawings", "technical"),
            skill("cook", "food"),
            skill("bake", "food"),
            skill("serve", "guests"),
            skill("till", "guests"),
        )
    },
    {
        one.occupation_id: one
        for one in (
            Occupation("welder", "7212", {"en": "welder"}, essential=(("mig", 3), ("weld", 3), ("drawings", 2))),
            Occupation(
                "grinder", "7224", {"en": "grinder"}, essential=(("grind", 3), ("drawings", 2)), optional=(("weld", 1),)
            ),
            Occupation("cook", "5120", {"en": "cook"}, essential=(("cook", 3), ("bake", 2))),
            Occupation(
                "waiter", "5131", {"en": "waiter"}, essential=(("serve", 2), ("till", 2)), optional=(("cook", 1),)
            ),
        )
    },
    {group: Group(group, {"en": group}) for group in ("metal", "technical", "food", "guests")},
)
VACANCIES = (
    Vacancy(
        "V1",
        "welder of frames",
        (SkillNeed("mig", 3), SkillNeed("drawings", 2), SkillNeed("grind", 2, False)),
        isco08="7212",
        education_level=4,
        experience_years=4,
        languages=(LanguageLevel("ru", "B1"), LanguageLevel("kk", "A2")),
    ),
    Vacancy("V2", "cook", (SkillNeed("cook", 3), SkillNeed("bake", 2)), isco08="5120"),
    Vacancy("V3", "nothing asked", ()),
)
COURSES = (Course("C1", "MIG", teaches=(TaughtSkill("mig", 3),), hours=100.0),)


def maker(vacancies=VACANCIES, taxonomy=TAXONOMY, **more):
    demand = build_demand(vacancies, taxonomy, SkillWeights.from_taxonomy(taxonomy))
    return FeatureExtractor(demand, COURSES, **more)


def held(*skills):
    return Profile(tuple(HeldSkill(name, level) for name, level in skills))


def column(codes, name):
    return codes[..., NAMES.index(name)]


@pytest.fixture(scope="module")
def laid():
    return maker().precompute()


def test_there_are_at_least_twelve_columns_and_each_says_what_it_means():
    assert len(COLUMNS) >= 12
    assert len(set(NAMES)) == len(COLUMNS)
    assert all(one.meaning and (one.low, one.high) == (0.0, 1.0) and one.direction == 1 for one in COLUMNS)


def test_the_schema_changes_with_a_column_and_with_its_place():
    assert schema_digest() == schema_digest(COLUMNS)
    assert schema_digest() != schema_digest(COLUMNS[::-1])
    assert schema_digest() != schema_digest((replace(COLUMNS[0], direction=0), *COLUMNS[1:]))


def test_the_type_that_reaches_the_columns_holds_nothing_protected():
    names = {one.name for one in fields(Profile)}
    assert names == {"skills", "occupations", "wanted_occupations", "education_level", "languages", "text"}


def test_met_needs_fill_their_columns_and_an_unknown_person_leaves_them_empty(laid):
    codes = laid.block([held(("mig", 3), ("drawings", 2), ("grind", 2)), Profile()])
    assert column(codes, "essential_met")[:, 0].tolist() == [STEPS, 0]
    assert column(codes, "essential_coverage")[:, 0].tolist() == [STEPS, 0]
    assert column(codes, "optional_met")[:, 0].tolist() == [STEPS, 0]
    assert column(codes, "latent_coverage")[:, 0].tolist() == [STEPS, 0]


def test_a_level_below_the_one_asked_is_covered_in_part_and_not_met(laid):
    codes = laid.block([held(("mig", 2), ("drawings", 2))])
    # mig and drawings weigh 1024 * (1 + ln(5 / 2)) = 1962 and 1024 * (1 + ln(5 / 3)) = 1547; two thirds of the level is 40 sixtieths
    assert column(codes, "essential_met")[0, 0] == 1547 * STEPS // (1962 + 1547)
    assert column(codes, "essential_coverage")[0, 0] == (40 * 1962 + 60 * 1547) * STEPS // (60 * (1962 + 1547))


def test_a_vacancy_that_asks_for_nothing_has_empty_columns_of_needs(laid):
    codes = laid.block([held(("mig", 5))])
    assert [int(column(codes, name)[0, 2]) for name in ("essential_met", "optional_met", "latent_coverage", *NEAR)] == [
        0
    ] * (3 + len(NEAR))


def test_who_practises_an_occupation_is_near_to_its_vacancies(laid):
    codes = laid.block([held(("mig", 3), ("weld", 3), ("drawings", 2)), held(("cook", 3), ("bake", 2))])
    for name in ("near_skills", "near_latent", "near_groups", "near_words"):
        near = column(codes, name)
        assert near[0, 0] > near[1, 0], name
        assert near[1, 1] > near[0, 1], name


def test_a_third_occupation_carries_over_to_a_neighbour(laid):
    codes = laid.block([held(("grind", 3), ("drawings", 2)), held(("serve", 2), ("till", 2))])
    assert column(codes, "near_skills")[0, 0] > column(codes, "near_skills")[1, 0]


def alone(profile):
    return CandidateFeatures.of([profile], [{}])


def jobs(*codes):
    return Jobs.of([[PastOccupation("work", "", code, None) for code in own] for own in codes])


@pytest.mark.parametrize(
    ("years", "code", "expected"),
    [
        (4.0, "7212", STEPS),
        (2.0, "7212", STEPS // 2),
        (4.0, "7511", STEPS // 4),
        (0.0, "7212", 0),
        (None, "7212", STEPS // 2),
    ],
)
def test_experience_counts_years_of_near_work(years, code, expected):
    profile = Profile(occupations=(PastOccupation("work", "", code, years),))
    assert requirement_features.experience(alone(profile), VACANCIES[0].experience_years, VACANCIES[0].isco08).tolist() == [expected]


def test_a_person_without_known_work_is_neither_experienced_nor_not():
    assert requirement_features.experience(alone(Profile()), VACANCIES[0].experience_years, VACANCIES[0].isco08).tolist() == [
        requirement_features.HALF
    ]
    assert requirement_features.experience(alone(Profile()), None, "").tolist() == [STEPS]


@pytest.mark.parametrize(("level", "expected"), [(6, STEPS), (4, STEPS), (3, 767), (2, 511), (0, 0), (None, 511)])
def test_education_loses_a_quarter_a_level(level, expected):
    assert requirement_features.education(alone(Profile(education_level=level)), VACANCIES[0].education_level).tolist() == [expected]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((("ru", "C1"), ("kk", "A2")), STEPS),
        ((("ru", "A1"), ("kk", "A2")), (511 + STEPS) // 2),
        ((("ru", ""),), 511 // 2),
        ((), 0),
        (None, 511),
    ],
)
def test_languages_count_those_known_at_the_level(known, expected):
    languages = None if known is None else tuple(LanguageLevel(*one) for one in known)
    assert requirement_features.languages(Profile(languages=languages), VACANCIES[0]) == expected


def test_training_is_nearer_where_a_course_is_short(laid):
    codes = laid.block([held(("drawings", 2)), held(("mig", 3)), held(("mig", 3), ("drawings", 2))])
    # a course of 100 hours; no course, taken as 1,000 hours; nothing to learn
    expected = [round(STEPS * 200 / 300), round(STEPS * 200 / 1200), STEPS]
    assert column(codes, "training_near")[:, 0].tolist() == expected


def test_unit_groups_are_near_by_vectors_and_by_digits_where_there_are_none():
    groups = GroupsOfWork({"7212": (3, 0), "5120": (0, 2), "7224": (1, 1)})
    near = groups.near(["7212", ""], ["5120", "7224", "7213", "7212"])
    assert near.tolist() == [[0, round(STEPS / np.sqrt(2)), STEPS * 3 // 4, STEPS], [0, 0, 0, 0]]
    assert groups.table(jobs(["5120", "7224"], []), 2, ["7212", "5120"]).tolist() == [[723, 1023], [0, 0]]
    assert groups.shared(jobs(["7224"]), 1, ["7212", "5120"]).tolist() == [[STEPS * 2 // 4, 0]]
    assert groups.table(jobs([]), 1, ["7212"]).tolist() == [[0]]


def test_an_occupation_of_common_skills_is_not_practised_by_all_who_hold_them():
    documents = of_taxonomy(TAXONOMY)
    supply = CandidateFeatures.of([Profile()] * 3, [{"cook": 3, "bake": 2}, {"cook": 1}, {}])
    degrees = PractisedOccupations(documents).degrees(supply)
    degrees = degrees.toarray()
    names = sorted(TAXONOMY.occupations)
    # cook and bake weigh 1547 and 1962 (as above); two common skills more are taken as asked for: 3509 / (3509 + 2048) = 0.6315
    assert degrees[0, names.index("cook")] == round(STEPS * ((3509 / 5557 - 0.25) / 0.75) ** 3)
    assert degrees[1].tolist() == [0] * 4
    assert degrees[2].tolist() == [0] * 4


def test_the_fast_product_over_documents_equals_the_slow_one():
    chance = np.random.default_rng(0)
    degrees = np.where(chance.random((5, 7)) < 0.5, chance.integers(0, STEPS + 1, (5, 7)), 0)
    near = chance.integers(0, STEPS + 1, (7, 3, 2)).astype(np.int32)
    from scipy import sparse

    slow = (degrees[:, :, None, None] * near[None]).max(axis=1) // STEPS
    assert (nearest_practised(sparse.csr_matrix(degrees.astype(float)), near) == slow).all()


def test_the_reference_is_the_taxonomy_where_it_knows_the_skills_and_the_vacancies_where_not():
    assert choose(TAXONOMY, of_vacancies(VACANCIES))[1] is True
    foreign = [Vacancy("V", "t", (SkillNeed("http://x/1"), SkillNeed("http://x/2")))]
    documents, known = choose(TAXONOMY, of_vacancies(foreign))
    assert known is False
    assert len(documents) == 1


def test_what_is_known_of_skills_is_said():
    foreign = [Vacancy(f"V{n}", "t", (SkillNeed(f"http://x/{n}"), SkillNeed("http://x/0"))) for n in (1, 2, 3)]
    meanings = SkillMeanings({f"http://x/{n}": (n, 1) for n in range(4)})
    assert maker().known == "labels"
    assert maker(foreign).known == "plain"
    assert maker(foreign, meanings=meanings).known == "meanings"


def test_meanings_bring_vacancies_near_that_share_no_skill():
    foreign = [
        Vacancy(f"V{n}", f"t{n}", (SkillNeed(f"http://x/{n}"), SkillNeed(f"http://x/{n + 1}"))) for n in (0, 2, 4)
    ]
    meanings = SkillMeanings({f"http://x/{n}": (9, n, 0) if n < 4 else (0, 0, 9) for n in range(6)})
    codes = maker(foreign, meanings=meanings).block([held(("http://x/0", 3), ("http://x/1", 3))])
    near = column(codes, "near_meaning")[0]
    assert near[1] > near[2]
    assert column(codes, "near_skills")[0, 1] == 0


def test_words_of_the_vacancy_are_counted_once_for_all_spellings(laid):
    speaks = Profile((HeldSkill("cook", 3),), text="Welder of FRAMES")
    codes = laid.block([speaks, held(("cook", 3))])
    covered = column(codes, "words_covered")
    assert covered[0, 0] > covered[1, 0]
    assert covered[0, 1] == covered[1, 1] > 0


def test_one_vacancy_alone_gives_the_same_columns(laid):
    people = [held(("mig", 2), ("cook", 3)), held(("grind", 3), ("drawings", 1))]
    whole = laid.block(people)
    for at in range(len(VACANCIES)):
        assert (laid.for_vacancy(at).block(people)[:, 0] == whole[:, at]).all()


def test_no_other_vacancy_of_the_file_changes_a_pairs_columns(laid):
    people = [held(("mig", 2), ("cook", 3)), held(("grind", 3), ("drawings", 1))]
    unusual = Vacancy("V4", "barista", (SkillNeed("serve", 2), SkillNeed("stack", 1)))
    taxonomy = replace(TAXONOMY, skills={**TAXONOMY.skills, "stack": skill("stack", "guests")})
    vacancies = (*VACANCIES, unusual)
    whole = maker(vacancies, taxonomy).block(people)
    for at, vacancy in enumerate(vacancies):
        assert (maker((vacancy,), taxonomy).block(people)[:, 0] == whole[:, at]).all()


def test_nobody_else_in_the_block_changes_a_persons_columns(laid):
    person = held(("mig", 2), ("cook", 3))
    crowd = [held(("bake", 5)), person, held(("weld", 1), ("till", 2))]
    assert (laid.block([person])[0] == laid.block(crowd)[1]).all()


def test_people_laid_out_by_skill_give_the_same_columns(laid):
    people = [held(("mig", 2), ("cook", 3)), Profile(), held(("drawings", 5))]
    levels = levels_of([one.skills for one in people], TAXONOMY)
    supply = CandidateFeatures.of(people, levels)
    credits = laid.reader.credits_by_skill(supply.holders, len(people))
    assert (laid.columns(supply, covered(laid.demand, credits)) == laid.block(people)).all()


def test_a_row_without_a_person_brings_nothing(laid):
    nobody = laid.columns(CandidateFeatures((None,), {}), measure(laid.demand, [{}]))
    assert (nobody == laid.block([Profile()])).all()


def test_what_people_practise_is_counted_once_for_all_demands_of_one_reference(laid):
    people = [held(("mig", 3), ("drawings", 2))]
    supply = CandidateFeatures.of(people, levels_of([people[0].skills], TAXONOMY))
    other = maker(VACANCIES[:1])
    assert other._practised is laid._practised
    assert other._practised.degrees(supply) is laid._practised.degrees(supply)


SKILLS = sorted(TAXONOMY.skills)
some_skills = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 5), max_size=6)


@settings(max_examples=60)
@given(some_skills, st.sampled_from(SKILLS), st.integers(1, 5))
def test_a_wider_skill_set_never_lowers_a_column(laid, skills, more, level):
    wider = {**skills, more: max(level, skills.get(more, 0))}
    codes = laid.block([held(*skills.items()), held(*wider.items())]).astype(int)
    assert (codes[1] >= codes[0]).all()


@settings(max_examples=20)
@given(st.permutations(VACANCIES), some_skills)
def test_the_order_of_vacancies_changes_no_column(laid, order, skills):
    mixed = maker(tuple(order)).block([held(*skills.items())])
    whole = laid.block([held(*skills.items())])
    for at, vacancy in enumerate(order):
        assert (mixed[0, at] == whole[0, VACANCIES.index(vacancy)]).all()
