"""Tables out: matches, recommendations, rejected rows, the review list, and ``run.json``; each written atomically."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.adapters.messages import Messages
from matcher.adapters.storage import written_whole
from matcher.adapters.tables_io.writing import write_table
from matcher.core.record_mapping import Unresolved
from matcher.core.records import Gap, Match, Recommendation
from matcher.core.tables import RawRow, RowError

MATCH_COLUMNS = (
    "vacancy_id",
    "jobseeker_id",
    "rank",
    "score",
    "readiness",
    "hours_to_ready",
    "matched_skills",
    "gaps",
    "unknown",
    "reasons",
    "courses",
)
RECOMMENDATION_COLUMNS = (
    "jobseeker_id",
    "rank",
    "course_id",
    "closes",
    "unlocks",
    "unlocked_vacancies",
    "hours",
    "cost_kzt",
    "reasons",
)
REJECTED_COLUMNS = ("file", "line", "column", "value", "rule", "message")
REVIEW_COLUMNS = ("kind", "table", "id", "column", "text", "n", "message")


def write_matches(path: Path, matches: Iterable[Match]) -> None:
    """Write ``matches.csv`` or ``matches_by_jobseeker.csv``, in the order given."""
    write_table(path, MATCH_COLUMNS, map(match_row, matches))


def match_row(match: Match) -> dict[str, str]:
    """Give the cells of one match.

    Examples
    --------
    >>> match_row(Match("V1", "J1", 1, 0.5, "far", gaps=(Gap("welding", 2),)))["gaps"]
    'welding:2'
    """
    return {
        "vacancy_id": match.vacancy_id,
        "jobseeker_id": match.jobseeker_id,
        "rank": str(match.rank),
        "score": f"{match.score:.6f}",
        "readiness": match.readiness,
        "hours_to_ready": number(match.hours_to_ready),
        "matched_skills": ";".join(match.matched_skills),
        "gaps": gaps_cell(match.gaps),
        "unknown": ";".join(match.unknown),
        "reasons": ";".join(map(str, match.reasons)),
        "courses": ";".join(match.courses),
    }


def write_recommendations(path: Path, recommendations: Iterable[Recommendation]) -> None:
    """Write ``recommendations.csv``, in the order given."""
    write_table(path, RECOMMENDATION_COLUMNS, map(_recommendation_row, recommendations))


def _recommendation_row(found: Recommendation) -> dict[str, str]:
    return {
        "jobseeker_id": found.jobseeker_id,
        "rank": str(found.rank),
        "course_id": found.course_id,
        "closes": gaps_cell(found.closes),
        "unlocks": str(len(found.unlocked_vacancies)),
        "unlocked_vacancies": ";".join(found.unlocked_vacancies),
        "hours": number(found.hours),
        "cost_kzt": number(found.cost_kzt),
        "reasons": ";".join(map(str, found.reasons)),
    }


def gaps_cell(gaps: Iterable[Gap]) -> str:
    """Give ``skill_id:levels`` joined by semicolons; an optional gap is told by the needs, not here."""
    return ";".join(f"{gap.skill_id}:{gap.levels}" for gap in gaps)


def number(value: float | None) -> str:
    """Give a number without needless decimals; empty for unknown."""
    return "" if value is None else f"{value:.10g}"


def write_rejected(
    folder: Path, errors: Sequence[RowError], rows: Mapping[str, Sequence[RawRow]], messages: Messages
) -> None:
    """Write ``rejected.csv`` and, for each table with rejected rows, ``rejected_<table>.csv`` to mend and import again.

    Parameters
    ----------
    rows : mapping of str to sequence of RawRow
        Rejected rows whole, by table.
    """
    told = [
        {
            "file": error.file,
            "line": str(error.line),
            "column": error.column,
            "value": error.value,
            "rule": error.rule,
            "message": messages.text(
                f"rule.{error.rule}", **{"value": error.value, "column": error.column, **error.params}
            ),
        }
        for error in errors
    ]
    write_table(folder / "rejected.csv", REJECTED_COLUMNS, told)
    by_line = {(row["file"], row["line"]): row["message"] for row in reversed(told)}
    for table, rejected in sorted(rows.items()):
        if rejected:
            columns = list(dict.fromkeys(name for row in rejected for name in row.cells))
            cells = [{**row.cells, "rejected_because": by_line.get((row.file, str(row.line)), "")} for row in rejected]
            write_table(folder / f"rejected_{table}.csv", [*columns, "rejected_because"], cells)


def write_review(
    path: Path,
    unresolved: Sequence[Unresolved],
    without_score: Sequence[tuple[str, tuple[str, ...]]],
    messages: Messages,
    *,
    without_needs: Sequence[str] = (),
) -> None:
    """Write the list for a person to look at: words that named no concept (with counts), and what got no score."""
    counts: dict[str, int] = {}
    for words in unresolved:
        counts[words.text] = counts.get(words.text, 0) + 1
    rows = [
        {
            "kind": "unresolved",
            "table": w.table,
            "id": w.row_id,
            "column": w.column,
            "text": w.text,
            "n": str(counts[w.text]),
        }
        for w in sorted(unresolved, key=lambda w: (-counts[w.text], w.text, w.table, w.row_id, w.column))
    ]
    rows += [
        {"kind": "no_score", "table": "jobseekers", "id": person, "column": ";".join(columns)}
        for person, columns in without_score
    ]
    rows += [
        {"kind": "no_needs", "table": "vacancies", "id": vacancy, "column": "essential_skills"}
        for vacancy in without_needs
    ]
    for row in rows:
        row["message"] = messages.text(f"review.{row['kind']}")
    write_table(path, REVIEW_COLUMNS, rows)


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON with sorted keys, atomically."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8; the file appears whole or not at all."""
    with written_whole(path) as file:
        file.write(text)
