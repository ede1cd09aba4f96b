"""Foreign column names: a map from their columns to ours, with constants, joins, words for our codes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.core.contracts import TABLES
from matcher.errors import InputError, UsageError

KEYS = frozenset({"any", "join", "with", "constant", "values", "pattern", "lists"})


@dataclass(frozen=True)
class ColumnMap:
    """How one table of ours is filled from a foreign file.

    Attributes
    ----------
    table : str
        Our table.
    columns : mapping
        Our column to a rule: a name of theirs, or an object with ``any`` (names, the first that the file has), ``join`` (names) and
        ``with`` (separator), ``constant``, ``values`` (their word to ours), ``pattern`` (regular expression; its first group is taken),
        ``lists`` (their separator of lists, replaced by a semicolon).
    is_chosen : bool
        A person chose these columns for this very file: they hold also where the file has our own names.
    """

    name: str
    table: str
    columns: Mapping[str, Any]
    is_chosen: bool = False

    def names_wanted(self, column: str) -> tuple[str, ...]:
        """Give the foreign columns that a rule may read."""
        rule = self.columns[column]
        if isinstance(rule, str):
            return (rule,)
        return tuple(rule.get("any") or rule.get("join") or ())

    def fits(self, header: Sequence[str]) -> bool:
        """Say whether a header has the foreign columns of every required column of ours, and so is a file of this kind."""
        required = [c.name for c in TABLES[self.table].columns if c.required and c.name in self.columns]
        wanted = [self.names_wanted(name) for name in required]
        return bool(required) and all(not names or set(names) & set(header) for names in wanted)

    def apply(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Fill our columns from a foreign row; its other columns are passed through."""
        used = {name for column in self.columns for name in self.names_wanted(column)}
        filled = {column: self._fill(rule, cells) for column, rule in self.columns.items()}
        return filled | {name: text for name, text in cells.items() if name not in used and name not in filled}

    def _fill(self, rule: Any, cells: Mapping[str, str]) -> str:
        if isinstance(rule, str):
            return cells.get(rule, "")
        if "constant" in rule:
            return str(rule["constant"])
        if "join" in rule:
            parts = [cells.get(name, "").strip() for name in rule["join"]]
            text = str(rule.get("with", " ")).join(part for part in parts if part)
        else:
            text = next((cells[name] for name in rule["any"] if cells.get(name, "").strip()), "")
        return _reworded(rule, text)


def _reworded(rule: Mapping[str, Any], text: str) -> str:
    if "pattern" in rule and text:
        found = re.search(rule["pattern"], text)
        text = next((group for group in found.groups() if group), "") if found else ""
    if "values" in rule and text:
        known = {word.lower(): ours for word, ours in rule["values"].items()}
        text = str(known.get(text.strip().lower(), known.get("*", text)))
    if "lists" in rule and text:
        text = re.sub(rule["lists"], "; ", text)
    return text


def load_map(name_or_path: str, presets: Path) -> ColumnMap:
    """Load a preset by name (``hh``, ``enbek``) or a mapping file by path.

    Raises
    ------
    UsageError
        When there is neither such a preset nor such a file.
    InputError
        When the file is no mapping: what was found and what was expected is named.
    """
    path = presets / f"{name_or_path}.json"
    if not path.is_file():
        path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in presets.glob("*.json")))
        raise UsageError("unknown_columns", found=name_or_path, expected=known)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as fault:
        raise InputError("bad_json", file=str(path), found=str(fault)) from fault
    return _checked_map(content, path)


def load_maps(name_or_path: str, presets: Path) -> tuple[ColumnMap, ...]:
    """Load a preset with its parts (``enbek`` and ``enbek-jobseekers``), or a mapping file by path; errors as :func:`load_map`.

    Returns
    -------
    tuple of ColumnMap
        The map of that name first, then its parts by name.
    """
    first = load_map(name_or_path, presets)
    if not (presets / f"{name_or_path}.json").is_file():
        return (first,)
    parts = sorted(found.stem for found in presets.glob(f"{name_or_path}-*.json"))
    return (first, *(load_map(part, presets) for part in parts))


def _checked_map(content: Any, path: Path) -> ColumnMap:
    file = str(path)
    if (
        not isinstance(content, dict)
        or not isinstance(content.get("columns"), dict)
        or content.get("table") not in TABLES
    ):
        raise InputError(
            "bad_columns", file=file, found="", expected='{"table": "vacancies", "columns": {"title": "..."}}'
        )
    for column, rule in content["columns"].items():
        if column not in TABLES[content["table"]].names:
            raise InputError("bad_columns", file=file, found=column, expected=", ".join(TABLES[content["table"]].names))
        sound = isinstance(rule, str) or (
            isinstance(rule, dict) and set(rule) <= KEYS and len({"any", "join", "constant"} & set(rule)) == 1
        )
        if not sound:
            raise InputError("bad_columns", file=file, found=f"{column}: {rule}", expected="any | join | constant")
    return ColumnMap(path.stem, content["table"], content["columns"])
