"""The house keeps its own rules."""

import ast
import re
import subprocess
import sys

import pytest

from matcher.config import ROOT

SOURCES = sorted([*(ROOT / "matcher").rglob("*.py"), *(ROOT / "web").rglob("*.py")])


def test_rooms_import_in_one_direction():
    # The command is a script beside the interpreter.
    from pathlib import Path

    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_stored_as_code_and_the_product_stands_alone(path):
    text = path.read_text(encoding="utf-8")
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
    }
    assert not imported & {"pickle", "cPickle", "dill", "cloudpickle", "shelve"}
    assert "joblib.load" not in text
    assert "../shared" not in text


def test_core_reads_no_clock_and_no_files():
    for path in (ROOT / "matcher" / "core").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(datetime\.now|date\.today|time\.time|os\.environ|open\()", text), path


def test_the_page_of_commands_names_every_command():
    from matcher.cli import COMMANDS

    readme = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert all(f"## matcher {name}" in readme for name in COMMANDS)


def test_the_lock_pins_with_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9.-]+==", lock, re.MULTILINE)
    assert len(pinned) > 15
    assert lock.count("--hash=sha256:") >= len(pinned)
