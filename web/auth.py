"""Entering and leaving."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from matcher.core.records.identity import User
from matcher.errors import UsageError
from matcher.services.accounts import Accounts
from matcher.services.sign_in_sessions import Entry
from web.context import get_repository, is_ours
from web.forms import CodeForm, IssueForm, PasswordForm, SignInForm
from web.navigation import page_of
from web.policies import policy
from web.second_factor import get_factors, wait_of
from web.sessions import begin, current_user, device_of, end, get_identity

auth = Blueprint("auth", __name__)
Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@auth.route("/sign-in", methods=["GET", "POST"])
@policy("everyone")
def sign_in(language: str) -> Page:
    """Enter by login and password."""
    form = SignInForm()
    return _enter(
        form,
        "ui.sign_in",
        lambda address: get_identity().sign_in(
            form.login.data, form.password.data, address=address, device=device_of()
        ),
        wrong="ui.form.wrong_password",
    )


@auth.route("/code", methods=["GET", "POST"])
@policy("everyone")
def code(language: str) -> Page:
    """Enter by a one-time code."""
    form = CodeForm()
    return _enter(
        form,
        "ui.enter_code",
        lambda address: get_identity().enter_with_code(form.code.data, address=address),
        wrong="ui.form.wrong_code",
    )


@auth.post("/sign-out")
@policy("everyone")
def sign_out(language: str) -> Response:
    """Leave."""
    return end(redirect(url_for("auth.sign_in", language=language), 303))


@auth.get("/account")
@policy("signed_in")
def account(language: str) -> str:
    """Show who is signed in, and what they may do."""
    user = current_user()
    return render_template("auth/account.html", has_factor=user is not None and get_factors().is_open_to(user))


@auth.route("/password", methods=["GET", "POST"])
@policy("admin", "staff", "employer")
def password(language: str) -> Page:
    """Change one's own password; every other browser is signed out."""
    form, user = PasswordForm(), current_user()
    if user is None:
        abort(403)
    return _enter(
        form,
        "ui.change_password",
        lambda address: get_identity().change_password(
            user, current=form.current.data, new=form.new.data, address=address, device=device_of()
        ),
        wrong="ui.form.wrong_password",
    )


@auth.route("/codes", methods=["GET", "POST"])
@policy("admin", "staff")
def codes(language: str) -> Page:
    """Print a one-time code for a jobseeker of one's own centre."""
    form, officer = IssueForm(), current_user()
    if officer is None:
        abort(403)
    if request.method == "GET":
        form.login.data = request.args.get("person", "")
        return _form(form, "ui.print_code")
    if not form.validate():
        return _form(form, "ui.print_code"), 400
    try:
        issued = Accounts(get_identity(), get_repository()).code_for(officer, form.login.data)
    except UsageError as fault:
        return _form(form, "ui.print_code", fault=fault), 400
    days = get_identity().rules.code_seconds // 86400
    return render_template("auth/code.html", issued=issued, login=form.login.data, days=days)


def _enter(form: FlaskForm, heading: str, attempt: Callable[[str], Entry | None], *, wrong: str) -> Page:
    if request.method == "GET":
        return _form(form, heading)
    if not form.validate():
        return _form(form, heading), 400
    try:
        entry = attempt(request.remote_addr or "")
    except UsageError as fault:
        return _form(form, heading, fault=fault), *wait_of(fault)
    if entry is None:
        return _form(form, heading, wrong=wrong), 400
    if entry.step != "in":
        language = (request.view_args or {})["language"]
        onward = url_for("second_factor.step", language=language, next=request.args.get("next") or None)
        return begin(redirect(onward, 303), entry)
    return begin(redirect(_next_page(entry.user), 303), entry)


def _form(form: FlaskForm, heading: str, *, wrong: str = "", fault: UsageError | None = None) -> str:
    return render_template("auth/form.html", form=form, heading=heading, wrong=wrong, fault=fault)


def _next_page(user: User) -> str:
    """Give the page that was asked for before sign-in; never one of another site."""
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else page_of(user, (request.view_args or {})["language"])
