"""The centre in figures, on a page and on paper: drawings, each with the table that tells the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date
from flask import Blueprint, abort, g, render_template, request
from markupsafe import Markup

from matcher.adapters.audit_words import AuditWords
from matcher.adapters.messages import Messages
from matcher.core.overview import MonthFigures, SkillBalance
from matcher.services.overview import Overview
from web.charts import ChartRow, bars, columns
from web.context import KAZAKHSTAN, get_container, get_services, now
from web.policies import policy
from web.sessions import current_user

overview = Blueprint("overview", __name__)


@overview.get("/overview")
@policy("staff", "admin")
def page(language: str) -> str:
    """Show the figures of the own centre; an administrator of several names one."""
    centre_id = centre_asked()
    if not centre_id:
        return render_template("overview.html", told=None, centre="", centres=get_services().accounts.centres())
    told = get_services().overviews.of(centre_id)
    return render_template(
        "overview.html",
        told=told,
        centre=centre_id,
        centres=[centre_id] if (current_user() or abort(404)).centre_id else get_services().accounts.centres(),
        charts=_charts(told),
        month=month_name,
        sections=_audit(told),
    )


def centre_asked() -> str:
    """Give the centre whose figures are asked for: one's own, or for an administrator without one that of the address; empty for none."""
    user = current_user()
    if user is None:
        abort(404)
    if user.centre_id or user.role != "admin":
        return user.centre_id
    asked = request.args.get("centre", "")
    return asked if not asked or asked in get_services().accounts.centres() else abort(404)


def _now() -> datetime:
    return now().astimezone(KAZAKHSTAN)


def month_name(month: date | None) -> str:
    """Give the name of a month in the reader's language."""
    if month is None:
        return str(g.say("ui.overview.other_month"))
    return str(format_date(month, "LLL yyyy", locale=g.say.language))


def _charts(told: Overview) -> dict[str, Markup]:
    return {
        "short": _skills(told.short, g.say("ui.overview.short_words")),
        "surplus": _skills(told.surplus, g.say("ui.overview.surplus_words")),
        "months": _months(told.months),
        "stages": bars(
            [
                ChartRow(g.say(f"ui.overview.stage_{each.stage}"), (each.total, each.women, each.youth))
                for each in told.stages
            ],
            words=g.say("ui.overview.stages_words"),
            told=_told,
        ),
    }


def _skills(balances: Sequence[SkillBalance], words: str) -> Markup:
    rows = [ChartRow(g.say.skill(each.skill_id), (each.demand, each.supply)) for each in balances]
    return bars(rows, words=words, told=_told)


def _told(n: int | None) -> str:
    return str(g.say("ui.needs.few") if n is None else g.say.number(n))


def _months(months: Sequence[MonthFigures]) -> Markup:
    rows = [
        ChartRow(f"{each.month:%m.%y}", (each.planned, each.open, each.filled, each.hired)) for each in months if each.month
    ]
    return columns(rows, words=g.say("ui.overview.months_words"), told=_told)


def _audit(told: Overview) -> list[object]:
    if told.audit is None:
        return []
    messages = Messages(get_container().settings.translations_dir, g.say.language)
    return list(AuditWords(told.audit.as_dict(), messages).sections())
