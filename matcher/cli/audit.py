"""``matcher audit``: the lists of a match, counted by group, with what the figures can and cannot say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from matcher.adapters import fairlearn_shares
from matcher.adapters.audit_page import audit_page
from matcher.adapters.audit_words import AuditWords, Section
from matcher.adapters.match_files import read_matches
from matcher.adapters.messages import Messages
from matcher.adapters.result_files import write_json, write_rejected, write_text
from matcher.batch import MatchCommandRun
from matcher.bootstrap import build
from matcher.core import record_mapping as understanding_room
from matcher.core.fairness.twins import TwinFigures
from matcher.core.record_mapping import RecordParser
from matcher.core.records import LANGUAGES
from matcher.core.sensitive import sensitive_features
from matcher.errors import MatcherError
from matcher.services.audit import AuditSettings, AuditTables, audit
from matcher.services.audit.second_count import count_again
from matcher.services.audit.twins import measure_twins, read_twins

_TABLE = click.Path(path_type=Path)


@click.command(name="audit", context_settings={"show_default": True})
@click.option("--matches", required=True, type=_TABLE, help="matches.csv of a match.")
@click.option("--jobseekers", required=True, type=_TABLE, help="The jobseekers that were matched: the whole pool.")
@click.option(
    "--vacancies", type=_TABLE, help="The vacancies: says which constraint a gap comes from, and names employers."
)
@click.option("--outcomes", type=_TABLE, help="Outcomes: equal opportunity and, with vacancies, hiring by employer.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for audit.json and the pages.")
@click.option("--top-k", default=10, type=click.IntRange(1, 1000), help="Selected: among the first K of a vacancy.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day on which ages are counted (today when not given)."
)
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of messages.")
@click.option("--json", "as_json", is_flag=True, help="Print audit.json instead of sentences.")
def audit_(
    matches: Path,
    jobseekers: Path,
    *,
    vacancies: Path | None,
    outcomes: Path | None,
    out: Path | None,
    top_k: int,
    as_of: datetime | None,
    lang: str | None,
    as_json: bool,
) -> int:
    r"""Count the lists of a match by sex, youth, women and youth, length of unemployment, care and language.

    \b
    Example:
      matcher audit --matches results/matches.csv --jobseekers data/samples/jobseekers.csv \
                    --vacancies data/samples/vacancies.csv --outcomes data/samples/outcomes.csv --out audit
    Groups under ten people are hidden. Nothing here reaches a score.
    Exit status: 0 complete; 1 complete, but rows of the tables were rejected; 2 nothing was counted.
    """
    container = build()
    messages = Messages(container.settings.translations_dir, lang or container.settings.language)
    run = MatchCommandRun(container, messages, (as_of or datetime.now()).date())
    listed = read_matches(matches)
    for table, path in (("jobseekers", jobseekers), ("vacancies", vacancies), ("outcomes", outcomes)):
        run.read(table, [path] if path else [])
    tables = read_tables(run, AuditTables(listed, ()))
    counted = replace(audit(tables, AuditSettings(run.as_of, top_k=top_k)), twins=_twins(run, matches))
    found = {**counted.as_dict(), "inputs": run.inputs, "second_count": None}
    if fairlearn_shares.is_installed():
        found["second_count"] = count_again(tables, counted, fairlearn_shares.FairlearnShares())
    if out is not None:
        write_audit(out, found, run)
    run.tell_rejected()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True))
    else:
        click.echo(told(AuditWords(found, messages)))
    if out is not None:
        click.echo(messages.text("ui.cli.audit_written", folder=out), err=True)
    return 1 if run.n_rejected else 0


def read_tables(run: MatchCommandRun, tables: AuditTables) -> AuditTables:
    """Add the pool, and what was given beside it; who withheld consent is no part of the pool."""
    rows = [row for row in run.tables["jobseekers"].accepted if row.values.get("consent") is not False]
    counted = replace(
        tables,
        people=tuple(sensitive_features(row.values) for row in rows),
        outcomes=tuple(understanding_room.outcomes(run.tables["outcomes"].accepted)),
        travel=run.container.travel,
    )
    asked = run.tables["vacancies"].accepted
    if not asked:
        return counted
    reading = RecordParser(run.container.resolver, run.container.places, run.as_of)
    people, vacancies = reading.jobseekers(rows)[0], reading.vacancies(asked)
    return replace(counted, jobseekers=tuple(people), vacancies=tuple(vacancies))


def _twins(run: MatchCommandRun, matches: Path) -> TwinFigures | None:
    """Measure the ranker that made the matches; None where it is not here any more.

    ``run.json`` beside the matches names it; without that file it is the ranker of the settings.
    """
    container, summary = run.container, matches.parent / "run.json"
    model = container.settings.model
    if summary.is_file():
        model = json.loads(summary.read_text(encoding="utf-8"))["versions"]["model"]
    name = model.partition("@")[0]
    try:
        ranker = container.ranker(name if name in ("overlap", "prior") else model)
    except MatcherError:
        return None
    pairs = read_twins(container.twins, RecordParser(container.resolver, container.places, run.as_of))
    return measure_twins(pairs, container.taxonomy, ranker)


def write_audit(folder: Path, found: dict[str, Any], run: MatchCommandRun) -> None:
    """Write ``audit.json``, a page a language, and the rows that were rejected."""
    write_json(folder / "audit.json", found)
    for language in LANGUAGES:
        words = AuditWords(found, Messages(run.container.settings.translations_dir, language))
        write_text(folder / f"audit.{language}.html", audit_page(words))
    errors = [error for checked in run.tables.values() for error in checked.errors]
    if errors:
        write_rejected(folder, errors, {table: each.rejected for table, each in run.tables.items()}, run.messages)


def told(words: AuditWords) -> str:
    """Lay the report out for a terminal."""
    return "\n\n".join(_told(one, words) for one in words.sections() if one.sentences or one.rows)


def _told(one: Section, words: AuditWords) -> str:
    lines = [one.title, *(f"  {sentence}" for sentence in one.sentences)]
    if one.rows:
        lines += ["", *_columns(one.rows)]
    if one.barriers:
        lines += ["", f"  {words.say('audit.barriers')}", *_columns(one.barriers)]
    return "\n".join(lines)


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
