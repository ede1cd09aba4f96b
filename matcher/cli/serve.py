"""``matcher serve`` and ``matcher demo``: the pages."""

from __future__ import annotations

import csv
import logging
import signal
import socket
import sys
import threading
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click

from matcher.adapters.messages import Messages
from matcher.bootstrap import Container, build
from matcher.cli.match import match
from matcher.errors import UsageError

if TYPE_CHECKING:
    from flask import Flask

THREADS = 8
"""Of waitress: while some wait for the disk, others use the processor."""
SAMPLES = ("jobseekers", "vacancies", "courses")


@click.command()
@click.option("--host", help="Address (MATCHER_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (MATCHER_PORT).")
@click.option(
    "--production", is_flag=True, help="Serve with waitress, over HTTPS behind a proxy; refuse default secrets."
)
def serve(host: str | None, port: int | None, production: bool) -> int:
    r"""Serve the pages over the database; nothing personal is open without sign-in.

    \b
    Example:
      matcher serve --production --port 8080
    """
    _serve(build(), host, port, production=production)
    return 0


@click.command()
@click.option("--as-of", default="2026-11-23", help="Day of the match.", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Port (MATCHER_PORT).")
@click.option("--no-serve", is_flag=True, help="Match and print, but serve nothing.")
@click.pass_context
def demo(ctx: click.Context, as_of: str, port: int | None, no_serve: bool) -> int:
    r"""Match the invented sample town from CSV, print the top rows and serve the pages.

    \b
    Example:
      matcher demo
    """
    container = build()
    samples = container.settings.data_dir / "samples"
    folder = container.settings.instance_dir / "runs" / "latest"
    paths = {name: samples / f"{name}.csv" for name in SAMPLES}
    arguments = [part for name in SAMPLES for part in (f"--{name}", str(paths[name]))]
    match.main([*arguments, "--as-of", as_of, "--out", str(folder)], standalone_mode=False)
    with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in islice(csv.DictReader(file), 5):
            click.echo("  ".join(row[name] for name in ("vacancy_id", "rank", "jobseeker_id", "score", "readiness")))
    if not no_serve:
        _serve(container, None, port, demo_logins=_let_people_in(container, date.fromisoformat(as_of)))
    return 0


def _let_people_in(container: Container, as_of: date) -> tuple[str, ...]:
    """Fill the database with the invented town, print who may enter it, and give the logins of those with a password."""
    from matcher.application import make_identity
    from matcher.cli.demo_town import demo_accounts, fill_sample_centre

    messages = Messages(container.settings.translations_dir, container.settings.language)
    if n_added := fill_sample_centre(container, as_of):
        click.echo(messages.text("ui.cli.centre_filled", records=n_added))
    click.echo(messages.text("ui.cli.demo_accounts"))
    accounts = demo_accounts(container, make_identity(container))
    for role, login, secret in accounts:
        click.echo(f"  {role:10} {login:15} {secret}")
    return tuple(login for role, login, _ in accounts if role != "jobseeker")


def _serve(
    container: Container,
    host: str | None,
    port: int | None,
    *,
    production: bool = False,
    demo_logins: tuple[str, ...] = (),
) -> None:
    from werkzeug.serving import make_server

    from matcher.adapters.journal import LibraryHandler
    from web import create_app
    from web.journal import SilentRequests
    from web.staff.blueprint import warm

    host, port = host or container.settings.host, port or container.settings.port
    app = create_app(container, production=production, repository=container.repository, demo_logins=demo_logins)
    app.extensions["journal"] = container.journal
    # Libraries speak to the root; their words may quote what somebody typed.
    logging.basicConfig(handlers=[LibraryHandler(container.journal)], force=True)
    with socket.socket() as probe:
        # Without this a port that was served a moment ago would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise UsageError("port_taken", address=f"{host}:{port}") from taken
    _end_when_told()
    # Whoever comes meanwhile waits for it, but need not be the one who starts it.
    threading.Thread(target=warm, args=[app], daemon=True).start()
    messages = Messages(container.settings.translations_dir, container.settings.language)
    click.echo(messages.text("ui.cli.serving", address=f"http://{host}:{port}"))
    if production:
        serve_with_waitress(container, app, host, port)
    else:
        make_server(host, port, app, threaded=True, request_handler=SilentRequests).serve_forever()


def _end_when_told() -> None:
    """Take SIGTERM, by which services are ended, for an end and no fault: what is being answered is answered first."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def serve_with_waitress(container: Container, app: Flask, host: str, port: int) -> None:
    """Serve until the process ends."""
    from waitress import serve as run_waitress

    proxy = container.settings.trusted_proxy
    # Tries are counted by address: without the proxy's word everybody behind it would be one address.
    trusted = (
        {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}} if proxy else {}
    )
    run_waitress(app, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=True, **trusted)
