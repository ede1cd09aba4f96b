"""Write docs/commands.md from the help of every command: ``python docs/commands.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from matcher.cli import cli

OUT = Path(__file__).with_name("commands.md")
HEAD = """# Commands

Made from `--help` by `python docs/commands.py`. Exit status: 0 complete; 1 complete, but rows were rejected (with `--strict` nothing is
written); 2 wrong usage, unreadable input or a full disk, nothing written. `--debug` shows the traceback of an error.
"""


def leaves(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that does something, with the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from leaves(found, (*path, name))
    else:
        yield path, command


def commands_page() -> str:
    """Return the page."""
    parts = [HEAD]
    for path, command in leaves(cli, ("matcher",)):
        context = click.Context(command, info_name=" ".join(path), max_content_width=100, terminal_width=100)
        parts.append(f"## {' '.join(path)}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    OUT.write_text(commands_page(), encoding="utf-8")
