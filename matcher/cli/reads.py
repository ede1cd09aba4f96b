"""``matcher reads``: who looked at whom."""

from __future__ import annotations

import click

from matcher.adapters.database.read_log import verify_looks
from matcher.adapters.messages import Messages
from matcher.bootstrap import build


@click.group()
def reads() -> None:
    r"""Look after the log of who was shown whom.

    \b
    Example:
      matcher reads verify
    """


@reads.command()
def verify() -> int:
    r"""Go through the chain of every centre's log; name the first row that does not fit.

    \b
    Example:
      matcher reads verify
    Note the last hash elsewhere: it shows later that nothing before it was rewritten. Exit status 1 when a log is broken.
    """
    container = build()
    messages = Messages(container.settings.translations_dir, container.settings.language)
    with container.upgraded_database.connect() as connection:
        found = verify_looks(connection)
    for log in found:
        key = "ui.cli.reads_broken" if log.broken_at else "ui.cli.reads_whole"
        click.echo(messages.text(key, centre=log.centre_id, looks=log.n_looks, hash=log.last_hash, seq=log.broken_at))
    if not found:
        click.echo(messages.text("ui.cli.reads_none"))
    return int(any(log.broken_at for log in found))
