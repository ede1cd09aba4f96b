"""``matcher import``: a file into a centre's database."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from getpass import getuser
from hashlib import sha256
from pathlib import Path

import click
from tqdm import tqdm

from matcher.adapters.messages import Messages
from matcher.adapters.resolver_cache import RememberedWords
from matcher.adapters.tables_io.staged import chosen_columns
from matcher.bootstrap import Container, build
from matcher.core.record_mapping import RecordParser
from matcher.core.records.centre import Stored
from matcher.core.records.imports import TABLE_NAMES, Import
from matcher.errors import InputError, UsageError
from matcher.services.importing import Importing

KAZAKHSTAN = timezone(timedelta(hours=5))
MANY_JOBS = 2
TABLE_OF = {contract: name for name, contract in TABLE_NAMES.items()}


@click.command("import")
@click.option("--table", type=click.Choice(list(TABLE_NAMES)), help="What the file holds.")
@click.option("--file", "path", type=click.Path(path_type=Path, dir_okay=False), help="CSV or XLSX.")
@click.option("--centre", required=True, help="Centre whose file it is.")
@click.option("--columns", help="Foreign column names: hh, enbek, or map.json (what fits when not given).")
@click.option(
    "--valid-rows/--all-or-nothing",
    default=True,
    help="Import the sound rows, or nothing unless every row is sound.",
    show_default=True,
)
@click.option("--resume", is_flag=True, help="Go on where an import of the same file was stopped.")
@click.option(
    "--import", "import_id", help="Import a file that was uploaded on the page; also goes on where it was stopped."
)
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that read words (all cores, at most 2, when not given)."
)
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of messages.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures instead of sentences.")
def import_(
    table: str | None,
    path: Path | None,
    centre: str,
    columns: str | None,
    valid_rows: bool,
    resume: bool,
    import_id: str | None,
    jobs: int | None,
    lang: str | None,
    as_json: bool,
) -> int:
    r"""Import people, needs, courses, sessions or outcomes; the same file twice adds nothing.

    A changed row updates its record, and the former version is kept; a changed need supersedes the former one. What may be the same person
    is noted, never merged.

    \b
    Example:
      matcher import --table people --file people.xlsx --centre saran
    Exit status: 0 complete; 1 complete, but rows were rejected (with --all-or-nothing nothing is written); 2 nothing written, or stopped:
    the same command with --resume goes on.
    """
    container = build()
    messages = Messages(container.settings.translations_dir, lang or container.settings.language)
    service = make_importing(container, jobs or min(os.cpu_count() or 1, MANY_JOBS))
    if import_id is not None:
        staged = _found(service, centre, import_id)
    elif table is not None and path is not None:
        chosen = chosen_columns(columns, container.settings.data_dir / "columns") if columns else None
        staged = _staged(service, centre, table=TABLE_NAMES[table], path=path, resume=resume)
        if chosen is not None and staged.record.state == "staged":
            staged = service.choose(centre, staged, chosen)
    else:
        raise click.UsageError("--table and --file, or --import")
    # Millions of small records are made and kept: looking through them all, again and again, would take a quarter of the time.
    gc.set_threshold(100_000, 50, 1_000)
    try:
        with _progress() as show:
            done = service.run(centre, staged, only_whole=not valid_rows, on_progress=show)
    except UsageError as fault:
        if fault.code != "import_rows_rejected":
            raise
        click.echo(messages.error(fault), err=True)
        stored = _found(service, centre, staged.public_id).record
        _tell_rejected(stored, service.files.report(centre, staged.public_id)[1], messages)
        return 1
    _tell(done.record, service.files.report(centre, staged.public_id)[1], messages, as_json=as_json)
    return 1 if done.record.n_rejected else 0


def make_importing(container: Container, jobs: int) -> Importing:
    """Put the service together from what the house has."""

    @contextmanager
    def parser() -> Iterator[RecordParser]:
        words = RememberedWords(container.resolver, jobs=jobs)
        try:
            yield RecordParser(words, container.places, _now().date())
        finally:
            words.close()

    parts = container.import_parts
    return Importing(container.repository, parts.files, parts.tables, parser, _now)


def _now() -> datetime:
    return datetime.now(KAZAKHSTAN)


def _staged(service: Importing, centre: str, *, table: str, path: Path, resume: bool) -> Stored[Import]:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InputError("file_not_found", file=str(path)) from fault
    staged = service.unfinished(centre, table, sha256(content).hexdigest())
    if staged is not None and not resume:
        raise UsageError("import_unfinished", file=path.name)
    return staged or service.stage(centre, table, name=path.name, content=content, by=f"cli:{getuser()}")


def _found(service: Importing, centre: str, import_id: str) -> Stored[Import]:
    found = service.get(centre, import_id)
    if found is None:
        raise UsageError("unknown_import", found=import_id)
    return found


@contextmanager
def _progress() -> Iterator[Callable[[Import], None]]:
    """Show a bar on a terminal, and nothing elsewhere."""
    with tqdm(total=0, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False, unit=" rows") as bar:

        def show(now: Import) -> None:
            bar.total = now.n_accepted
            bar.update(now.n_imported - bar.n)

        yield show


def _tell(done: Import, rejected: Path | None, messages: Messages, *, as_json: bool) -> None:
    names = ("n_rows", "n_rejected", "n_added", "n_changed", "n_same", "n_notes")
    figures = {name: getattr(done, name) for name in names}
    if as_json:
        click.echo(json.dumps({"table": done.table, "state": done.state, **figures}, sort_keys=True))
    else:
        click.echo(messages.text("ui.cli.imported", **figures))
    _tell_rejected(done, rejected, messages)


def _tell_rejected(done: Import, rejected: Path | None, messages: Messages) -> None:
    if rejected is not None:
        table = TABLE_OF[done.table]
        click.echo(messages.text("ui.cli.rejected", table=table, rejected=done.n_rejected, rows=done.n_rows), err=True)
        click.echo(messages.text("ui.cli.rejected_file", path=rejected), err=True)
