"""Every command tells by an example how it is used, on lines of its own."""

import subprocess
import sys

import click
import pytest

from matcher.cli import COMMANDS, cli


def leaves(command, path):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), (*path, name))
    else:
        yield pytest.param(command, path, id=" ".join(path))


@pytest.mark.parametrize(("command", "path"), list(leaves(cli, ("matcher",))))
def test_the_help_holds_an_example_that_can_be_copied(command, path):
    told = command.get_help(click.Context(command, info_name=path[-1]))
    lines = [line.strip() for line in told.splitlines()]
    assert "Example:" in lines
    example = lines[lines.index("Example:") + 1]
    assert example.startswith(" ".join(path))
    assert "\\b" not in told
    assert "\\\\" not in told


def test_the_walk_finds_the_commands():
    assert len(list(leaves(cli, ("matcher",)))) > len(COMMANDS)


def test_the_list_of_commands_loads_none_of_them():
    # What they need takes seconds to load.
    lines = "import sys; from matcher.cli import cli; cli.main(['--help'], standalone_mode=False)"
    told = subprocess.run(
        [sys.executable, "-c", f"{lines}; print({{'sklearn', 'flask', 'pandas'}} & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert told.endswith("set()\n")
    assert all(f"\n  {name} " in told for name in COMMANDS)
