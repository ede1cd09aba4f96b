"""``matcher erase`` and ``matcher retention``: people whose record goes for good."""

from __future__ import annotations

from datetime import date, datetime

import click

from matcher.adapters.messages import Messages
from matcher.bootstrap import Container, build
from matcher.errors import UsageError
from matcher.services.erasure import Erasing, Erasure

APPLY = "Do it; without it only what would happen is told."


@click.command()
@click.option("--centre", required=True, help="Centre of the person.")
@click.option("--jobseeker", required=True, help="Identifier of the person.")
@click.option("--apply", "is_applied", is_flag=True, help=APPLY)
def erase(centre: str, jobseeker: str, is_applied: bool) -> int:
    r"""Erase a person from the database and from the program's files; counts without names stay.

    \b
    Example:
      matcher erase --centre saran --jobseeker 000010
      matcher erase --centre saran --jobseeker 000010 --apply
    Runs, uploads and exports that name the person go whole. Backups made before still hold the person until they are deleted; whoever
    was erased is erased again when one is restored. Folders outside the instance folder are not searched. The database is rewritten at
    the end: others wait meanwhile.
    """
    container = build()
    erasing = _erasing(container)
    plan = erasing.plan(centre, jobseeker)
    if not plan.n_rows and not plan.files:
        raise UsageError("nothing_held", centre=centre, found=jobseeker)
    if is_applied:
        plan = erasing.erase(centre, jobseeker, today=date.today())
    messages = _messages(container)
    _tell(messages, plan)
    _end(messages, erasing, is_applied=is_applied)
    return 0


@click.command()
@click.option("--centre", default="", help="One centre only (all).")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day (today).")
@click.option("--apply", "is_applied", is_flag=True, help=APPLY)
def retention(centre: str, as_of: datetime | None, is_applied: bool) -> int:
    r"""Erase people after two years without activity; 30 days before they are told on their own page, and here.

    \b
    Example:
      matcher retention
      matcher retention --apply
    Run it every day or week, for instance by cron. The first run counts two years from the last date that is known of a person.
    """
    container = build()
    erasing, messages = _erasing(container), _messages(container)
    today = as_of.date() if as_of else date.today()
    n_erased = 0
    for each in [centre] if centre else container.personal_records.centres():
        found = erasing.retain(each, today) if is_applied else erasing.due(each, today)
        for person in found:
            if person.step != "keep":
                words = {"centre": each, "jobseeker": person.jobseeker_id, "on": person.erase_on.isoformat()}
                click.echo(messages.text(f"ui.cli.retention_{person.step}", **words))
        n_erased += sum(person.step == "erase" for person in found)
        click.echo(messages.text("ui.cli.retention_kept", centre=each, people=sum(p.step == "keep" for p in found)))
        for year, people, hired in container.personal_records.counted(each):
            click.echo(messages.text("ui.cli.retention_counted", centre=each, year=year, people=people, hired=hired))
    _end(messages, erasing, is_applied=is_applied, is_wiped=n_erased > 0)
    return 0


def _erasing(container: Container) -> Erasing:
    return Erasing(container.personal_records, container.personal_files)


def _messages(container: Container) -> Messages:
    return Messages(container.settings.translations_dir, container.settings.language)


def _tell(messages: Messages, plan: Erasure) -> None:
    for table, n_rows in sorted(plan.n_rows.items()):
        click.echo(f"{table}: {n_rows}")
    for path in plan.files:
        click.echo(messages.text("ui.cli.erase_file", path=path))


def _end(messages: Messages, erasing: Erasing, *, is_applied: bool, is_wiped: bool = True) -> None:
    if not is_applied:
        click.echo(messages.text("ui.cli.erase_dry"))
        return
    for undone in erasing.wipe() if is_wiped else []:
        click.echo(messages.text(f"ui.cli.erase_undone_{undone}"))
    click.echo(messages.text("ui.cli.erase_done"))
