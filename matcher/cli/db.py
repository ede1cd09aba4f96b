"""``matcher db``: the database."""

from __future__ import annotations

import click

from matcher.adapters.database.migrating import revision_of
from matcher.adapters.database.migrating import upgrade as upgrade_database
from matcher.adapters.messages import Messages
from matcher.bootstrap import build


@click.group()
def db() -> None:
    r"""Look after the database (MATCHER_DATABASE_URL, or SQLite in the instance folder).

    \b
    Example:
      matcher db upgrade
    """


@db.command()
def upgrade() -> int:
    r"""Bring the database to the form that this program needs; all steps or none.

    \b
    Example:
      matcher db upgrade
    Nothing happens where it is there already. Make a backup before.
    """
    container = build()
    before = revision_of(container.database) or "-"
    upgrade_database(container.database)
    messages = Messages(container.settings.translations_dir, container.settings.language)
    click.echo(messages.text("ui.cli.database_upgraded", before=before, after=revision_of(container.database)))
    return 0
