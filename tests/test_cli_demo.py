"""The invented town in the database, and who may enter it."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.cli.demo_town import ACCOUNTS, CENTRE, demo_accounts, fill_sample_centre
from matcher.config import Settings
from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import VacancyStatusRecord

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    made = Container(replace(Settings(), instance_dir=folder, password_cost="cheap", encoders="none"))
    assert fill_sample_centre(made, DAY) > 1_000
    return made


def test_the_whole_sample_stands_in_the_database_and_is_not_loaded_twice(container):
    counts = {
        kind: sum(1 for _ in container.repository.find(CENTRE, kind)) for kind in (Jobseeker, Vacancy, VacancyStatusRecord, Outcome)
    }
    assert counts == {Jobseeker: 400, Vacancy: 45, VacancyStatusRecord: 45, Outcome: 300}
    assert fill_sample_centre(container, DAY) == 0


def test_every_role_gets_in_with_what_is_printed_and_again_at_the_next_start(container):
    identity = make_identity(container)
    first, again = demo_accounts(container, identity), demo_accounts(container, identity)
    assert [each[:2] for each in first] == [(role, login) for login, role, _ in ACCOUNTS]
    for role, login, secret in again:
        if role == "jobseeker":
            entry = identity.enter_with_code(secret, address="192.0.2.1")
        else:
            entry = identity.sign_in(login, secret, address="192.0.2.1")
        assert identity.user_of(entry.token).login == login
    assert [each[2] for each in first[:3]] == [each[2] for each in again[:3]]


def test_another_installation_prints_other_passwords(container, tmp_path):
    other = Container(replace(container.settings, instance_dir=tmp_path))
    told = {secret for _, _, secret in demo_accounts(container, make_identity(container))}
    assert told.isdisjoint(secret for _, _, secret in demo_accounts(other, make_identity(other)))
