"""The invented town in the database, and who may enter it."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.bootstrap import House
from matcher.cli.demo_town import ACCOUNTS, CENTRE, demo_accounts, fill_sample_centre
from matcher.config import Settings
from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Standing
from web import make_identity

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    made = House(replace(Settings(), instance_dir=folder, password_cost="cheap", encoders="none"))
    assert fill_sample_centre(made, DAY) > 1_000
    return made


def test_the_whole_sample_stands_in_the_database_and_is_not_loaded_twice(house):
    counts = {
        kind: sum(1 for _ in house.repository.find(CENTRE, kind)) for kind in (Jobseeker, Vacancy, Standing, Outcome)
    }
    assert counts == {Jobseeker: 400, Vacancy: 45, Standing: 45, Outcome: 300}
    assert fill_sample_centre(house, DAY) == 0


def test_every_role_gets_in_with_what_is_printed_and_again_at_the_next_start(house):
    identity = make_identity(house)
    first, again = demo_accounts(house, identity), demo_accounts(house, identity)
    assert [each[:2] for each in first] == [(role, login) for login, role, _ in ACCOUNTS]
    for role, login, secret in again:
        if role == "jobseeker":
            entry = identity.enter_with_code(secret, address="192.0.2.1")
        else:
            entry = identity.sign_in(login, secret, address="192.0.2.1")
        assert identity.user_of(entry.token).login == login
    assert [each[2] for each in first[:3]] == [each[2] for each in again[:3]]


def test_another_installation_prints_other_passwords(house, tmp_path):
    other = House(replace(house.settings, instance_dir=tmp_path))
    told = {secret for _, _, secret in demo_accounts(house, make_identity(house))}
    assert told.isdisjoint(secret for _, _, secret in demo_accounts(other, make_identity(other)))
