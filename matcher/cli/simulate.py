"""``matcher simulate``: invented tables of any size, from a seed."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.adapters.tables_io.writing import write_table
from matcher.bootstrap import build
from matcher.core.contracts import TABLES
from matcher.services.simulation import simulate_town
from matcher.services.simulation.stream import TRUTH_COLUMNS


@click.command()
@click.option("--jobseekers", type=click.IntRange(0, 1_000_000), default=400, show_default=True)
@click.option("--vacancies", type=click.IntRange(0, 100_000), default=45, show_default=True)
@click.option("--courses", type=click.IntRange(0, 10_000), default=40, show_default=True)
@click.option("--outcomes", type=click.IntRange(0, 1_000_000), default=300, show_default=True)
@click.option(
    "--truth", is_flag=True, help="Outcomes of a past policy, one employer discriminates; also writes truth.csv."
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), required=True, help="The same seed gives the same bytes.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the tables.")
def simulate(jobseekers: int, vacancies: int, *, courses: int, outcomes: int, truth: bool, seed: int, out: Path) -> int:
    r"""Write jobseekers, vacancies, courses, sessions and outcomes of an invented town.

    \b
    Example:
      matcher simulate --jobseekers 400 --vacancies 45 --courses 40 --outcomes 300 --seed 7 --out town
      matcher simulate --jobseekers 5000 --vacancies 300 --outcomes 100000 --truth --seed 7 --out town
    Exit status: 0 written; 2 wrong usage.
    """
    town = simulate_town(
        build().taxonomy,
        jobseekers=jobseekers,
        vacancies=vacancies,
        courses=courses,
        outcomes=outcomes,
        seed=seed,
        with_truth=truth,
    )
    for name in ("jobseekers", "vacancies", "courses", "sessions", "outcomes"):
        rows = getattr(town, name)
        write_table(out / f"{name}.csv", TABLES[name].names, rows)
        click.echo(f"{name}.csv: {len(rows)}", err=True)
    if truth:
        write_table(out / "truth.csv", TRUTH_COLUMNS, town.truth)
        click.echo(f"truth.csv: {len(town.truth)}", err=True)
    return 0
