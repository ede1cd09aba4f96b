"""The town is configuration: its localities and the buses between them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.places import Places
from matcher.core.text.normal import fold
from matcher.errors import InputError


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise InputError("file_not_found", file=str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def read_places(path: Path) -> Places:
    """Read ``places.csv``: code, name_kk, name_ru, name_en, other_names.

    Raises
    ------
    InputError
        When the file is not there.
    """
    codes: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    for row in _rows(path):
        labels[row["code"]] = {language: row[f"name_{language}"] for language in ("kk", "ru", "en")}
        for name in (row["code"], *labels[row["code"]].values(), *row["other_names"].split(";")):
            if name:
                codes.setdefault(fold(name), row["code"])
    return Places(codes, labels)


def read_travel(path: Path) -> TravelTimes:
    """Read ``travel.csv``: from, to, minutes, line, source.

    Raises
    ------
    InputError
        When the file is not there.
    """
    return TravelTimes({(min(r["from"], r["to"]), max(r["from"], r["to"])): int(r["minutes"]) for r in _rows(path)})
