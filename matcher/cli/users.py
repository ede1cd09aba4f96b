"""``matcher users``: who may enter."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from matcher.bootstrap import Container, build
from matcher.core.records.identity import ROLES, Role
from matcher.services.accounts import LONGEST_NAME, Accounts
from matcher.services.api_tokens import ApiTokens
from matcher.services.identity import Identity


@click.group()
def users() -> None:
    r"""Create people who may enter, print one-time codes, disable and enable.

    \b
    Example:
      matcher users create --login aigul --role staff --centre saran
    """


@users.command()
@click.option("--login", required=True, help="Name to sign in with.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person may do.")
@click.option("--centre", default="", help="Centre of staff, employers and jobseekers.")
@click.option("--belongs-to", default="", help="Identifier of the employer or of the jobseeker.")
@click.option("--name", default="", help="What others read: only a named officer makes an offer.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking twice.")
def create(login: str, role: Role, centre: str, belongs_to: str, **given: Any) -> int:
    r"""Create a person; for a jobseeker, print the one-time code.

    \b
    Example:
      matcher users create --login aigul --role staff --centre saran --name "Айгүл Серікова"
      matcher users create --login js-1 --role jobseeker --centre saran --belongs-to JS-1
    A password is never an option of the command: others on the machine could read it.
    """
    container = build()
    identity = _identity(container)
    password = "" if role == "jobseeker" else _password(given["password_stdin"])
    user = identity.create_user(login, role, password=password, centre_id=centre, belongs_to=belongs_to)
    if role == "employer":
        Accounts(identity, container.repository).know_employer(centre, belongs_to, given["name"])
    if given["name"]:
        identity.store.set_name(user.user_id, given["name"][:LONGEST_NAME])
    click.echo(f"{user.login} {user.role} {user.user_id}")
    if role == "jobseeker":
        click.echo(identity.issue_code(user.user_id))
    return 0


@users.command()
@click.option("--login", required=True, help="Of a jobseeker.")
def code(login: str) -> int:
    r"""Print a new one-time code for a jobseeker; earlier ones end.

    \b
    Example:
      matcher users code --login js-1
    """
    identity = _identity(build())
    click.echo(identity.issue_code(identity.find(login).user_id))
    return 0


@users.command()
@click.option("--login", required=True, help="Of any person.")
def disable(login: str) -> int:
    r"""Keep a person out; every session and code ends at once.

    \b
    Example:
      matcher users disable --login aigul
    """
    _identity(build()).set_enabled(login, False)
    return 0


@users.command()
@click.option("--login", required=True, help="Of a disabled person.")
def enable(login: str) -> int:
    r"""Let a disabled person in again.

    \b
    Example:
      matcher users enable --login aigul
    """
    _identity(build()).set_enabled(login, True)
    return 0


@users.command("reset-second-factor")
@click.option("--login", required=True, help="Of staff or an administrator.")
def reset_second_factor(login: str) -> int:
    r"""Take a person's second factor and recovery codes away, and end every session; the journal notes it.

    \b
    Example:
      matcher users reset-second-factor --login aigul
    """
    container = build()
    identity = _identity(container)
    user = identity.find(login)
    if identity.store.reset_second_factor(user.user_id):
        container.journal.info("second_factor_reset", about=user.user_id)
    return 0


@users.group()
def token() -> None:
    r"""Let programs enter the API in the name of staff or employers, and keep them out again.

    \b
    Example:
      matcher users token create --login aigul --name reports --days 90
    """


@token.command("create")
@click.option("--login", required=True, help="Of staff or an employer, whose role and centre the token has.")
@click.option("--name", required=True, help="What it is for.")
@click.option("--days", default=90, show_default=True, help="Its life, at most 366.")
def create_token(login: str, name: str, days: int) -> int:
    r"""Print a new token; it is told once and stored nowhere.

    \b
    Example:
      matcher users token create --login aigul --name reports --days 90
    A program sends it as: Authorization: Bearer TOKEN. It ends by itself, when it is revoked, or when its person is disabled.
    """
    container = build()
    click.echo(_tokens(container).create(_identity(container).find(login), name, days=days))
    return 0


@token.command("revoke")
@click.option("--login", required=True, help="Whose token it is.")
@click.option("--name", required=True, help="What it was for.")
def revoke_token(login: str, name: str) -> int:
    r"""End the tokens of a name at once, and print how many there were.

    \b
    Example:
      matcher users token revoke --login aigul --name reports
    """
    container = build()
    click.echo(_tokens(container).revoke(_identity(container).find(login), name))
    return 0


def _tokens(container: Container) -> ApiTokens:
    return ApiTokens(container.token_store, container.identity_store, time.time)


def _identity(container: Container) -> Identity:
    rules = container.entry_rules
    return Identity(
        container.identity_store, container.passwords, clock=time.time, pepper=container.secret_key, rules=rules
    )


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer
