"""Training of a person, as the officer refers to it (Social Code art. 109)."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for

from matcher.core.records import Course
from matcher.core.records.trainings import TRAINING_REASONS
from matcher.core.text.alphabetical import alphabetical
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.pair import LONGEST
from matcher.services.decisions.training import TrainingCase, TrainingForm, Trainings
from web.context import Page, get_repository, version
from web.policies import policy
from web.staff.blueprint import get_officer, staff
from web.staff.people import found_person, seen, the_decisions
from web.staff.typed import read_day


@staff.get("/people/<person_id>/training")
@policy("staff")
def training(language: str, person_id: str) -> str:
    """Show what training a person was referred to or had, and the forms for more."""
    return _shown(Trainings(the_decisions()).case(found_person(person_id)))


@staff.post("/people/<person_id>/training")
@policy("staff")
def refer_to_training(language: str, person_id: str) -> Page:
    """Refer to training, note earlier training, or take one back."""
    service = Trainings(the_decisions())
    case = service.case(found_person(person_id))
    try:
        _do(service, case)
    except ConflictError as fault:
        return _shown(service.case(case.person), fault=fault), 409
    except UsageError as fault:
        return _shown(case, fault=fault), 400
    return redirect(url_for("staff.training", language=language, person_id=person_id), 303)


def _do(service: Trainings, case: TrainingCase) -> None:
    step = request.form.get("step", "")
    if step == "refer":
        form = TrainingForm(
            request.form.get("course_id", ""),
            request.form.get("reason", ""),
            read_day(request.form, "begins_on"),
            request.form.get("paid") == "yes",
            request.form.get("confirmed") == "yes",
            " ".join(request.form.get("words", "").split()),
        )
        service.refer(case, form, version=version())
    elif step == "former":
        service.note_former(case, read_day(request.form, "began_on"), version=version())
    elif step == "withdraw":
        service.withdraw(case, request.form.get("training", ""), version=version())
    else:
        abort(400)


def _shown(case: TrainingCase, *, fault: UsageError | ConflictError | None = None) -> str:
    jobseeker_id = case.person.record.jobseeker_id
    if not seen([jobseeker_id], "candidate_page"):
        abort(404)
    courses = [row.record for row in get_repository().find(get_officer().centre_id, Course)]
    return render_template(
        "staff/training.html",
        case=case,
        courses=sorted(courses, key=lambda each: (alphabetical(each.title), each.course_id)),
        titles={each.course_id: each.title for each in courses},
        reasons=TRAINING_REASONS,
        typed=request.form,
        step=request.form.get("step", ""),
        fault=fault,
        longest=LONGEST,
    )
