"""An audit end to end: figures worked by hand, small groups hidden, the constraint and the employer named."""

import json
import random
import re
from dataclasses import replace
from datetime import date

import pytest

from matcher.core.fairness.listed import ListedPair
from matcher.core.records import Circumstances, Jobseeker, Outcome, Profile, SensitiveFeatures, SkillNeed, Vacancy
from matcher.errors import UsageError
from matcher.services.audit import AuditSettings, AuditTables, audit
from matcher.services.audit.second_count import count_again

DAY = date(2026, 11, 23)
SETTINGS = AuditSettings(DAY, top_k=2)
WOMEN, MEN = 20, 30


def person(number):
    sex = "F" if number < WOMEN else "M"
    return SensitiveFeatures(f"J{number:02d}", sex, date(2000 if number % 2 else 1970, 1, 1))


PEOPLE = tuple(map(person, range(WOMEN + MEN)))


def selected(women, men):
    """Lists of two vacancies places each, so that just as many women and men are among the first two."""
    chosen = [*range(women), *range(WOMEN, WOMEN + men)]
    return tuple(
        ListedPair(f"V{place // 2:02d}", f"J{who:02d}", 1 + place % 2, "ready" if place % 3 else "far")
        for place, who in enumerate(chosen)
    )


def of(found, dimension, group):
    return next(one for one in found.of(dimension) if one.group == group)


def test_shares_ratio_and_readiness_are_those_counted_by_hand():
    found = audit(AuditTables(selected(6, 18), PEOPLE), SETTINGS)
    women, men = of(found, "sex", "women"), of(found, "sex", "men")
    assert (women.pool, women.selected, men.pool, men.selected) == (20, 6, 30, 18)
    assert women.selection_ratio.value == pytest.approx((6 / 20) / (18 / 30))
    assert women.is_below_line
    assert (women.ready, men.ready) == (4, 12)
    assert men.selection_p is None
    assert women.selection_p < women.selection_p_holm
    assert found.is_complete


def test_no_order_of_rows_changes_one_figure():
    tables = AuditTables(selected(6, 18), PEOPLE)
    shuffled = random.Random(1)
    mixed = AuditTables(
        tuple(shuffled.sample(tables.matches, len(tables.matches))), tuple(shuffled.sample(PEOPLE, len(PEOPLE)))
    )
    assert json.dumps(audit(mixed, SETTINGS).as_dict()) == json.dumps(audit(tables, SETTINGS).as_dict())


def test_a_group_of_nine_is_hidden_with_a_second_one_and_its_figures_stand_nowhere():
    few = (*PEOPLE[:9], *PEOPLE[WOMEN:])
    found = audit(AuditTables(selected(3, 18), few), SETTINGS)
    assert {one.group for one in found.of("sex") if one.is_hidden} == {"women", "men"}
    assert all(one.pool is None and one.selected is None for one in found.of("sex"))
    assert not found.is_complete


def test_a_pool_of_nine_is_not_even_counted():
    found = audit(AuditTables(selected(3, 0), PEOPLE[:9]), SETTINGS).as_dict()
    assert found["pool"] is None
    shown = {
        name: [one["group"] for one in groups if not one["hidden"]] for name, groups in found["dimensions"].items()
    }
    assert not any(shown.values())


def test_files_that_do_not_belong_together_are_refused():
    with pytest.raises(UsageError, match="audit_nobody_known"):
        audit(AuditTables((ListedPair("V1", "X1", 1, "far"),), PEOPLE), SETTINGS)


def test_equal_opportunity_counts_the_hired_whom_the_lists_would_have_selected():
    matches = selected(10, 20)
    place = {one.jobseeker_id: one.vacancy_id for one in matches}
    hired = [f"J{n:02d}" for n in (*range(5), *range(10, 15), *range(20, 32))]  # women: 5 listed, 5 not; men: 12 listed
    outcomes = tuple(Outcome(who, place.get(who, "V00"), "hired") for who in hired)
    found = audit(AuditTables(matches, PEOPLE, outcomes=outcomes), SETTINGS)
    women = of(found, "sex", "women")
    assert women.opportunity == pytest.approx(0.5)
    assert women.opportunity_difference == pytest.approx(-0.5)
    few = audit(AuditTables(matches, PEOPLE, outcomes=outcomes[1:]), SETTINGS)  # nine hired women
    assert of(few, "sex", "men").opportunity is None


def test_the_constraint_that_makes_a_gap_is_named_with_what_it_closes():
    seekers = tuple(
        Jobseeker(
            one.jobseeker_id,
            Profile(),
            Circumstances(shifts=frozenset({"day"} if one.sex == "F" else {"day", "night"})),
        )
        for one in PEOPLE
    )
    vacancies = tuple(
        Vacancy(f"V{n:02d}", "welder", (SkillNeed("s1", 2),), shifts=frozenset({"night" if n % 4 else "day"}))
        for n in range(12)
    )
    found = audit(AuditTables(selected(6, 18), PEOPLE, seekers, vacancies), SETTINGS)
    assert of(found, "sex", "women").main_barrier == ("shifts", pytest.approx(0.75))
    assert of(found, "sex", "men").main_barrier is None
    assert of(found, "sex", "women").eligible == WOMEN


def test_the_second_count_agrees_and_a_slip_would_be_seen():
    pytest.importorskip("fairlearn")
    from matcher.adapters.fairlearn_shares import FairlearnShares

    matches = selected(10, 20)
    place = {one.jobseeker_id: one.vacancy_id for one in matches}
    outcomes = tuple(Outcome(f"J{n:02d}", place.get(f"J{n:02d}", "V00"), "hired") for n in range(45))
    tables = AuditTables(matches, PEOPLE, outcomes=outcomes)
    found = audit(tables, SETTINGS)
    again = count_again(tables, found, FairlearnShares())
    assert re.fullmatch(r"fairlearn [\d.]+", again["by"])
    assert again["agrees"]
    women, men = of(found, "sex", "women"), of(found, "sex", "men")
    assert again["dimensions"]["sex"] == {
        "selection_rate_difference": pytest.approx(abs(men.selection_rate - women.selection_rate), abs=1e-6),
        "selection_rate_ratio": pytest.approx(women.selection_ratio.value, abs=1e-6),
        "equal_opportunity_difference": pytest.approx(abs(men.opportunity - women.opportunity), abs=1e-6),
    }
    wrong = replace(found, groups=tuple(replace(one, selected=(one.selected or 0) + 1) for one in found.groups))
    assert not count_again(tables, wrong, FairlearnShares())["agrees"]
