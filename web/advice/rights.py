"""What a jobseeker may always do: object, ask for a human, give consent and withdraw it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from web.advice.blueprint import advice, own_person, own_record
from web.context import Page
from web.policies import policy

LONGEST = 2_000


@advice.route("/me/objection", methods=["GET", "POST"])
@policy("jobseeker")
def objection(language: str) -> Page:
    """Object or ask for a human, and see what was answered."""
    record = own_record()
    own_person(record)
    if request.method == "GET":
        return render_template("advice/objection.html", found=record.objections(), text="", wrong="")
    text = request.form.get("text", "").strip().replace("\0", "")
    wrong = "ui.form.too_long" if len(text) > LONGEST else "" if text else "ui.form.required"
    if wrong:
        return render_template("advice/objection.html", found=record.objections(), text=text, wrong=wrong), 400
    record.object(text)
    return redirect(url_for("advice.objection", language=language), 303)


@advice.route("/me/consent", methods=["GET", "POST"])
@policy("jobseeker")
def consent(language: str) -> Page:
    """Give consent or withdraw it; withdrawal stops matching at once."""
    record = own_record()
    own_person(record)
    if request.method == "GET":
        return render_template("advice/consent.html", consent=record.consent(), wrong="")
    answer = request.form.get("consent", "")
    if answer not in ("yes", "no"):
        return render_template("advice/consent.html", consent=record.consent(), wrong="ui.form.required"), 400
    if record.consent() is not (answer == "yes"):
        record.note_consent(answer == "yes")
    return redirect(url_for("advice.consent", language=language), 303)
