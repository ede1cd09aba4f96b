"""Settings come from the environment, and from nowhere else."""

from pathlib import Path

import pytest

from matcher.config import Settings, environment_of, read_settings
from matcher.errors import UsageError


def test_an_empty_environment_gives_the_defaults():
    assert read_settings({}) == Settings()


def test_values_are_typed():
    settings = read_settings({"MATCHER_PORT": "8080", "MATCHER_DATA_DIR": "/srv/data", "MATCHER_LANGUAGE": "kk"})
    assert (settings.port, settings.data_dir, settings.language) == (8080, Path("/srv/data"), "kk")


def test_an_empty_value_means_not_set():
    assert read_settings({"MATCHER_PORT": ""}).port == 5000


def test_other_variables_are_left_alone():
    assert read_settings({"PATH": "/bin"}) == Settings()


def test_a_misspelt_setting_is_named_with_the_known_ones():
    with pytest.raises(UsageError) as caught:
        read_settings({"MATCHER_PROT": "1"})
    assert caught.value.params["found"] == "MATCHER_PROT"
    assert "MATCHER_PORT" in str(caught.value.params["expected"])


def test_a_port_that_is_no_number_is_refused():
    with pytest.raises(UsageError) as caught:
        read_settings({"MATCHER_PORT": "five"})
    assert caught.value.code == "bad_setting"
    assert caught.value.params["found"] == "five"


def test_the_taxonomy_folder_follows_the_setting():
    assert read_settings({"MATCHER_TAXONOMY": "esco"}).taxonomy_dir == Settings().data_dir / "taxonomy" / "esco"


def test_every_setting_stands_in_the_readme():
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"MATCHER_{name.upper()}" in readme


def test_a_process_of_our_own_has_the_same_settings_and_no_others(monkeypatch, tmp_path):
    monkeypatch.setenv("MATCHER_PORT", "6000")
    monkeypatch.setenv("LC_TEST", "kept")
    own = Settings(instance_dir=tmp_path, language="kk", encoders="none")
    environment = environment_of(own)
    assert read_settings(environment) == own
    assert environment["LC_TEST"] == "kept"
