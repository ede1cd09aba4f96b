"""Outcomes to learn from: each bad one is named, and the future never leaks into the past."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.records import Outcome, Vacancy
from matcher.core.referrals import ReferralRow, past_and_future, take

TODAY = date(2026, 11, 23)
VACANCIES = (
    Vacancy("V1", "welder", start_date=date(2026, 9, 1), valid_through=date(2026, 10, 1)),
    Vacancy("V2", "cook"),
)
PEOPLE = {"J1": 0, "J2": 1, "J3": -1}


def outcome(person="J1", vacancy="V2", what="hired", referred=date(2026, 8, 1), decided=date(2026, 8, 9)):
    return Outcome(person, vacancy, what, referred_on=referred, decided_on=decided)


def test_a_good_outcome_is_taken_with_its_days():
    taken, rejected = take([outcome("J2"), outcome(what="no_show")], PEOPLE, VACANCIES, as_of=TODAY)
    assert rejected == []
    assert taken == [
        ReferralRow(0, 1, False, date(2026, 8, 1), date(2026, 8, 9)),
        ReferralRow(1, 1, True, date(2026, 8, 1), date(2026, 8, 9)),
    ]


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (outcome("J9"), "outcome_unknown_jobseeker"),
        (outcome(vacancy="V9"), "outcome_unknown_vacancy"),
        (outcome("J3"), "outcome_no_consent"),
        (outcome(decided=date(2026, 7, 31)), "outcome_before_referral"),
        (outcome(referred=date(2027, 1, 1), decided=None), "outcome_in_future"),
        (outcome(vacancy="V1", referred=date(2024, 8, 1), decided=date(2024, 8, 2)), "outcome_before_vacancy"),
        (outcome(vacancy="V1", referred=date(2026, 10, 2), decided=None), "outcome_after_vacancy"),
    ],
)
def test_a_bad_outcome_is_rejected_by_name(bad, rule):
    taken, rejected = take([outcome("J2"), bad], PEOPLE, VACANCIES, as_of=TODAY)
    assert [one.rule for one in rejected] == [rule]
    assert rejected[0].at == 1
    assert len(taken) == 1


def test_two_outcomes_for_one_pair_are_both_rejected():
    taken, rejected = take([outcome(), outcome(what="no_show"), outcome("J2")], PEOPLE, VACANCIES, as_of=TODAY)
    assert [one.rule for one in rejected] == ["outcome_twice"] * 2
    assert [one.person for one in taken] == [1]


def test_a_pending_outcome_is_neither_taken_nor_rejected():
    assert take([outcome(what="pending")], PEOPLE, VACANCIES, as_of=TODAY) == ([], [])


def test_the_day_of_referral_stands_in_for_a_missing_decision():
    taken, _ = take([outcome(decided=None)], PEOPLE, VACANCIES, as_of=TODAY)
    assert taken[0].decided_on == date(2026, 8, 1)


def referral(person, vacancy, day, decided=3):
    referred = date(2026, 1, 1) + timedelta(days=day)
    return ReferralRow(person, vacancy, person % 2 == 0, referred, referred + timedelta(days=decided))


some_referrals = st.lists(
    st.builds(referral, st.integers(0, 50), st.integers(0, 8), st.integers(0, 200), st.integers(0, 40)),
    min_size=2,
    max_size=80,
)


@given(some_referrals)
def test_no_vacancy_and_no_day_is_on_both_sides(referrals):
    learned, measured, cut = past_and_future(referrals)
    assert not (learned & measured).any()
    past = [one for one, used in zip(referrals, learned, strict=True) if used]
    future = [one for one, used in zip(referrals, measured, strict=True) if used]
    assert not {one.vacancy for one in past} & {one.vacancy for one in future}
    assert all(one.decided_on < cut for one in past)
    assert all(one.referred_on >= cut for one in future)


def test_a_year_of_referrals_gives_both_a_past_and_a_future():
    referrals = [referral(n, n % 20, day=10 * (n % 20) + n % 60) for n in range(400)]
    learned, measured, _ = past_and_future(referrals)
    assert learned.sum() > 80
    assert measured.sum() > 80


def test_without_any_day_vacancies_alone_part_them():
    referrals = [ReferralRow(n, n % 5, n % 2 == 0) for n in range(50)]
    learned, measured, cut = past_and_future(referrals)
    assert cut is None
    assert (learned ^ measured).all()
    assert 0 < measured.sum() < 50


def test_nothing_parts_into_nothing():
    learned, measured, cut = past_and_future([])
    assert (len(learned), len(measured), cut) == (0, 0, None)
    assert learned.dtype == np.bool_
