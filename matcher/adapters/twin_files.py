"""The shipped list of twins: ``lang, place, text_a, text_b, kind``."""

from __future__ import annotations

import csv
from pathlib import Path

from matcher.core.fairness.twins import KINDS, PLACES, Kind, Place, Twin
from matcher.errors import InputError

_PLACES: dict[str, Place] = {name: name for name in PLACES}
_KINDS: dict[str, Kind] = {name: name for name in KINDS}


def read_twin_file(path: Path) -> tuple[Twin, ...]:
    """Read the twins in the order of the file.

    Raises
    ------
    InputError
        ``file_not_found``.
    """
    if not path.is_file():
        raise InputError("file_not_found", file=str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Twin(row["lang"], _PLACES[row["place"]], row["text_a"], row["text_b"], _KINDS[row["kind"]])
            for row in csv.DictReader(file)
        )
