"""The tables of the overview as files; what is hidden on the page is hidden in them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, g

from matcher.adapters.tables_io.exporting import Cell, ExportColumn
from matcher.services.overview import Overview
from web.context import get_services
from web.exports.blueprint import attachment, column, exports
from web.overview import centre_asked, month_name
from web.policies import policy

Table = tuple[list[ExportColumn], list[list[Cell]]]


@exports.get("/exports/overview-<any(skills, positions, stages):part>.<any(csv, xlsx):form>")
@policy("staff", "admin")
def overview(language: str, part: str, form: str) -> Response:
    """Give one table of the overview as a file."""
    centre_id = centre_asked()
    if not centre_id:
        abort(400)
    made, rows = _TABLES[part](get_services().overviews.of(centre_id))
    return attachment(form, part, made, rows=rows)


def _count(n: int | None) -> Cell:
    """Give a count, or in words that it is too small to be told."""
    return g.say("ui.needs.few") if n is None else n


def _skills(told: Overview) -> Table:
    made = [
        *(column(f"ui.overview.{name}") for name in ("kind", "skill")),
        *(column(f"ui.overview.{name}", "number") for name in ("level", "demand", "supply")),
    ]
    rows = [
        [g.say(f"ui.overview.{kind}"), g.say.skill(each.skill_id), each.level, each.demand, _count(each.supply)]
        for kind, balances in (("short", told.short), ("surplus", told.surplus))
        for each in balances
    ]
    return made, rows


def _positions(told: Overview) -> Table:
    names = ("planned", "open", "filled", "hired")
    made = [column("ui.overview.month"), *(column(f"ui.overview.{name}", "number") for name in names)]
    return made, [
        [month_name(each.month), each.planned, each.open, each.filled, _count(each.hired)] for each in told.months
    ]


def _stages(told: Overview) -> Table:
    made = [
        column("ui.overview.stage"),
        *(column(f"ui.overview.{name}", "number") for name in ("total", "women", "youth")),
    ]
    return made, [
        [g.say(f"ui.overview.stage_{each.stage}"), _count(each.total), _count(each.women), _count(each.youth)]
        for each in told.stages
    ]


_TABLES: dict[str, Callable[[Overview], Table]] = {"skills": _skills, "positions": _positions, "stages": _stages}
