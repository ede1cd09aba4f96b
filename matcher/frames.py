"""The third door: Python and pandas. The answers are those of the command line.

Examples
--------
>>> from matcher import frames
>>> people = frames.read("data/samples/jobseekers.csv", "jobseekers")
>>> found = frames.match(people.head(20), "data/samples/vacancies.csv", as_of="2026-11-23", top=3)
>>> list(found.by_vacancy.columns[:4])
['vacancy_id', 'jobseeker_id', 'rank', 'score']
>>> found.by_vacancy["score"].between(0, 1).all()
np.True_
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from matcher.adapters.engines import make_engine
from matcher.adapters.messages import Messages
from matcher.adapters.result_files import MATCH_COLUMNS, RECOMMENDATION_COLUMNS, REJECTED_COLUMNS, REVIEW_COLUMNS
from matcher.adapters.tables_io.reading import read_rows
from matcher.adapters.tables_io.writing import read_back
from matcher.batch import MatchCommandRun, write_run
from matcher.bootstrap import build
from matcher.core.contracts import TABLES
from matcher.errors import UsageError
from matcher.services.matching import match_people

Table = str | Path | pd.DataFrame
NUMBERS = {"rank": "int64", "score": "float64", "hours_to_ready": "float64", "unlocks": "int64", "hours": "float64"}
NUMBERS |= {"cost_kzt": "float64", "line": "int64"}
"""Columns that are numbers; ``n`` of the review list may be empty and stays a float. All others are texts."""


@dataclass(frozen=True)
class Matches:
    """What a match found, with the columns of the files of the same name.

    Attributes
    ----------
    by_vacancy, by_jobseeker : DataFrame
        Sorted by vacancy (jobseeker), then rank. Lists in a cell are separated by ``;``.
    recommendations, rejected, review : DataFrame
        Courses for each person; every broken rule; words that named no concept.
    versions : dict of str to str
        Of the program, the model and the taxonomy.
    """

    by_vacancy: pd.DataFrame
    by_jobseeker: pd.DataFrame
    recommendations: pd.DataFrame
    rejected: pd.DataFrame
    review: pd.DataFrame
    versions: dict[str, str]


def read(source: Table, table: str) -> pd.DataFrame:
    """Read a table as texts, with our own names of columns; nothing is guessed and nothing is lost.

    Parameters
    ----------
    source : str, Path or DataFrame
        CSV or XLSX in the encodings and delimiters of the region, also packed with gzip; a frame is returned with its columns renamed.
    table : {"jobseekers", "vacancies", "courses", "sessions", "outcomes", "text"}

    Returns
    -------
    DataFrame
        All rows, also those that :func:`match` will reject; an empty cell is an empty text.

    Raises
    ------
    UsageError
        ``bad_setting`` for a table that there is not.
    InputError
        When the file as a whole cannot be read.
    """
    if table not in TABLES:
        raise UsageError("bad_setting", setting="table", found=table, expected=", ".join(TABLES))
    with tempfile.TemporaryDirectory() as folder:
        sound, broken = read_rows(_as_file(source, table, Path(folder)), table)
    rows = sorted([*sound, *(row for row, _ in broken)], key=lambda row: row.line)
    return pd.DataFrame([dict(row.cells) for row in rows], dtype="object").fillna("")


def match(
    jobseekers: Table,
    vacancies: Table,
    courses: Table | None = None,
    *,
    as_of: str | date,
    model: str = "prior",
    top: int = 20,
    language: str = "en",
) -> Matches:
    """Match people with vacancies and recommend courses, as ``matcher match`` does.

    Parameters
    ----------
    jobseekers, vacancies, courses : str, Path or DataFrame
        Files, or frames of texts with the columns of data/README.md.
    as_of : str or date
        The day of the match; ages and durations are counted to it.
    model : str
        ``prior``, ``overlap`` or ``NAME[@VERSION]`` of a trained model.
    top : int
        Places of a list.
    language : {"kk", "ru", "en"}
        Of the messages in ``rejected`` and ``review``.

    Raises
    ------
    InputError, UsageError, ModelError
        As the command.
    """
    container = build()
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    run = MatchCommandRun(container, Messages(container.settings.translations_dir, language), day)
    ranker = container.ranker(model)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for table, source in (("jobseekers", jobseekers), ("vacancies", vacancies), ("courses", courses)):
            run.read(table, [] if source is None else [_as_file(source, table, folder)])
        people, context, parser = run.understand(ranker, top)
        found = match_people(people, context, make_engine("serial", 1))
        write_run(run, found, parser, out=folder, by="both")
        frames = {name: _frame(folder / f"{name}.csv", columns) for name, columns in _OUT.items()}
    return Matches(
        frames["matches"],
        frames["matches_by_jobseeker"],
        frames["recommendations"],
        frames["rejected"],
        frames["review"],
        {"model": f"{ranker.name}@{ranker.version}", "taxonomy": container.taxonomy.version},
    )


def resolve(texts: Sequence[str], *, kind: str = "skill", lang: str = "", language: str = "en") -> pd.DataFrame:
    """Resolve texts to concepts, as ``matcher taxonomy resolve`` does.

    Returns
    -------
    DataFrame
        ``text``, ``rank`` (1 to 5), ``concept_id``, ``label``, ``score``, ``accepted``; a text without candidates has one row of rank 0.
    """
    container = build()
    if kind not in ("skill", "occupation"):
        raise UsageError("bad_setting", setting="kind", found=kind, expected="skill, occupation")
    rows: list[tuple[str, int, str, str, float, bool]] = []
    for answer in container.resolver.resolve(list(texts), kind=kind, lang=lang):  # type: ignore[arg-type]
        for rank, each in enumerate(answer.candidates, 1):
            label = container.taxonomy.label(each.concept_id, language)
            rows.append((answer.text, rank, each.concept_id, label, each.score, rank == 1 and answer.accepted))
        if not answer.candidates:
            rows.append((answer.text, 0, "", "", 0.0, False))
    return pd.DataFrame(rows, columns=["text", "rank", "concept_id", "label", "score", "accepted"])


_OUT = {
    "matches": MATCH_COLUMNS,
    "matches_by_jobseeker": MATCH_COLUMNS,
    "recommendations": RECOMMENDATION_COLUMNS,
    "rejected": REJECTED_COLUMNS,
    "review": REVIEW_COLUMNS,
}


def _as_file(source: Table, table: str, folder: Path) -> Path:
    """Return a file of a table; a frame is written as texts, so that one reader reads all."""
    if isinstance(source, (str, Path)):
        return Path(source)
    path = folder / f"{table}.csv"
    source.fillna("").astype(str).to_csv(path, index=False, encoding="utf-8")
    return path


def _frame(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read a file of ours with proper types; pandas reads what we wrote exactly, numbers are decimals of at most ten digits."""
    read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", usecols=list(columns))
    for name in read.columns.intersection(["text", "value"]):
        read[name] = read[name].map(read_back)
    for name in read.columns.intersection(list(NUMBERS)):
        read[name] = pd.to_numeric(read[name].replace("", None)).astype(np.dtype(NUMBERS[name]))
    return read
