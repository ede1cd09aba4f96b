"""What the rows of a file must fit beside their own contract: the records that they name, and the law on needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from matcher.core.records import Course, Jobseeker, Vacancy
from matcher.core.tables import Checked, RawRow, RowError, TypedRow
from matcher.core.wording import find_forbidden
from matcher.ports import Repository
from matcher.services.importing.rows import outcome_key

NAMED: dict[str, tuple[tuple[str, type[Any], str], ...]] = {
    "sessions": (("course_id", Course, "unknown_course"),),
    "outcomes": (("jobseeker_id", Jobseeker, "unknown_jobseeker"), ("vacancy_id", Vacancy, "unknown_vacancy")),
}
"""By table: a column, the records that it must name, and the rule."""
Look = Callable[[TypedRow], RowError | None]


def check_against_centre(repository: Repository, centre_id: str, checked: Checked) -> Checked:
    """Reject also the rows that name nothing of this centre, repeat a referral, or ask what no need may ask.

    Returns
    -------
    Checked
        Rows in = accepted + rejected, as before.
    """
    looks = [*_references(repository, centre_id, checked)]
    if checked.table == "outcomes":
        looks.append(_repeated())
    if checked.table == "vacancies":
        looks.append(_forbidden)
    if not looks:
        return checked
    accepted: list[TypedRow] = []
    rejected, errors = list(checked.rejected), list(checked.errors)
    for row in checked.accepted:
        found = [error for look in looks if (error := look(row)) is not None]
        if found:
            rejected.append(RawRow(row.file, row.line, {**_cells(row), **row.extra}))
            errors += found
        else:
            accepted.append(row)
    rejected.sort(key=lambda row: row.line)
    errors.sort(key=lambda error: error.line)
    return Checked(checked.table, accepted, rejected, errors)


def _references(repository: Repository, centre_id: str, checked: Checked) -> Iterable[Look]:
    for column, kind, rule in NAMED.get(checked.table, ()):
        wanted = {str(row.values[column]) for row in checked.accepted}
        there = {
            str(getattr(each.record, column)) for each in repository.among(centre_id, kind, column, sorted(wanted))
        }

        def look(row: TypedRow, column: str = column, rule: str = rule, there: set[str] = there) -> RowError | None:
            value = row.values[column]
            return None if value in there else RowError(row.file, row.line, column, value, rule)

        yield look


def _repeated() -> Look:
    first: dict[str, int] = {}

    def look(row: TypedRow) -> RowError | None:
        line = first.setdefault(outcome_key(row.values), row.line)
        if line == row.line:
            return None
        return RowError(
            row.file, row.line, "jobseeker_id", row.values["jobseeker_id"], "duplicate_referral", {"first_line": line}
        )

    return look


def _forbidden(row: TypedRow) -> RowError | None:
    for column in ("title", "occupation", "description", "essential_skills", "optional_skills"):
        value = row.values.get(column) or ""
        text = value if isinstance(value, str) else ". ".join(words for words, _ in value)
        for struck in find_forbidden(text):
            return RowError(row.file, row.line, column, struck.text, "forbidden_wording")
    return None


def _cells(row: TypedRow) -> dict[str, str]:
    """Give the cells again as a file has them."""
    return {name: _shown(value) for name, value in row.values.items()}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else str(int(value) if value.is_integer() else value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(value))
    if isinstance(value, tuple | list):
        return "; ".join(_pair(part) for part in value)
    return str(value)


def _pair(part: Any) -> str:
    first, second = part
    return (
        str(first)
        if second in (None, "")
        else f"{first}:{second:g}"
        if isinstance(second, float)
        else f"{first}:{second}"
    )
