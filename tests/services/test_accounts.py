"""Accounts: who makes them, what they are called, and the first code of a person who came in with a file."""

import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.core.records import Jobseeker, Profile
from matcher.core.records.centre import Employer
from matcher.errors import UsageError
from matcher.services.accounts import AccountForm, Accounts

HOME = "192.0.2.1"


@pytest.fixture
def accounts():
    repository = MemoryRepository()
    repository.add_all("saran", [Jobseeker("000010", Profile(), consent=True), Jobseeker("000011", Profile())])
    repository.add_all("abay", [Jobseeker("000010", Profile(), consent=True)])
    return Accounts(make_identity(), repository)


@pytest.fixture
def officer(accounts):
    return accounts.create(AccountForm("aigul", "staff", "Айгүл  Серікова", "saran"))[0]


def test_the_first_password_lets_in_and_is_another_one_each_time(accounts, officer):
    user, password = accounts.renew_password(officer.user_id)
    assert accounts.identity.sign_in("aigul", password, address=HOME).user.user_id == user.user_id
    _, other = accounts.renew_password(officer.user_id)
    assert other != password
    assert accounts.identity.sign_in("aigul", password, address=HOME) is None


def test_a_name_is_read_with_the_login_that_decisions_are_kept_under(accounts, officer):
    assert officer.shown_name == "Айгүл Серікова (aigul)"
    accounts.rename(officer.user_id, "")
    assert accounts.identity.find("aigul").shown_name == "aigul"


def test_an_employer_of_a_new_account_is_known_to_the_centre_once(accounts):
    for login in ("plant", "plant-2"):
        accounts.create(AccountForm(login, "employer", "Зауыт", "saran", "E77"))
    assert [row.record for row in accounts.repository.find("saran", Employer)] == [Employer("E77", "Зауыт")]
    assert accounts.centres() == ["abay", "saran"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (AccountForm("x", "jobseeker", "", "saran"), "account_role"),
        (AccountForm("x", "staff"), "user_without_centre"),
        (AccountForm("x", "employer", "", "saran"), "user_without_owner"),
        (AccountForm("", "staff", "", "saran"), "login_empty"),
        (AccountForm("AIGUL", "staff", "", "saran"), "login_taken"),
        (AccountForm("x", "staff", "n" * 201, "saran"), "account_too_long"),
        (AccountForm("x", "staff", "", "c" * 65), "account_too_long"),
    ],
)
def test_an_account_that_would_be_wrong_is_refused_and_nothing_is_kept(accounts, officer, form, code):
    before = accounts.officials()
    with pytest.raises(UsageError) as refused:
        accounts.create(form)
    assert refused.value.code == code
    assert accounts.officials() == before


def test_nobody_shuts_themselves_out(accounts):
    admin, _ = accounts.create(AccountForm("root", "admin"))
    with pytest.raises(UsageError, match="account_own"):
        accounts.set_enabled(admin, admin.user_id, False)
    assert accounts.identity.find("root").is_enabled


def test_a_person_of_the_centre_gets_an_account_with_the_first_code_and_keeps_it(accounts, officer):
    first, second = accounts.code_for(officer, "000010"), accounts.code_for(officer, " 000010 ")
    assert accounts.identity.enter_with_code(first, address=HOME) is None
    user = accounts.identity.enter_with_code(second, address=HOME).user
    assert (user.centre_id, user.jobseeker_id, user.role) == ("saran", "000010", "jobseeker")


def test_people_of_two_centres_with_one_identifier_are_two(accounts, officer):
    other, _ = accounts.create(AccountForm("bolat", "staff", "", "abay"))
    codes = {each.centre_id: accounts.code_for(each, "000010") for each in (officer, other)}
    for centre_id, code in codes.items():
        assert accounts.identity.enter_with_code(code, address=HOME).user.centre_id == centre_id


@pytest.mark.parametrize("typed", ["000012", "", "aigul", "root"])
def test_no_code_is_made_for_anybody_else(accounts, officer, typed):
    accounts.create(AccountForm("root", "admin"))
    with pytest.raises(UsageError, match="code_for_jobseekers_only"):
        accounts.code_for(officer, typed)
