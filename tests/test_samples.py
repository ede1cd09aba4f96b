"""The sample town is what its documented command makes, byte for byte, and every row is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.adapters.tables_io.reading import read_table
from matcher.cli.simulate import simulate
from matcher.config import ROOT

SAMPLES = ROOT / "data" / "samples"
COUNTS = {"jobseekers": 400, "vacancies": 45, "courses": 40, "outcomes": 300}
NAMES = (*COUNTS, "sessions")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    result = CliRunner().invoke(simulate, ["--seed", "7", "--out", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_made_again_with_the_same_bytes(made: Path, name: str) -> None:
    assert (made / f"{name}.csv").read_bytes() == (SAMPLES / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_no_row_of_the_sample_is_rejected(name: str) -> None:
    checked = read_table(SAMPLES / f"{name}.csv", name)
    assert checked.errors == []
    assert len(checked.accepted) == COUNTS.get(name, len(checked.accepted)) > 0


def test_the_dictionary_names_the_seed_and_says_that_all_is_invented() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert "matcher simulate --seed 7 --out data/samples" in text
    assert "invented" in text
