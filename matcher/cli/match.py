"""``matcher match``: files in, ranked matches with reasons out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from matcher.adapters.engines import make_engine
from matcher.adapters.messages import Messages
from matcher.adapters.result_files import write_json
from matcher.adapters.tables_io.columns import load_maps
from matcher.batch import MatchCommandRun, describe, told, write_run
from matcher.bootstrap import build
from matcher.cli.resuming import FOLDER
from matcher.ports import Engine
from matcher.services.matching import match_people

SERIAL_PAIRS = 10_000_000
"""Below this number of pairs other processes cost more than they save: each starts anew, and all that they find travels back.

Of 2.5 million pairs on two cores one process took 12 s and two 18 s.
"""
LONG_PAIRS = 5_000_000
"""From this number of pairs on a run keeps its work, should it be broken off: that costs a twentieth of the time."""


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
@click.option("--model", help="Ranker: prior, overlap, or NAME[@VERSION] of a trained model (MATCHER_MODEL).")
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
    model: str | None,
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
      matcher match --jobseekers data/samples/jobseekers.csv --vacancies data/samples/vacancies.csv \
                    --courses data/samples/courses.csv --out results
    Exit status: 0 complete; 1 complete, but rows were rejected; 2 nothing written.
    """
    container = build(taxonomy_dir=taxonomy_dir)
    messages = Messages(container.settings.translations_dir, lang or container.settings.language)
    maps = tuple(found for name in columns for found in load_maps(name, container.settings.data_dir / "columns"))
    run = MatchCommandRun(container, messages, (as_of or datetime.now()).date(), maps)
    ranker = container.ranker(model or container.settings.model)
    with run.stage("read"):
        run.read("jobseekers", [jobseekers])
        run.read("vacancies", [vacancies])
        run.read("courses", courses)
    if strict and run.n_rejected:
        run.tell_rejected()
        click.echo(messages.text("ui.cli.nothing_written"), err=True)
        return 1
    with run.stage("understand"):
        people, town, parser = run.understand(ranker, top)
    n_pairs = len(people) * len(town.vacancies)
    name = f"{ranker.name}@{ranker.version}"
    runner = choose_engine(engine, jobs, n_pairs)
    options = {"model": name, "top": top}
    with run.kept(runner, out / FOLDER, resume=resume, long=n_pairs >= LONG_PAIRS, options=options) as keeper:
        with run.stage("match"), progress(len(people)) as on_block:
            found = match_people(people, town, keeper, on_block=on_block)
        with run.stage("write"):
            write_run(run, found, parser, out=out, by=by)
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
