"""The second factor: asked for after the password, set up, and set up again."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from matcher.core.records.identity import User
from matcher.errors import UsageError
from matcher.services.second_factor import SecondFactors
from web.context import is_ours
from web.forms import SecondFactorForm
from web.navigation import page_of
from web.policies import policy
from web.sessions import begin, cookie_name, current_user, device_of, get_identity

RENEWS = "renews_second_factor"
"""In the browser's session: who has shown a code of the former factor and sets up another."""
second_factor = Blueprint("second_factor", __name__)
Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
ASK, SET_UP, RENEW = "ui.factor.enter", "ui.factor.confirm", "ui.factor.renew"
"""What a form on these pages asks for: its template's button."""


def get_factors() -> SecondFactors:
    """Return the service of second factors."""
    return SecondFactors(get_identity())


def wait_of(fault: UsageError) -> tuple[int, dict[str, str]]:
    """Give the status of a refused try, and when to come back."""
    seconds = fault.params.get("seconds")
    return (429, {"Retry-After": str(seconds)}) if seconds else (400, {})


@second_factor.route("/second-factor/enter", methods=["GET", "POST"])
@policy("everyone")
def step(language: str) -> Page:
    """Finish a sign-in whose password was right: with a code, or by setting up the factor that is required."""
    token, factors = request.cookies.get(cookie_name(), ""), get_factors()
    user = get_identity().sessions.half_user_of(token)
    if user is None:
        return redirect(page_of(current_user(), language), 303)
    if get_identity().sessions.waits_for(user) != "second_factor":
        return _set_up(user, token)
    form = SecondFactorForm()
    if request.method == "GET":
        return _form(form, ASK)
    if not form.validate():
        return _form(form, ASK), 400
    try:
        entry = factors.enter(token, form.code.data, device=device_of())
    except UsageError as fault:
        return _form(form, ASK, fault=fault), *wait_of(fault)
    if entry is None:
        return _form(form, ASK, wrong="ui.factor.wrong"), 400
    wanted = request.args.get("next", "")
    return begin(redirect(wanted if is_ours(wanted) else page_of(user, language), 303), entry)


@second_factor.route("/second-factor", methods=["GET", "POST"])
@policy("admin", "staff")
def own(language: str) -> Page:
    """Set one's own factor up; one that is on is replaced by who has a code of it."""
    user, factors = current_user() or abort(403), get_factors()
    if not factors.is_open_to(user):
        abort(404)
    if not factors.is_on(user) or session.get(RENEWS) == user.user_id:
        return _set_up(user, "")
    form = SecondFactorForm()
    left = factors.n_recovery_codes(user)
    if request.method == "GET":
        return _form(form, RENEW, left=left)
    if not form.validate():
        return _form(form, RENEW, left=left), 400
    try:
        is_right = factors.is_right(user, form.code.data)
    except UsageError as fault:
        return _form(form, RENEW, fault=fault, left=left), *wait_of(fault)
    if not is_right:
        return _form(form, RENEW, wrong="ui.factor.wrong", left=left), 400
    # The former factor stays in force until the new one is confirmed: who gives up half-way is not left without.
    session[RENEWS] = user.user_id
    return redirect(url_for("second_factor.own", language=language), 303)


def _set_up(user: User, half: str) -> Page:
    """Show a new factor, or confirm it; `half` is the token of a half session, which a confirmation makes whole."""
    factors, form = get_factors(), SecondFactorForm()
    if request.method == "GET":
        return _offer(user, form, factors.offer(user))
    secret = factors.offered(user) or factors.offer(user)
    if not form.validate():
        return _offer(user, form, secret), 400
    try:
        codes = factors.confirm(user, form.code.data)
    except UsageError as fault:
        return _offer(user, form, secret, fault=fault), *wait_of(fault)
    if codes is None:
        return _offer(user, form, secret, wrong="ui.factor.wrong"), 400
    entry = get_identity().sessions.complete(half, user, device=device_of()) if half else None
    if half and entry is None:
        abort(403)
    session.pop(RENEWS, None)
    g.user = user
    language = (request.view_args or {})["language"]
    shown = make_response(
        render_template("second_factor/codes.html", codes=codes, onward=page_of(user, language), login=user.login)
    )
    return begin(shown, entry) if entry else shown


def _offer(user: User, form: SecondFactorForm, secret: str, *, wrong: str = "", fault: UsageError | None = None) -> str:
    drawn = io.BytesIO()
    segno.make(get_factors().address_of(user, secret), micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, light="white", border=4
    )
    return render_template(
        "second_factor/set_up.html",
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=drawn.getvalue().decode(),
        wrong=wrong,
        fault=fault,
    )


def _form(
    form: SecondFactorForm, heading: str, *, wrong: str = "", fault: UsageError | None = None, left: int | None = None
) -> str:
    return render_template("second_factor/enter.html", form=form, heading=heading, wrong=wrong, fault=fault, left=left)
