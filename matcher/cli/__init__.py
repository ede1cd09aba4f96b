"""The command line: ``matcher`` and ``python -m matcher``."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from matcher import __version__
from matcher.errors import MatcherError

# Each command lives in a module that is loaded only when it is called: a start stays well under two seconds.
COMMANDS = {
    "match": "matcher.cli.match:match",
    "evaluate": "matcher.cli.evaluate:evaluate_",
    "audit": "matcher.cli.audit:audit_",
    "train": "matcher.cli.train:train_",
    "taxonomy": "matcher.cli.taxonomy:taxonomy",
    "simulate": "matcher.cli.simulate:simulate",
    "serve": "matcher.cli.serve:serve",
    "users": "matcher.cli.users:users",
    "demo": "matcher.cli.serve:demo",
    "db": "matcher.cli.db:db",
    "backup": "matcher.cli.backup:backup",
    "decisions": "matcher.cli.decisions:decisions",
    "reads": "matcher.cli.reads:reads",
    "erase": "matcher.cli.erase:erase",
    "retention": "matcher.cli.erase:retention",
    "doctor": "matcher.cli.doctor:doctor",
    "import": "matcher.cli.import_:import_",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return _with_examples_in_lines(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Tell the commands by the first lines of their docstrings, read as text: to load all of them would take seconds."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(*COMMANDS[name].split(":"))) for name in self.list_commands(ctx)])


def _first_line(module: str, name: str) -> str:
    spec = find_spec(module)
    source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    commands = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    told = ast.get_docstring(next(commands)) or ""
    return " ".join(told.partition("\n\n")[0].split())


def _with_examples_in_lines(command: click.Command) -> click.Command:
    r"""Turn the ``\b`` of raw docstrings into the mark by which click leaves a paragraph's lines as they are."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    for inner in getattr(command, "commands", {}).values():
        _with_examples_in_lines(inner)
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="matcher")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    r"""Match jobseekers with vacancies, say why, and recommend the courses that close the gap.

    \b
    Example:
      matcher match --jobseekers J.csv --vacancies V.csv --courses C.csv --out results
    """
    ctx.obj = {"debug": debug}


_with_examples_in_lines(cli)


def main() -> None:
    """Run the command line; errors are told in plain words and exit with 2."""
    debug = "--debug" in sys.argv
    # ``--debug`` is accepted anywhere: a clerk adds it at the end of the line that failed.
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        sys.exit(cli.main(arguments, standalone_mode=False) or 0)
    except click.ClickException as wrong_usage:
        wrong_usage.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except MatcherError as fault:
        if debug:
            raise
        _tell(fault)
        sys.exit(fault.exit_status)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as fault:  # the last line of defence: a clerk never sees a traceback
        if debug:
            raise
        from matcher.adapters.storage import storage_error

        if (of_the_disk := storage_error(fault)) is not None:
            _tell(of_the_disk)
            sys.exit(of_the_disk.exit_status)
        # Databases and parsers quote what people wrote, and what is told here may end in a log; of the system the words are its own.
        told = f": {fault}" if isinstance(fault, OSError) else ""
        click.echo(f"matcher: {type(fault).__name__}{told}\nmatcher ... --debug", err=True)
        sys.exit(2)


def _tell(fault: MatcherError) -> None:
    from matcher.adapters.messages import Messages
    from matcher.config import Settings, read_settings

    try:
        settings = read_settings()
    except MatcherError:
        settings = Settings()
    language = str(fault.params.get("lang") or _asked_language() or settings.language)
    try:
        sentence = Messages(settings.translations_dir, language).error(fault)
    except MatcherError:
        sentence = Messages(settings.translations_dir, "en").error(fault)
    click.echo(f"matcher: {sentence}", err=True)


def _asked_language() -> str:
    for position, argument in enumerate(sys.argv):
        if argument == "--lang" and position + 1 < len(sys.argv):
            return sys.argv[position + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""
