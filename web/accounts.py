"""For administrators: the centres, who works in them, and who may enter. No person of a centre is shown here."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from matcher.core.records.identity import User
from matcher.errors import UsageError
from matcher.services.accounts import OFFICIAL_ROLES, AccountForm
from web.context import Page, get_services
from web.policies import policy
from web.sessions import current_user, get_identity

accounts = Blueprint("accounts", __name__)
FIELDS = ("login", "name", "role", "centre_id", "employer_id")


@accounts.get("/accounts")
@policy("admin")
def listed(language: str) -> str:
    """List the centres and the accounts, with the form for another one."""
    return _list()


@accounts.post("/accounts")
@policy("admin")
def create(language: str) -> Page:
    """Make an account and tell its first password, once."""
    form = AccountForm(**{name: request.form.get(name, "") for name in FIELDS})
    try:
        user, password = get_services().accounts.create(form)
    except UsageError as fault:
        return _list(fault=fault), 400
    return render_template("accounts/password.html", made=user, password=password)


@accounts.post("/accounts/<user_id>")
@policy("admin")
def change(language: str, user_id: str) -> Page:
    """Keep somebody out, let them in, name them, give them another first password, or take their second factor away."""
    user, service, action = _official(user_id), get_services().accounts, request.form.get("action", "")
    try:
        if action == "password":
            made, password = service.renew_password(user.user_id)
            return render_template("accounts/password.html", made=made, password=password)
        if action in ("enable", "disable"):
            service.set_enabled(current_user() or abort(403), user.user_id, action == "enable")
        elif action == "rename":
            service.rename(user.user_id, request.form.get("name", ""))
        elif action == "reset_factor":
            if get_identity().store.reset_second_factor(user.user_id):
                by = current_user() or abort(403)
                current_app.extensions["journal"].info("second_factor_reset", about=user.user_id, user_id=by.user_id)
        else:
            abort(400)
    except UsageError as fault:
        return _list(fault=fault, about=user.user_id), 400
    return redirect(url_for("accounts.listed", language=language), 303)


def _official(user_id: str) -> User:
    user = get_identity().user(user_id)
    return user if user is not None and user.role != "jobseeker" else abort(404)


def _list(*, fault: UsageError | None = None, about: str = "") -> str:
    service = get_services().accounts
    officials = service.officials()
    return render_template(
        "accounts/list.html",
        officials=officials,
        centres=service.centres(),
        has_staff=any(user.role == "staff" for user in officials),
        roles=OFFICIAL_ROLES,
        wrong={
            user_id: (tries.n, datetime.fromtimestamp(tries.last_at, UTC))
            for user_id, tries in get_identity().store.wrong_tries().items()
        },
        with_factor=get_identity().store.with_second_factor(),
        typed={} if about else request.form,
        fault=fault,
        about=about,
    )
