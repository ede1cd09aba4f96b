"""A jobseeker's own profile: in plain words, with a picker of skills that needs no JavaScript."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, request, url_for

from matcher.core.records import HeldSkill, Jobseeker
from matcher.core.records.centre import Stored
from matcher.core.text.alphabetical import alphabetical
from matcher.errors import ConflictError
from matcher.services.own_record import Conditions
from web.advice import typed
from web.advice.blueprint import advice, conflict, own_person, own_record
from web.advice.referrals import own_referrals
from web.context import Page, get_container, version
from web.policies import policy

LEVELS = ("1", "2", "3", "4", "5")
LONGEST = 200


@advice.get("/me")
@policy("jobseeker")
def me(language: str) -> str:
    """Show the own profile."""
    record = own_record()
    person = own_person(record)
    shown = typed.told(typed.typed_of(Conditions.of(person.record)), g.say)
    return render_template(
        "advice/me.html",
        person=person.record,
        shown=shown,
        unpaid=_unpaid(),
        consent=record.consent(),
        referral_waits=own_referrals().waits(),
    )


@advice.get("/me/skills")
@policy("jobseeker")
def skills(language: str) -> str:
    """Search for a skill in Kazakh, Russian or English, and list those held."""
    return _skills_page(own_person(own_record()))


@advice.post("/me/skills")
@policy("jobseeker")
def save_skill(language: str) -> Page:
    """Add a skill, change its level, or take it away."""
    record = own_record()
    person = own_person(record)
    skill_id, level = request.form.get("skill_id", ""), request.form.get("level", "")
    held = {skill.skill_id for skill in person.record.profile.skills}
    removes = request.form.get("action") == "remove"
    if skill_id not in get_container().taxonomy.skills and skill_id not in held:
        return _skills_page(person, wrong="ui.me.wrong_skill"), 400
    if level and level not in LEVELS:
        return _skills_page(person, wrong="ui.me.wrong_level"), 400
    try:
        if removes:
            record.remove_skill(person, skill_id, version=version())
        else:
            words = _plain(request.form.get("words", ""))
            skill = HeldSkill(skill_id, int(level) if level else None, words)
            record.save_skill(person, skill, version=version())
    except ConflictError as fault:
        mine = g.say("ui.me.removed") if removes else g.say(f"value.level.{level or 'unknown'}")
        return _skills_conflict(fault, [(g.say.skill(skill_id), mine, skill_id)])
    return redirect(url_for("advice.skills", language=language), 303)


@advice.route("/me/unpaid", methods=["GET", "POST"])
@policy("jobseeker")
def unpaid(language: str) -> Page:
    """Tick unpaid experience: it proves skills."""
    record = own_record()
    person = own_person(record)
    choices = _unpaid()
    if request.method == "GET":
        held = {skill.skill_id for skill in person.record.profile.skills}
        return render_template("advice/unpaid.html", choices=choices, held=held, version=person.version)
    chosen = request.form.getlist("unpaid")
    if set(chosen) - set(choices):
        page = render_template(
            "advice/unpaid.html", choices=choices, held=set(chosen), version=version(), wrong="ui.me.wrong_choice"
        )
        return page, 400
    try:
        record.save_unpaid(person, chosen, among=frozenset(choices), version=version())
    except ConflictError as fault:
        words = {True: g.say("ui.me.yes"), False: g.say("ui.me.no")}
        return _skills_conflict(fault, [(g.say.skill(each), words[each in chosen], each) for each in choices])
    return redirect(url_for("advice.me", language=language), 303)


@advice.route("/me/conditions", methods=["GET", "POST"])
@policy("jobseeker")
def conditions(language: str) -> Page:
    """Change languages, shifts, hours, travel and the rest of what decides whether work suits."""
    record = own_record()
    person = own_person(record)
    held = Conditions.of(person.record)
    if request.method == "GET":
        return _conditions_page(typed.typed_of(held), held, person.version)
    sent = {name: request.form.getlist(name) for name in typed.NAMES}
    found, wrong = typed.read(sent, held, sorted(get_container().places.labels))
    if wrong:
        return _conditions_page(sent, held, version(), wrong), 400
    try:
        record.save_conditions(person, found, version=version())
    except ConflictError as fault:
        stored: Stored[Jobseeker] = fault.stored  # type: ignore[assignment]
        mine, theirs = typed.told(sent, g.say), typed.told(typed.typed_of(Conditions.of(stored.record)), g.say)
        rows = [(g.say(f"ui.me.{name}"), mine[name], theirs[name]) for name in typed.NAMES]
        return conflict(rows, at_version=stored.version, typed=sent, back=request.path)
    return redirect(url_for("advice.me", language=language), 303)


def _plain(text: str) -> str:
    """Give words on one line, without what no database holds."""
    return " ".join(text.split())[:LONGEST]


def _unpaid() -> list[str]:
    """List the skills of unpaid experience, in the alphabet of their labels."""
    found = get_container().taxonomy.skills
    return sorted((key for key in found if found[key].evidences), key=lambda key: alphabetical(g.say.skill(key)))


def _skills_page(person: Stored[Jobseeker], *, wrong: str = "") -> str:
    words = _plain(request.values.get("q", request.form.get("words", "")))
    found = get_container().resolver.resolve([words], kind="skill", lang="")[0].candidates if words else ()
    suggested = list(dict.fromkeys(one.concept_id for one in found if one.concept_id in get_container().taxonomy.skills))
    return render_template(
        "advice/skills.html",
        held=g.say.by_label(person.record.profile.skills),
        version=person.version,
        words=words,
        suggested=suggested,
        levels=LEVELS,
        wrong=wrong,
    )


def _skills_conflict(fault: ConflictError, mine: list[tuple[str, str, str]]) -> tuple[str, int]:
    stored: Stored[Jobseeker] = fault.stored or abort(409)  # type: ignore[assignment]
    held = {skill.skill_id: skill.level for skill in stored.record.profile.skills}

    def theirs(skill_id: str) -> str:
        if skill_id not in held:
            return str(g.say("ui.me.not_in_profile"))
        level = held[skill_id]
        return str(g.say(f"value.level.{'unknown' if level is None else level}"))

    rows = [(label, words, theirs(skill_id)) for label, words, skill_id in mine]
    return conflict(rows, at_version=stored.version, typed=request.form, back=request.path)


def _conditions_page(shown: typed.Typed, held: Conditions, at_version: int, wrong: dict[str, str] | None = None) -> str:
    places = sorted({*get_container().places.labels, *([held.locality] if held.locality else [])})
    return render_template(
        "advice/conditions.html",
        shown=shown,
        wrong=wrong or {},
        version=at_version,
        places=sorted(places, key=lambda code: alphabetical(g.say.place(code))),
        boxes={
            "licences": ("licence", typed.licence_choices(held)),
            "shifts": ("shift", typed.SHIFTS),
            "work_conditions": ("work_condition", (*typed.WORK_CONDITIONS, typed.NONE)),
        },
        cefr=typed.CEFR,
    )
