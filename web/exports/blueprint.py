"""What every file stands on: its form, its dated name, its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, g

from matcher.adapters.tables_io.exporting import Cell, ExportColumn, Kind, export_bytes
from web.context import today

exports = Blueprint("exports", __name__)
ADDRESS = "/exports/{}.<any(csv, xlsx):form>"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(form: str, name: str, columns: Sequence[ExportColumn], *, rows: Iterable[Sequence[Cell]]) -> Response:
    """Give a table as a file to keep, named by what it holds and by the day.

    Parameters
    ----------
    form : str
        ``csv`` or ``xlsx``.
    name : str
        In the file's name; the sheet is called by ``ui.exports.<name>``.
    """
    answer = Response(export_bytes(form, g.say(f"ui.exports.{name}"), columns, rows=rows), content_type=_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}_{today():%Y-%m-%d}.{form}"'
    return answer


def column(key: str, kind: Kind = "text") -> ExportColumn:
    """Give a column that is called by a sentence of the catalogues."""
    return ExportColumn(g.say(key), kind)


def joined(parts: Iterable[str]) -> str:
    """Give several texts in one cell."""
    return "; ".join(parts)
