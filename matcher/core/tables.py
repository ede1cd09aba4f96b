"""The check that parts good rows from row errors by the contract of a table: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.core import cells
from matcher.core.contracts import TABLES, Table
from matcher.errors import StructureError

_REMEMBERED = 20_000
_REMEMBERED_LENGTH = 600


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
    known = frozenset(contract.names)
    readers = [(column.name, _Remembered(column.read), column.required) for column in contract.columns]
    for given in rows:
        row = _without_what_was_withheld(contract, given)
        values, errors = _read_cells(readers, row)
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
        extra = {} if row.cells.keys() <= known else {n: text for n, text in row.cells.items() if n not in known}
        checked.accepted.append(TypedRow(row.file, row.line, values, extra))
    return checked


class _Remembered(dict[str, Any]):
    """Values by the text of their cells: towns, shifts and dates are few, rows are many."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        value = self._read(text)
        if len(text) <= _REMEMBERED_LENGTH and len(self) < _REMEMBERED:
            self[text] = value
        return value


def _without_what_was_withheld(contract: Table, row: RawRow) -> RawRow:
    """Keep of a person who withheld consent the identifier and the refusal only: the rest is not even read."""
    if not contract.consent or not cells.means_no(row.cells.get(contract.consent, "")):
        return row
    return RawRow(row.file, row.line, {name: row.cells.get(name, "") for name in (contract.key, contract.consent)})


def _error(row: RawRow, column: str, rule: str, **params: object) -> RowError:
    return RowError(row.file, row.line, column, row.cells.get(column, ""), rule, params)


def _read_cells(
    readers: Iterable[tuple[str, Mapping[str, Any], bool]], row: RawRow
) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    texts = row.cells
    for name, read, required in readers:
        text = texts.get(name, "").strip()
        if not text:
            if required:
                errors.append(_error(row, name, "required"))
            continue
        try:
            if text[0] == "#" and text in cells.SHEET_ERRORS:
                raise cells.CellFault("sheet_error")
            values[name] = read[text]
        except cells.CellFault as fault:
            errors.append(_error(row, name, fault.rule, **fault.params))
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
