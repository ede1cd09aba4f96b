"""``matcher users``: people are created, given codes, kept out and let in again."""

import json

import pyotp
import pytest
from click.testing import CliRunner

from matcher.application import make_identity
from matcher.bootstrap import build
from matcher.cli.users import users
from matcher.config import Settings
from matcher.errors import UsageError
from matcher.services.second_factor import SecondFactors

PASSWORD = "correct horse battery"


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("MATCHER_PASSWORD_COST", "cheap")

    def run(*arguments, **given):
        return CliRunner().invoke(users, arguments, standalone_mode=False, **given)

    return run


@pytest.fixture
def identity(tmp_path):
    # The house of the pages beside the command's own, as two programs over one database.
    return make_identity(build(Settings(instance_dir=tmp_path, password_cost="cheap")))


def test_a_person_created_on_the_command_line_signs_in_on_the_pages(call, identity):
    done = call(
        "create", "--login", "Aigul", "--role", "staff", "--centre", "saran", "--password-stdin", input=PASSWORD
    )
    assert done.return_value == 0
    assert done.output.startswith("aigul staff ")
    assert PASSWORD not in done.output
    assert identity.sign_in("aigul", PASSWORD, address="192.0.2.1") is not None


def test_a_jobseeker_gets_a_code_and_a_new_one_ends_it(call, identity):
    created = call("create", "--login", "js-1", "--role", "jobseeker", "--centre", "saran", "--belongs-to", "JS-1")
    former, code = created.output.split()[-1], call("code", "--login", "js-1").output.strip()
    assert identity.enter_with_code(former, address="192.0.2.1") is None
    assert identity.enter_with_code(code, address="192.0.2.1").user.jobseeker_id == "JS-1"


def test_a_disabled_person_stays_out_until_enabled(call, identity):
    call("create", "--login", "root", "--role", "admin", "--password-stdin", input=PASSWORD)
    token = identity.sign_in("root", PASSWORD, address="192.0.2.1").token
    call("disable", "--login", "root")
    assert identity.user_of(token) is None
    assert identity.sign_in("root", PASSWORD, address="192.0.2.1") is None
    call("enable", "--login", "root")
    assert identity.sign_in("root", PASSWORD, address="192.0.2.1") is not None


def test_a_program_gets_a_token_until_it_is_revoked(call):
    call("create", "--login", "a", "--role", "staff", "--centre", "saran", "--password-stdin", input=PASSWORD)
    made = call("token", "create", "--login", "a", "--name", "reports")
    assert made.output.startswith("matcher_")
    assert call("token", "revoke", "--login", "a", "--name", "reports").output.strip() == "1"
    assert call("token", "revoke", "--login", "a", "--name", "reports").exception.code == "unknown_token"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("create", "--login", "a", "--role", "admin", "--password-stdin"), "password_short"),
        (("create", "--login", "a", "--role", "jobseeker", "--centre", "saran"), "user_without_owner"),
        (("code", "--login", "nobody"), "unknown_login"),
        (("disable", "--login", "nobody"), "unknown_login"),
    ],
)
def test_what_cannot_be_done_is_named(call, arguments, code):
    fault = call(*arguments, input="short").exception
    assert isinstance(fault, UsageError)
    assert fault.code == code


def test_nobody_else_on_the_machine_reads_the_hashes(call, identity, tmp_path):
    call("create", "--login", "root", "--role", "admin", "--password-stdin", input=PASSWORD)
    assert (tmp_path / "matcher.sqlite").stat().st_mode & 0o077 == 0


def test_the_doctor_says_what_keeps_production_from_starting(call, tmp_path):
    from matcher.cli.doctor import doctor

    def told():
        return json.loads(CliRunner().invoke(doctor, ["--json"], standalone_mode=False).output)["production"]

    assert told().startswith("not fit: production_cheap")
    (tmp_path / "secret_key").write_text("changeme")
    assert "changeme" not in told()


def test_a_lost_second_factor_is_taken_away_and_the_journal_notes_it(call, identity, tmp_path):
    call("create", "--login", "aigul", "--role", "staff", "--centre", "saran", "--password-stdin", input=PASSWORD)
    factors, user = SecondFactors(identity), identity.find("aigul")
    secret = factors.offer(user)
    assert factors.confirm(user, pyotp.TOTP(secret).at(int(identity.clock())))
    assert factors.is_on(user)
    assert call("reset-second-factor", "--login", "aigul").return_value == 0
    assert not factors.is_on(user)
    assert factors.n_recovery_codes(user) == 0
    assert "second_factor_reset" in (tmp_path / "log" / "matcher.log").read_text(encoding="utf-8")
