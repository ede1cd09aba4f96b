"""For employers: declare needs, and see in counts what the centre can answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from matcher.core.records import Jobseeker
from matcher.core.records.centre import Stored, Viewer
from matcher.core.records.identity import User
from matcher.core.text.alphabetical import alphabetical
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.referral_responses import agreed_people
from matcher.services.needs.forms import Declared, ForbiddenWordingError, NeedForm
from web.context import Page, get_container, get_repository, get_services, version
from web.employers.form import CHOICES, KINDS, MOST_ROWS, PICKS, SPOKEN, TypedNeed, add_rows, occupation_of, typed_of
from web.policies import policy
from web.sessions import current_user

employers = Blueprint("employers", __name__)


@employers.get("/needs")
@policy("employer", "staff")
def needs(language: str) -> str:
    """List one's own needs; for staff, those of the centre."""
    return render_template("needs/list.html", declared=shown_needs())


@employers.route("/needs/new", methods=["GET", "POST"])
@policy("employer")
def new(language: str) -> Page:
    """Declare a need, or one anew instead of another."""
    user, former = _whose(), None
    if request.args.get("supersedes"):
        former = _need(request.args["supersedes"])
    if request.method == "GET":
        taxonomy = get_container().taxonomy
        typed = typed_of(former.vacancy.record, taxonomy, language=language) if former else TypedNeed(MultiDict())
        return _form(typed, "ui.needs.declare")
    supersedes = former.vacancy.record.vacancy_id if former else ""
    return _answer(
        "ui.needs.declare",
        lambda form: get_services().needs.declare(user.centre_id, user.employer_id, form, supersedes=supersedes),
    )


@employers.get("/needs/<public_id>")
@policy("employer", "staff")
def need(language: str, public_id: str) -> str:
    """Show a need, what the centre can answer in counts, and the people who agreed to their referral."""
    return _shown(_need(public_id))


@employers.route("/needs/<public_id>/edit", methods=["GET", "POST"])
@policy("employer")
def edit(language: str, public_id: str) -> Page:
    """Change a draft."""
    user, declared = _whose(), _need(public_id)
    if declared.standing.record.status != "draft":
        abort(409)
    if request.method == "GET":
        typed = typed_of(declared.vacancy.record, get_container().taxonomy, language=language)
        typed.fields["version"] = str(declared.vacancy.version)
        return _form(typed, "ui.needs.edit")
    expected = version()
    return _answer(
        "ui.needs.edit", lambda form: get_services().needs.edit(user.centre_id, declared, form, expected_version=expected)
    )


@employers.post("/needs/<public_id>/publish")
@policy("employer")
def publish(language: str, public_id: str) -> Page:
    """Publish a draft."""
    user, declared = _whose(), _need(public_id)
    try:
        get_services().needs.publish(user.centre_id, declared, expected_version=version())
    except ConflictError:
        return _shown(_need(public_id), is_conflict=True), 409
    except UsageError as fault:
        return _shown(declared, fault=fault), 400
    return redirect(url_for("employers.need", language=language, public_id=public_id), 303)


def shown_needs() -> list[Declared]:
    """List the needs that the page shows, those that have passed ended."""
    user = _whose()
    get_services().needs.expire(user.centre_id)
    found = get_services().needs.own(user.centre_id, _own(user))
    return sorted(found, key=lambda each: (alphabetical(each.vacancy.record.title), each.vacancy.public_id))


def _whose() -> User:
    user = current_user()
    if user is None or not user.centre_id or (user.role == "employer" and not user.employer_id):
        abort(404)
    return user


def _own(user: User) -> str | None:
    return user.employer_id if user.role == "employer" else None


def _need(public_id: str) -> Declared:
    user = _whose()
    found = get_services().needs.get(user.centre_id, public_id, employer_id=_own(user))
    if found is None:
        abort(404)
    return found


def _answer(heading: str, save: Callable[[NeedForm], Declared]) -> Page:
    typed, language = TypedNeed(MultiDict(request.form)), g.say.language
    action = request.form.get("action", "save")
    if action in ("look_up", "suggest"):
        _settle_choices(typed)
        if action == "suggest":
            _suggest(typed)
        return _form(typed, heading)
    form: NeedForm | None = typed.read(get_container().places)
    if form is None:
        return _form(typed, heading), 400
    form = replace(form, occupation=occupation_of(form.occupation, get_container().taxonomy, language=language))
    try:
        saved: Declared = save(form)
    except ForbiddenWordingError as fault:
        return _form(typed, heading, fault=fault), 400
    except ConflictError as fault:
        stored = typed_of(fault.stored.record, get_container().taxonomy, language=language)  # type: ignore[attr-defined]
        typed.fields["version"] = str(fault.stored.version)  # type: ignore[attr-defined]
        return _form(typed, heading, conflict=stored), 409
    except UsageError as fault:
        typed.faults[str(fault.params.get("field", "title"))] = (f"error.{fault.code}", dict(fault.params))
        return _form(typed, heading), 400
    return redirect(url_for("employers.need", language=language, public_id=saved.vacancy.public_id), 303)


def _settle_choices(typed: TypedNeed) -> None:
    for at in range(MOST_ROWS):
        chosen = typed.fields.pop(f"choice-{at}", "")
        if chosen in get_container().taxonomy.skills:
            typed.fields[f"skill-{at}"] = g.say.skill(chosen)


def _suggest(typed: TypedNeed) -> None:
    service, words = get_services().needs, typed.fields.get("occupation") or typed.fields.get("title", "")
    found = service.resolver.resolve([words], kind="occupation")[0].concept_id if words.strip() else ""
    rows = [(skill_id, level or None, essential) for skill_id, level, essential in service.suggest(found)]
    add_rows(typed.fields, rows, service.resolver.taxonomy.skills, language=g.say.language)


def _picks(typed: TypedNeed) -> dict[int, tuple[str, ...]]:
    service = get_services().needs
    texts = {at: typed.fields.get(f"skill-{at}", "").strip() for at in range(MOST_ROWS)}
    asked = [at for at, text in texts.items() if text]
    found = service.resolver.resolve([texts[at] for at in asked], kind="skill", lang=g.say.language) if asked else []
    return {
        at: tuple(candidate.concept_id for candidate in resolution.candidates)
        for at, resolution in zip(asked, found, strict=True)
        if not resolution.accepted
    }


def _form(
    typed: TypedNeed,
    heading: str,
    *,
    fault: ForbiddenWordingError | None = None,
    conflict: TypedNeed | None = None,
) -> str:
    return render_template(
        "needs/form.html",
        typed=typed,
        heading=heading,
        fault=fault,
        conflict=conflict,
        picks=_picks(typed),
        choices=CHOICES,
        picks_of=PICKS,
        spoken=SPOKEN,
        kinds=KINDS,
    )


def _shown(declared: Declared, *, fault: UsageError | None = None, is_conflict: bool = False) -> str:
    user, service, vacancy = _whose(), get_services().needs, declared.vacancy.record
    return render_template(
        "needs/need.html",
        declared=declared,
        vacancy=vacancy,
        fault=fault,
        is_conflict=is_conflict,
        is_own=user.role == "employer",
        supply=service.supply(user.centre_id, vacancy),
        agreed=_agreed(user, vacancy.vacancy_id),
        filled=service.filled(user.centre_id, vacancy.vacancy_id),
        choices=CHOICES,
        kinds=KINDS,
    )


def _agreed(user: User, vacancy_id: str) -> list[Stored[Jobseeker]]:
    """Read the people who agreed to be seen for a vacancy; each look is written down."""
    viewer = Viewer(user.user_id, user.role, "referral", vacancy_id)
    agreed = agreed_people(get_repository(), user.centre_id, vacancy_id)
    return get_repository().read_people(user.centre_id, agreed, viewer=viewer)
