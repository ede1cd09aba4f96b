"""The column contract of every table, and the check that parts good rows from row errors: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.core import cells
from matcher.errors import StructureError


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file: cells by our column names, and columns that we do not know.

    Attributes
    ----------
    line : int
        Line of the file on which the row starts, the first is 1; for a workbook the row of the sheet.
    """

    file: str
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """One broken rule of one cell, or of a whole row (then `column` is empty)."""

    file: str
    line: int
    column: str
    value: str
    rule: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A good row: typed values by column (absent or None: unknown), and unknown columns as they stood."""

    file: str
    line: int
    values: Mapping[str, Any]
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A table, parted: ``n_rows = len(accepted) + n_rejected``, always.

    Attributes
    ----------
    rejected : list of RawRow
        Rejected rows, whole.
    errors : list of RowError
        At least one a rejected row, in the order of the file.
    """

    table: str
    accepted: list[TypedRow] = field(default_factory=list)
    rejected: list[RawRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def n_rejected(self) -> int:
        """Rows rejected."""
        return len(self.rejected)

    @property
    def n_rows(self) -> int:
        """Rows in."""
        return len(self.accepted) + len(self.rejected)


@dataclass(frozen=True)
class Column:
    """One column: how its cells are read, and whether they must be there."""

    name: str
    read: Callable[[str], Any]
    required: bool = False


@dataclass(frozen=True)
class Table:
    """The contract of one table.

    Attributes
    ----------
    key : str
        Column whose values identify a row; empty where none does.
    one_of : tuple of str
        Columns of which at least one must be filled; empty where there is no such rule.
    in_order : tuple of (str, str)
        Pairs of columns of which the first may not exceed the second.
    """

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    one_of: tuple[str, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the contract."""
        return tuple(column.name for column in self.columns)


_COUNT = cells.number_between(0, 1_000_000, whole=True)
_MONEY = cells.number_between(0, 1_000_000_000)
_HOURS_PER_WEEK = cells.number_between(0, 168)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "jobseekers",
            (
                Column("jobseeker_id", cells.read_id, required=True),
                Column("birth_date", cells.read_date),
                Column("sex", cells.choice("F", "M", words=cells.SEXES)),
                Column("locality", cells.read_text),
                Column("education_level", cells.read_education),
                Column("occupations", cells.read_titles),
                Column("skills", cells.read_skills),
                Column("experience", cells.read_text),
                Column("languages", cells.read_languages),
                Column("licences", cells.read_licences),
                Column("shifts", cells.codes(*cells.SHIFTS)),
                Column("hours_per_week", _HOURS_PER_WEEK),
                Column("max_travel_minutes", cells.number_between(0, 600, whole=True)),
                Column("work_conditions_not_possible", cells.codes(*cells.WORK_CONDITIONS)),
                Column("wanted_occupations", cells.read_titles),
                Column("unemployed_since", cells.read_date),
                Column("care_hours", _HOURS_PER_WEEK),
                Column("consent", cells.read_yes_no),
            ),
            key="jobseeker_id",
        ),
        Table(
            "vacancies",
            (
                Column("vacancy_id", cells.read_id, required=True),
                Column("employer_id", cells.read_id),
                Column("employer", cells.read_text),
                Column("title", cells.read_text, required=True),
                Column("occupation", cells.read_text),
                Column("locality", cells.read_text),
                Column("positions", _COUNT),
                Column("jobs_planned", _COUNT),
                Column("start_date", cells.read_date),
                Column("valid_through", cells.read_date),
                Column("essential_skills", cells.read_skills),
                Column("description", cells.read_text),
                Column("optional_skills", cells.read_skills),
                Column("education_level", cells.read_education),
                Column("experience_years", cells.number_between(0, 60)),
                Column("licences", cells.read_licences),
                Column("languages", cells.read_languages),
                Column("shifts", cells.codes(*cells.SHIFTS)),
                Column("hours_per_week", _HOURS_PER_WEEK),
                Column("salary_from_kzt", _MONEY),
                Column("salary_to_kzt", _MONEY),
                Column("work_conditions", cells.codes(*cells.WORK_CONDITIONS)),
            ),
            key="vacancy_id",
            one_of=("essential_skills", "description"),
            in_order=(("salary_from_kzt", "salary_to_kzt"),),
        ),
        Table(
            "courses",
            (
                Column("course_id", cells.read_id, required=True),
                Column("provider", cells.read_text),
                Column("title", cells.read_text, required=True),
                Column("skills_taught", cells.read_skills),
                Column("description", cells.read_text),
                Column("prerequisites", cells.read_skills),
                Column("education_level", cells.read_education),
                Column("hours", cells.number_between(0, 10_000)),
                Column("cost_kzt", _MONEY),
                Column("language", cells.choice("kk", "ru", "en")),
                Column("mode", cells.choice(*cells.MODES)),
                Column("locality", cells.read_text),
                Column("childcare", cells.read_yes_no),
                Column("certificate", cells.read_text),
            ),
            key="course_id",
            one_of=("skills_taught", "description"),
        ),
        Table(
            "sessions",
            (
                Column("session_id", cells.read_id, required=True),
                Column("course_id", cells.read_id, required=True),
                Column("start_date", cells.read_date),
                Column("end_date", cells.read_date),
                Column("seats", _COUNT, required=True),
                Column("locality", cells.read_text),
            ),
            key="session_id",
            in_order=(("start_date", "end_date"),),
        ),
        Table(
            "outcomes",
            (
                Column("jobseeker_id", cells.read_id, required=True),
                Column("vacancy_id", cells.read_id, required=True),
                Column("referred_on", cells.read_date),
                Column("outcome", cells.choice(*cells.OUTCOMES), required=True),
                Column("reason", cells.read_text),
                Column("decided_on", cells.read_date),
                Column("still_employed_after_days", cells.number_between(0, 40_000, whole=True)),
            ),
            in_order=(("referred_on", "decided_on"),),
        ),
        Table(
            "text",
            (
                Column("text", cells.read_text, required=True),
                Column("lang", cells.choice("kk", "ru", "en")),
            ),
        ),
    )
}
# A person is described by skills or by experience; an empty profile is accepted, gets no score, and is told what to fill in.


def check_header(table: str, names: Iterable[str], file: str) -> None:
    """Check that a header has what a table needs.

    Raises
    ------
    StructureError
        For a column named twice, a required one that is missing, or none of two of which one is needed.
    """
    contract, found = TABLES[table], list(names)
    twice = sorted({name for name in found if name and found.count(name) > 1})
    if twice:
        raise StructureError("duplicate_column", file=file, line=1, found=", ".join(twice))
    missing = [column.name for column in contract.columns if column.required and column.name not in found]
    if missing:
        raise StructureError("missing_column", file=file, line=1, missing=", ".join(missing), found=", ".join(found))
    either = ("skills", "experience", "occupations") if table == "jobseekers" else contract.one_of
    if either and not set(either) & set(found):
        raise StructureError("missing_column", file=file, line=1, missing=" / ".join(either), found=", ".join(found))


def check(table: str, rows: Iterable[RawRow], seen: MutableMapping[str, RawRow] | None = None) -> Checked:
    """Part good rows from row errors.

    Parameters
    ----------
    table : str
        Key of :data:`TABLES`.
    rows : iterable of RawRow
        In the order of the file.
    seen : mutable mapping of str to RawRow, optional
        Identifiers of rows accepted before, from other files of the same table; new ones are added.

    Returns
    -------
    Checked
        Every row is either accepted or rejected with at least one error.
    """
    contract, taken, checked = TABLES[table], {} if seen is None else seen, Checked(table)
    for row in rows:
        values, errors = _read_cells(contract, row)
        errors += _check_row(contract, row, values)
        key = values.get(contract.key)
        if key is not None and key in taken:
            first = taken[key]
            errors.append(_error(row, contract.key, "duplicate_id", first_line=first.line, first_file=first.file))
        if errors:
            checked.rejected.append(row)
            checked.errors.extend(errors)
            continue
        if key is not None:
            taken[key] = row
        known = set(contract.names)
        extra = {name: text for name, text in row.cells.items() if name not in known}
        checked.accepted.append(TypedRow(row.file, row.line, values, extra))
    return checked


def _error(row: RawRow, column: str, rule: str, **params: object) -> RowError:
    return RowError(row.file, row.line, column, row.cells.get(column, ""), rule, params)


def _read_cells(contract: Table, row: RawRow) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    for column in contract.columns:
        text = row.cells.get(column.name, "").strip()
        if not text:
            if column.required:
                errors.append(_error(row, column.name, "required"))
            continue
        try:
            values[column.name] = column.read(text)
        except cells.CellFault as fault:
            errors.append(_error(row, column.name, fault.rule, **fault.params))
    return values, errors


def _check_row(contract: Table, row: RawRow, values: Mapping[str, Any]) -> list[RowError]:
    errors: list[RowError] = []
    if contract.one_of and not any(row.cells.get(name, "").strip() for name in contract.one_of):
        errors.append(_error(row, contract.one_of[0], "one_of_required", columns=", ".join(contract.one_of)))
    for low, high in contract.in_order:
        first, second = values.get(low), values.get(high)
        if first is not None and second is not None and first > second:
            errors.append(_error(row, high, "wrong_order", other=low, other_value=_shown(first)))
    return errors


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value}"
