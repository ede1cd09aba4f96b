"""The doctor says what is here and what is wrong."""

import json

from click.testing import CliRunner

from matcher.cli.doctor import doctor
from matcher.config import Settings


def test_the_doctor_finds_the_shipped_house_well():
    answer = CliRunner().invoke(doctor, ["--json"], standalone_mode=False)
    content = json.loads(answer.output)
    assert answer.return_value == 0
    assert all(finding.startswith("ok") for finding in content["findings"].values())


def test_the_doctor_lists_every_setting():
    content = json.loads(CliRunner().invoke(doctor, ["--json"], standalone_mode=False).output)
    assert set(content["settings"]) == {f"MATCHER_{name.upper()}" for name in Settings.__dataclass_fields__}


def test_a_wrong_town_is_named_with_the_way_out(monkeypatch):
    monkeypatch.setenv("MATCHER_TOWN", "atlantis")
    answer = CliRunner().invoke(doctor, [], standalone_mode=False)
    assert answer.return_value == 2
    assert "atlantis" in answer.output
    assert "MATCHER_TOWN" in answer.output


def test_a_wrong_data_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("MATCHER_DATA_DIR", str(tmp_path))
    answer = CliRunner().invoke(doctor, ["--json"], standalone_mode=False)
    assert answer.return_value == 2
    assert json.loads(answer.output)["findings"]["taxonomy"].startswith("wrong")
