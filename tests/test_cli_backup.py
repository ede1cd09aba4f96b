"""``matcher backup``: a key, a backup, a look at it, and back."""

import pytest
from click.testing import CliRunner

from matcher.bootstrap import build
from matcher.cli.backup import backup
from matcher.cli.erase import erase
from matcher.config import Settings
from matcher.core.records import Jobseeker, Profile
from matcher.errors import MatcherError


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(tmp_path / "instance"))

    def run(*arguments):
        return CliRunner().invoke(backup, [str(each) for each in arguments], standalone_mode=False)

    return run


def test_what_a_centre_keeps_goes_out_and_comes_back(call, tmp_path):
    def people():
        found = build(Settings(instance_dir=tmp_path / "instance")).repository.find("saran", Jobseeker)
        return [row.record.jobseeker_id for row in found]

    out, key = tmp_path / "b.age", tmp_path / "b.key"
    build(Settings(instance_dir=tmp_path / "instance")).repository.add("saran", Jobseeker("1", Profile()))
    assert call("key", "--out", key).return_value == 0
    made = call("create", "--out", out, "--key-file", key)
    assert (made.return_value, str(out) in made.output) == (0, True)
    looked = call("verify", "--from", out, "--key-file", key)
    assert (looked.return_value, "1 jobseekers" in looked.output) == (0, True)
    build(Settings(instance_dir=tmp_path / "instance")).repository.add("saran", Jobseeker("2", Profile()))
    fault = call("restore", "--from", out, "--key-file", key).exception
    assert isinstance(fault, MatcherError)
    assert fault.code == "database_not_empty"
    assert people() == ["1", "2"]
    assert call("restore", "--from", out, "--key-file", key, "--replace").return_value == 0
    assert people() == ["1"]


def test_whoever_was_erased_stays_erased_after_a_restore(call, tmp_path):
    container = build(Settings(instance_dir=tmp_path / "instance"))
    out, key = tmp_path / "b.age", tmp_path / "b.key"
    container.repository.add_all("saran", [Jobseeker("JS-1", Profile()), Jobseeker("JS-2", Profile())])
    call("key", "--out", key)
    call("create", "--out", out, "--key-file", key)
    CliRunner().invoke(erase, ["--centre", "saran", "--jobseeker", "JS-1", "--apply"], standalone_mode=False)
    restored = call("restore", "--from", out, "--key-file", key, "--replace")
    assert restored.return_value == 0
    assert [row.record.jobseeker_id for row in container.repository.find("saran", Jobseeker)] == ["JS-2"]
    assert b"JS-1" not in (tmp_path / "instance" / "matcher.sqlite").read_bytes()
    container.database.dispose()
