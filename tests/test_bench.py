"""The measurements are told of where people look for them."""

import pytest

from matcher.config import ROOT

COMMANDS = [path for path in sorted((ROOT / "bench").glob("*.py")) if "__main__" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_every_measurement_is_described(path):
    assert f"bench/{path.name}" in (ROOT / "bench" / "README.md").read_text(encoding="utf-8")


def test_there_are_measurements():
    assert {"quality.py", "speed.py", "text.py"} <= {path.name for path in COMMANDS}
