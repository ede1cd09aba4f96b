"""What README says to type works as it stands."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from matcher.cli import COMMANDS, cli
from matcher.config import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SERVERS = frozenset({"serve", "demo"})
"""They run until they are stopped; the tests of the pages run what they serve."""


def blocks(text):
    """Give the commands of indented and fenced blocks, with continued lines joined."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^(?: {4}.*\n?)+", text, re.MULTILINE)
    for block in [*fenced, *indented]:
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0].removeprefix(".venv/bin/") == "matcher":
                yield words[1:]


def run(arguments):
    done = subprocess.run(
        [sys.executable, "-m", "matcher", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    return done.returncode, done.stdout, done.stderr


COMMAND_LINES = [words for words in blocks(README) if "..." not in words]
RUNNABLE = [words for words in COMMAND_LINES if words and words[0] not in SERVERS]


def test_there_are_commands_to_run():
    assert any(words[0] == "match" for words in RUNNABLE)
    assert {words[0] for words in COMMAND_LINES} <= set(COMMANDS)


@pytest.mark.parametrize("words", RUNNABLE, ids=" ".join)
def test_a_command_of_the_readme_runs_as_it_stands(words, tmp_path):
    # Only the folder to write to is another: a test leaves the tree as it was.
    arguments = [
        str(tmp_path / "out") if before == "--out" else word for before, word in zip(["", *words], words, strict=False)
    ]
    status, _, told = run(arguments)
    assert (status, "Traceback" in told) == (0, False), told
    if "--out" in words:
        written = {path.name for path in (tmp_path / "out").iterdir()}
        promised = set(re.findall(r"^\| `([a-z_]+\.(?:csv|json))` \|", FILES, re.MULTILINE))
        assert written
        assert words[0] != "match" or written >= promised > {"matches.csv"}


def helped():
    """Give every command that does something, with the words that call it."""
    for name in sorted(COMMANDS):
        command = cli.get_command(click.Context(cli), name)
        subcommands = command.commands if isinstance(command, click.Group) else {}
        yield from ((f"{name} {sub}", found) for sub, found in sorted(subcommands.items()))
        if not subcommands:
            yield name, command


@pytest.mark.parametrize(
    ("words", "command"), list(helped()), ids=lambda given: given if isinstance(given, str) else ""
)
def test_every_command_is_named_and_helps_with_an_example(words, command):
    assert f"## matcher {words}\n" in COMMANDS_PAGE or f"## matcher {words} " in COMMANDS_PAGE
    told = CliRunner().invoke(command, ["--help"], catch_exceptions=False).output
    assert "Example" in told
    assert f"matcher {words}" in told


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_listed(name):
    assert f"`MATCHER_{name.upper()}`" in README


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_that_is_pointed_at_is_there(target):
    assert (ROOT / target).exists()


@pytest.mark.parametrize("target", ["run", "test", "lock"])
def test_every_target_of_make_that_is_named_is_there(target):
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
