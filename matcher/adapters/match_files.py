"""Read ``matches.csv`` back: the lists that an audit counts."""

from __future__ import annotations

from pathlib import Path

from matcher.adapters.tables_io.reading import read_table
from matcher.core.fairness.listed import ListedPair
from matcher.errors import InputError


def read_matches(path: Path) -> tuple[ListedPair, ...]:
    """Read the ranked lists of a match, in the order of the file.

    Raises
    ------
    InputError
        ``audit_bad_match`` for a row that no match writes: half a list would be audited as if it were the whole. ``audit_ranks``
        where one rank of a vacancy is given twice, as in ``matches_by_jobseeker.csv``; with the line.
    """
    checked = read_table(path, "matches")
    if checked.errors:
        raise InputError("audit_bad_match", file=path.name, line=checked.errors[0].line)
    taken: set[tuple[str, int]] = set()
    found = []
    for row in checked.accepted:
        cells = row.values
        place = (cells["vacancy_id"], cells["rank"])
        if place in taken:
            raise InputError("audit_ranks", file=path.name, line=row.line, vacancy=place[0], rank=place[1])
        taken.add(place)
        levels = sum(levels for _, levels in cells.get("gaps") or ())
        found.append(ListedPair(place[0], cells["jobseeker_id"], place[1], cells["readiness"], levels))
    return tuple(found)
