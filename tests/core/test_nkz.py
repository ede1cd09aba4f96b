"""A vacancy whose occupation is an NKZ code."""

import dataclasses
from datetime import date

import pytest

from matcher.core.places import Places
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Occupation, Skill
from matcher.core.tables import RawRow, check
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.unit_groups import CodedTitles, fit

WELD = Skill("weld", {"en": "welding"})
WORKS = [
    Occupation("welder", "7212", {"en": "welder"}, essential=(("weld", 3),)),
    Occupation("cook", "5120", {"en": "cook"}),
    Occupation("pastry", "5120", {"en": "pastry cook"}),
]
RESOLVER = Resolver(
    Taxonomy({"weld": WELD}, {each.occupation_id: each for each in WORKS}),
    nkz_isco08={"7212": "7212", "5121": "5120"},
)


def vacancy(occupation, title="work"):
    cells = {"vacancy_id": "V1", "title": title, "occupation": occupation, "essential_skills": "welding"}
    rows = check("vacancies", [RawRow("v.csv", 2, cells)]).accepted
    return RecordParser(RESOLVER, Places(), date(2026, 11, 24)).vacancies(rows)[0]


@pytest.mark.parametrize("code", ["7212-1", "7212-2-001"])
def test_it_resolves_to_the_unit_group_of_the_map_and_says_so(code):
    found = vacancy(code)
    assert (found.isco08, found.nkz) == ("7212", code)


def test_other_digits_come_from_the_map_not_from_the_code():
    found = vacancy("5121-3")
    assert (found.isco08, found.occupation_id, found.nkz) == ("5120", "", "5121-3")


def test_a_code_that_the_map_has_not_is_not_guessed_and_the_title_decides():
    found = vacancy("9999-1", title="welder")
    assert (found.isco08, found.occupation_id, found.nkz) == ("7212", "welder", "")


def test_no_title_model_answers_for_a_code_that_the_map_has_not():
    coded = CodedTitles(tuple(f"cook {at}" for at in range(40)) + ("welder",) * 40, ("5120",) * 40 + ("7212",) * 40)
    eager = dataclasses.replace(fit(coded), accept=0.0)
    found = Resolver(RESOLVER.taxonomy, unit_groups=eager).resolve(["9999-1", "cook 1 welder"], kind="occupation")
    assert [each.isco08 for each in found] == ["", "5120"]
    assert found[0].candidates == ()


def test_a_code_of_isco_is_no_code_of_nkz():
    found = vacancy("7212")
    assert (found.isco08, found.nkz) == ("7212", "")
