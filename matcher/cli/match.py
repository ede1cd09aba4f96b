"""``matcher match``: files in, ranked matches with reasons out."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import click
from tqdm import tqdm

from matcher import __version__
from matcher.adapters.engines import make_engine
from matcher.adapters.messages import Messages
from matcher.adapters.result_files import (
    write_json,
    write_matches,
    write_recommendations,
    write_rejected,
    write_review,
)
from matcher.adapters.tables_io.columns import ColumnMap, load_maps
from matcher.adapters.tables_io.reading import read_table
from matcher.bootstrap import House, build
from matcher.cli.resuming import FOLDER, digest_of, keeping, surroundings
from matcher.core.ranker import OverlapRanker
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.tables import Checked, RawRow
from matcher.core.understanding import Understanding
from matcher.ports import Engine
from matcher.services.assembling import Town
from matcher.services.matching import MatchRun, match_people

SERIAL_PAIRS = 300_000
"""Below this number of pairs a second process costs more than it saves."""
SEED = 0


@dataclass
class Run:
    """One run of the batch flow: what was read, what was found, and what it took."""

    house: House
    messages: Messages
    as_of: date
    maps: tuple[ColumnMap, ...] = ()
    tables: dict[str, Checked] = field(default_factory=dict)
    inputs: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    without_needs: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage for ``run.json``."""
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)

    def read(self, table: str, paths: Sequence[Path]) -> None:
        """Read and check the files of one table."""
        seen: dict[str, RawRow] = {}
        parts = [read_table(path, table, self.maps, seen=seen) for path in paths]
        self.tables[table] = Checked(
            table,
            [row for part in parts for row in part.accepted],
            [row for part in parts for row in part.rejected],
            [error for part in parts for error in part.errors],
        )
        self.inputs += [
            {"table": table, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in paths
        ]

    @property
    def n_rejected(self) -> int:
        """Rows rejected over all tables."""
        return sum(checked.n_rejected for checked in self.tables.values())

    def understand(self, ranker: OverlapRanker, top: int) -> tuple[list[Jobseeker], Town, Understanding]:
        """Turn the accepted rows into people and a town; expired vacancies are left out and counted."""
        understanding = Understanding(self.house.resolver, self.house.places, self.as_of)
        people, _ = understanding.jobseekers(self.tables["jobseekers"].accepted)
        declared = understanding.vacancies(self.tables["vacancies"].accepted)
        valid = [role for role in declared if role.valid_through is None or role.valid_through >= self.as_of]
        courses = understanding.courses(self.tables["courses"].accepted)
        self.left_out = {
            "expired_vacancies": len(declared) - len(valid),
            "jobseekers_without_consent": sum(person.consent is False for person in people),
        }
        self.without_needs = [role.vacancy_id for role in valid if not role.needs]
        town = Town.of(self.house.taxonomy, valid, courses, ranker=ranker, travel=self.house.travel, top=top)
        return people, town, understanding

    def kept(
        self, engine: Engine, folder: Path, *, resume: bool, model: str, top: int
    ) -> AbstractContextManager[Engine]:
        """Keep the work of each chunk while the run lasts, under a key of all that it depends on."""
        key = digest_of(
            {
                **surroundings(self.house.settings, self.house.taxonomy_dir),
                "words": self.house.taxonomy.version,
                "inputs": self.inputs,
                "maps": self.maps,
                "as_of": self.as_of.isoformat(),
                "model": model,
                "top": top,
            }
        )
        return keeping(engine, folder, key, resume=resume, messages=self.messages)

    def tell_rejected(self) -> None:
        """Say on stderr how many rows of each table were rejected."""
        for table, checked in self.tables.items():
            if checked.n_rejected:
                click.echo(
                    self.messages.text(
                        "ui.cli.rejected", table=table, rejected=checked.n_rejected, rows=checked.n_rows
                    ),
                    err=True,
                )


@click.command(context_settings={"show_default": True})
@click.option(
    "--jobseekers",
    "jobseekers",
    required=True,
    type=click.Path(path_type=Path),
    help="Table of jobseekers, CSV or XLSX.",
)
@click.option("--vacancies", required=True, type=click.Path(path_type=Path), help="Table of vacancies, CSV or XLSX.")
@click.option(
    "--courses", multiple=True, type=click.Path(path_type=Path), help="Table of courses; may be given more than once."
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--top", default=20, type=click.IntRange(1, 1000), help="How many matches a vacancy (jobseeker) gets.")
@click.option(
    "--by", default="both", type=click.Choice(["vacancy", "jobseeker", "both"]), help="Which tables to write."
)
@click.option(
    "--columns", multiple=True, help="Foreign column names: hh, enbek, or TABLE=map.json (also map.json for vacancies)."
)
@click.option(
    "--taxonomy", "taxonomy_dir", type=click.Path(path_type=Path, file_okay=False), help="Folder of another taxonomy."
)
@click.option("--model", default="overlap", help="Ranker: overlap, or NAME[@VERSION] of a trained model.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the match (today when not given).")
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of messages.")
@click.option("--jobs", type=click.IntRange(1), help="Processes (all cores when not given and the work is large).")
@click.option(
    "--engine",
    type=click.Choice(["serial", "joblib", "dask"]),
    help="Where the work runs (chosen by size when not given).",
)
@click.option("--resume", is_flag=True, help="Go on where a run with the same files and options was broken off.")
@click.option("--strict", is_flag=True, help="Write nothing when a row is rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print run.json instead of sentences.")
def match(
    jobseekers: Path,
    vacancies: Path,
    courses: Sequence[Path],
    out: Path,
    *,
    top: int,
    by: str,
    columns: Sequence[str],
    taxonomy_dir: Path | None,
    model: str,
    as_of: datetime | None,
    lang: str | None,
    jobs: int | None,
    engine: str | None,
    resume: bool,
    strict: bool,
    as_json: bool,
) -> int:
    r"""Match jobseekers with vacancies and recommend courses.

    \b
    Example:
      matcher match --jobseekers data/samples/jobseekers.csv --vacancies data/samples/vacancies.csv \\
                    --courses data/samples/courses.csv --out results
    Exit status: 0 complete; 1 complete, but rows were rejected; 2 nothing written.
    """
    house = build(taxonomy_dir=taxonomy_dir)
    messages = Messages(house.settings.translations_dir, lang or house.settings.language)
    maps = tuple(found for name in columns for found in load_maps(name, house.settings.data_dir / "columns"))
    run = Run(house, messages, (as_of or datetime.now()).date(), maps)
    ranker = house.ranker(model)
    with run.stage("read"):
        run.read("jobseekers", [jobseekers])
        run.read("vacancies", [vacancies])
        run.read("courses", courses)
    if strict and run.n_rejected:
        run.tell_rejected()
        click.echo(messages.text("ui.cli.nothing_written"), err=True)
        return 1
    with run.stage("understand"):
        people, town, understanding = run.understand(ranker, top)
    runner = choose_engine(engine, jobs, len(people) * len(town.vacancies))
    name = f"{ranker.name}@{ranker.version}"
    with run.kept(runner, out / FOLDER, resume=resume, model=name, top=top) as keeper:
        with run.stage("match"), progress(len(people)) as on_block:
            found = match_people(people, town, keeper, on_block=on_block)
        with run.stage("write"):
            write_run(run, found, understanding, out=out, by=by)
        summary = describe(run, found, town.vacancies, model=name)
        write_json(out / "run.json", summary)
    run.tell_rejected()
    click.echo(json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True) if as_json else told(run, found, out))
    return 1 if run.n_rejected else 0


def choose_engine(name: str | None, jobs: int | None, n_pairs: int) -> Engine:
    """Choose the named engine, or by the size of the work."""
    cores = jobs or os.cpu_count() or 1
    if name is None:
        name = "serial" if cores == 1 or (jobs is None and n_pairs < SERIAL_PAIRS) else "joblib"
    return make_engine(name, cores)


@contextmanager
def progress(n_people: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing elsewhere."""
    with tqdm(total=n_people, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int) -> None:
            bar.update(done - bar.n)

        yield show


def write_run(run: Run, found: MatchRun, understanding: Understanding, *, out: Path, by: str) -> None:
    """Write every table of a run."""
    if by in ("vacancy", "both"):
        write_matches(out / "matches.csv", found.by_vacancy)
    if by in ("jobseeker", "both"):
        write_matches(out / "matches_by_jobseeker.csv", found.by_jobseeker)
    write_recommendations(out / "recommendations.csv", found.recommendations)
    errors = [error for checked in run.tables.values() for error in checked.errors]
    write_rejected(out, errors, {table: checked.rejected for table, checked in run.tables.items()}, run.messages)
    write_review(
        out / "review.csv", understanding.unresolved, found.without_score, run.messages, without_needs=run.without_needs
    )


def describe(run: Run, found: MatchRun, vacancies: Sequence[Vacancy], *, model: str) -> dict[str, object]:
    """Say what a run used, read and found: the content of ``run.json``."""
    return {
        "versions": {"program": __version__, "model": model, "taxonomy": run.house.taxonomy.version},
        "inputs": run.inputs,
        "left_out": run.left_out,
        "seed": SEED,
        "as_of": run.as_of.isoformat(),
        "counts": {
            table: {"rows": checked.n_rows, "accepted": len(checked.accepted), "rejected": checked.n_rejected}
            for table, checked in run.tables.items()
        },
        "vacancies": {
            "with_two_resolved_skills": sum(n_own_skills(v) >= 2 for v in vacancies),
            "with_occupation": sum(bool(v.occupation_id or v.isco08) for v in vacancies),
            "with_needs_from_occupation": sum(v.needs_from_occupation for v in vacancies),
            "excluded_by_constraint": {key: dict(value) for key, value in found.failed.items() if any(value.values())},
        },
        "jobseekers_without_score": len(found.without_score),
        "matches": len(found.by_vacancy),
        "recommendations": len(found.recommendations),
        "seconds": run.seconds,
    }


def n_own_skills(vacancy: Vacancy) -> int:
    """Count the skills that a vacancy's own words named."""
    return sum(not need.text.startswith("occupation:") for need in vacancy.needs)


def told(run: Run, found: MatchRun, out: Path) -> str:
    """Say in a sentence what was found."""
    return run.messages.text(
        "ui.cli.done",
        matches=len(found.by_vacancy),
        recommendations=len(found.recommendations),
        without_score=len(found.without_score),
        folder=out,
    )
