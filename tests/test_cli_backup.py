"""``matcher backup``: a key, a backup, a look at it, and back."""

import pytest
from click.testing import CliRunner

from matcher.bootstrap import build
from matcher.cli.backup import backup
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
