"""The needs of a page as a file: an employer's own, or a centre's for its staff."""

from __future__ import annotations

from flask import Response, g

from matcher.adapters.tables_io.exporting import Cell, ExportColumn
from matcher.core.records import Vacancy
from matcher.services.needs.forms import Declared
from web.employers import shown_needs
from web.exports.blueprint import ADDRESS, attachment, column, exports, joined
from web.policies import policy


@exports.get(ADDRESS.format("needs"))
@policy("employer", "staff")
def needs(language: str, form: str) -> Response:
    """Give the needs as a file; it holds no person."""
    return attachment(form, "needs", _columns(), rows=[_row(each) for each in shown_needs()])


def _columns() -> list[ExportColumn]:
    number = ("jobs_planned", "positions", "positions_filled", "experience_years", "hours_per_week")
    money, days = ("salary_from_kzt", "salary_to_kzt"), ("jobs_planned_by", "start_date", "valid_through", "filled_on")
    kinds = {**dict.fromkeys(number, "number"), **dict.fromkeys(money, "money"), **dict.fromkeys(days, "day")}
    names = (
        *("title", "status", "employer", "occupation_label", "isco08", "locality", "jobs_planned", "jobs_planned_by"),
        *("positions", "start_date", "valid_through", "positions_filled", "filled_on", "education_level"),
        *("experience_years", "languages", "licences", "shifts", "hours_per_week", "salary_from_kzt", "salary_to_kzt"),
        *("work_conditions", "essential_skills", "optional_skills", "review", "description"),
    )
    return [column("ui.needs.number"), *(column(f"ui.needs.{name}", kinds.get(name, "text")) for name in names)]  # type: ignore[arg-type]


def _row(declared: Declared) -> list[Cell]:
    vacancy, say = declared.vacancy.record, g.say
    return [
        vacancy.vacancy_id,
        vacancy.title,
        say(f"value.standing.{declared.standing.record.status}"),
        vacancy.employer,
        say.skill(vacancy.occupation_id) if vacancy.occupation_id else "",
        vacancy.isco08,
        say.place(vacancy.locality) if vacancy.locality else "",
        vacancy.jobs_planned,
        vacancy.jobs_planned_by,
        vacancy.positions,
        vacancy.start_date,
        vacancy.valid_through,
        vacancy.positions_filled,
        vacancy.filled_on,
        *_asked(vacancy),
        _skills(vacancy, essential=True),
        _skills(vacancy, essential=False),
        joined(vacancy.unresolved),
        vacancy.text,
    ]


def _asked(vacancy: Vacancy) -> list[Cell]:
    say = g.say
    return [
        "" if vacancy.education_level is None else say.values("education", str(vacancy.education_level)),
        vacancy.experience_years,
        joined(f"{say.values('language', one.language)} {one.level}".strip() for one in vacancy.languages or ()),
        joined(say.values("licence", each) for each in sorted(vacancy.licences or ())),
        joined(say.values("shift", each) for each in sorted(vacancy.shifts or ())),
        vacancy.hours_per_week,
        vacancy.salary_from_kzt,
        vacancy.salary_to_kzt,
        joined(say.values("work_condition", each) for each in sorted(vacancy.work_conditions or ())),
    ]


def _skills(vacancy: Vacancy, *, essential: bool) -> str:
    needs = [need for need in vacancy.needs if need.essential is essential]
    return joined(g.say.skill(need.skill_id) + (f" ({need.level})" if need.level else "") for need in needs)
