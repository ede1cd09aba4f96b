"""``matcher backup``: what a centre keeps, in one encrypted file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from matcher.adapters.backup.creating import create as create_backup
from matcher.adapters.backup.restoring import opened
from matcher.adapters.backup.restoring import restore as restore_backup
from matcher.adapters.backup.sealing import make_key
from matcher.adapters.messages import Messages
from matcher.bootstrap import Container, build
from matcher.services.erasure import Erasing

A_FILE = click.Path(path_type=Path, dir_okay=False)
THE_KEY = click.option("--key-file", required=True, type=A_FILE, help="Key, as matcher backup key wrote it.")
THE_BACKUP = click.option("--from", "source", required=True, type=A_FILE, help="The backup.")


@click.group()
def backup() -> None:
    r"""Back the database and the files of this installation up, encrypted, and put them back.

    \b
    Example:
      matcher backup key --out backup.key
      matcher backup create --out monday.age --key-file backup.key
    """


@backup.command()
@click.option("--out", required=True, type=A_FILE, help="File to write.")
def key(out: Path) -> int:
    r"""Make a key; without it no backup can be opened, so keep a copy of it somewhere else.

    \b
    Example:
      matcher backup key --out backup.key
    """
    make_key(out)
    _say(build(), "ui.cli.backup_key", file=out)
    return 0


@backup.command()
@click.option("--out", required=True, type=A_FILE, help="File to write; one that is there is not overwritten.")
@THE_KEY
def create(out: Path, key_file: Path) -> int:
    r"""Write a backup of one moment, while the pages go on being used.

    \b
    Example:
      matcher backup create --out monday.age --key-file backup.key
    It holds the database, the installation's secret, the words that the centre taught and the trained models. It does not hold
    who is signed in. The age format is public: age -d -i backup.key monday.age gives a ZIP archive.
    """
    container = build()
    made = create_backup(container.upgraded_database, container.backed_up, out, key_file=key_file)
    rows = sum(member.n_rows for member in made.contents.tables)
    _say(container, "ui.cli.backup_made", file=out, bytes=made.n_bytes, rows=rows, sha256=made.sha256)
    return 0


@backup.command()
@THE_BACKUP
@THE_KEY
def verify(source: Path, key_file: Path) -> int:
    r"""Open a backup and compare every digest; nothing is written.

    \b
    Example:
      matcher backup verify --from monday.age --key-file backup.key
    """
    container = build()
    with opened(source, key_file=key_file, folder=_room(container)) as archive:
        for member in archive.contents.tables:
            click.echo(f"  {member.n_rows:9} {Path(member.name).stem}")
        _say(container, "ui.cli.backup_sound", moment=archive.contents.made_at, revision=archive.contents.revision)
    return 0


@backup.command()
@THE_BACKUP
@THE_KEY
@click.option("--replace", is_flag=True, help="Replace a database that holds something.")
def restore(source: Path, key_file: Path, replace: bool) -> int:
    r"""Put a backup back, all of it or nothing; one of an older program is brought to the newest form.

    \b
    Example:
      matcher backup restore --from monday.age --key-file backup.key --replace
    Stop the pages before. Afterwards nobody is signed in. Whoever is disabled now stays disabled, passwords stay as they are now,
    and files that are there stay; only missing ones are written. Whoever was erased since the backup is erased again.
    """
    container = build()
    with opened(source, key_file=key_file, folder=_room(container)) as archive:
        done = restore_backup(archive, container.database, container.backed_up, replace=replace)
    rows = sum(member.n_rows for member in done.contents.tables)
    _say(container, "ui.cli.backup_restored", moment=done.contents.made_at, rows=rows)
    for name in done.files:
        _say(container, "ui.cli.backup_file_written", file=name)
    for name in done.kept:
        _say(container, "ui.cli.backup_file_kept", file=name)
    n_erased = Erasing(container.personal_records, container.personal_files).erase_again(today=date.today())
    if n_erased:
        _say(container, "ui.cli.backup_erased_again", people=n_erased)
    return 0


def _room(container: Container) -> Path:
    container.settings.instance_dir.mkdir(parents=True, exist_ok=True)
    return container.settings.instance_dir


def _say(container: Container, sentence: str, **params: object) -> None:
    click.echo(Messages(container.settings.translations_dir, container.settings.language).text(sentence, **params))
