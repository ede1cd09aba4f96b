"""``matcher evaluate``: how good our order is, beside plain baselines, on pairs that somebody else judged."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import click

from matcher.adapters.benchmark_files import BenchmarkFiles, read_benchmark
from matcher.adapters.messages import Messages
from matcher.bootstrap import Container, build
from matcher.core.metrics import METRICS, Estimate
from matcher.errors import InputError, UsageError
from matcher.ports import Ranker
from matcher.services.evaluation import OURS, Evaluation, evaluate, lay_out_benchmark, score_people

PREFERRED = ("prior", "overlap")
"""Rankers tried in this order when none is named."""


@click.command(name="evaluate")
@click.option(
    "--benchmark",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder with jobseekers.csv, vacancies.csv, qrels.tsv; also split.tsv and excluded.tsv where there are such.",
)
@click.option(
    "--model", help="Ranker: overlap, prior, or NAME[@VERSION] of a trained model (the best known when absent)."
)
@click.option(
    "--taxonomy", "taxonomy_dir", type=click.Path(path_type=Path, file_okay=False), help="Folder of another taxonomy."
)
@click.option("--split", help="Part of split.tsv to measure (test when there is one, else everybody).")
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of messages.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate_(
    folder: Path, *, model: str | None, taxonomy_dir: Path | None, split: str | None, lang: str | None, as_json: bool
) -> int:
    r"""Measure a ranker on an evaluation folder beside plain baselines; each figure with its 95 % bootstrap interval.

    \b
    Example:
      matcher evaluate --benchmark benchmarks/transitions
    Exit status: 0 complete; 2 the folder cannot be measured.
    """
    files = read_benchmark(folder)
    part, people = files.measured(split)
    container = build(taxonomy_dir=taxonomy_dir)
    messages = Messages(container.settings.translations_dir, lang or container.settings.language)
    ranker = choose_ranker(container, model)
    found = measure_files(files, people, container=container, ranker=ranker)
    if not found.n_queries:
        raise InputError("benchmark_nothing_judged", file="qrels.tsv")
    named = f"{ranker.name}@{ranker.version}"
    if as_json:
        click.echo(json.dumps(described(found, named, part), ensure_ascii=False, indent=2, sort_keys=True))
        return 0
    click.echo(
        messages.text(
            "ui.cli.evaluated",
            queries=found.n_queries,
            vacancies=found.n_vacancies,
            pairs=found.n_pairs,
            part=part or "-",
        ),
        err=True,
    )
    click.echo("\n".join(told(found, named, messages)))
    return 0


def choose_ranker(container: Container, model: str | None) -> Ranker:
    """Choose the named ranker, or the first of :data:`PREFERRED` that the house has."""
    if model is not None:
        return container.ranker(model)
    for name in PREFERRED[:-1]:
        try:
            return container.ranker(name)
        except UsageError:
            continue
    return container.ranker(PREFERRED[-1])


def measure_files(files: BenchmarkFiles, people: frozenset[str], *, container: Container, ranker: Ranker) -> Evaluation:
    """Measure a ranker and the baselines over some people of a folder; who withheld consent is left out, as in a match."""
    asked = [
        row
        for row in files.jobseekers
        if row.values["jobseeker_id"] in people and row.values.get("consent") is not False
    ]
    if not asked:
        raise InputError("benchmark_nothing_judged", file="qrels.tsv")
    benchmark = lay_out_benchmark(
        asked, files.vacancies, resolver=container.resolver, gains=files.gains, excluded=files.excluded
    )
    ours = score_people(benchmark.jobseekers, benchmark.vacancies, taxonomy=container.taxonomy, ranker=ranker)
    return evaluate(benchmark, ours)


def told(found: Evaluation, named: str, messages: Messages) -> Sequence[str]:
    """Lay the figures out as a table: one ranking a line, one metric a column, ``mean [low, high]``."""
    head = "".join(f"  {metric:<19s}" for metric in METRICS)
    lines = [f"{'':22s}{head}".rstrip()]
    for row in found.rows:
        name = f"{OURS} ({named})" if row.name == OURS else row.name
        lines.append(f"{name:22s}" + "".join(f"  {shown(row.estimates[metric]):<19s}" for metric in METRICS).rstrip())
    rival = strongest(found)
    if rival:
        shares = "".join(f"  {shown(rival[metric][1], sign=True):<19s}" for metric in METRICS).rstrip()
        lines += [f"{messages.text('ui.cli.ours_less_best'):22s}{shares}"]
        lines += [f"{'':22s}" + "".join(f"  {rival[metric][0]:<19s}" for metric in METRICS).rstrip()]
    return lines


def strongest(found: Evaluation) -> dict[str, tuple[str, Estimate]]:
    """Give for each metric the best baseline and ours less it; the first in the table wins a tie."""
    rivals = [row for row in found.rows if row.name != OURS]
    if not rivals:
        return {}
    best = {metric: max(rivals, key=lambda row: row.estimates[metric].mean) for metric in METRICS}
    return {metric: (row.name, row.behind[metric]) for metric, row in best.items()}


def shown(estimate: Estimate, *, sign: bool = False) -> str:
    """Show an estimate with three decimals.

    Examples
    --------
    >>> shown(Estimate(0.4567, 0.4, 0.5, 9)), shown(Estimate(0.02, -0.01, 0.05, 9), sign=True)
    ('.457 [.400, .500]', '+.020 [-.010, +.050]')
    """
    if math.isnan(estimate.mean):
        return "-"
    mean, low, high = (
        f"{value:+.3f}" if sign else f"{value:.3f}" for value in (estimate.mean, estimate.low, estimate.high)
    )
    return f"{mean} [{low}, {high}]".replace("0.", ".")


def described(found: Evaluation, named: str, part: str | None) -> dict[str, object]:
    """Give the figures as a program reads them: metric, then ours and each baseline."""
    ours = found.rows[0].estimates
    rivals = found.rows[1:]
    return {
        "model": named,
        "split": part,
        "queries": found.n_queries,
        "vacancies": found.n_vacancies,
        "relevant_pairs": found.n_pairs,
        "confidence": 0.95,
        "metrics": {
            metric: {
                OURS: figures(ours[metric]),
                "baselines": {row.name: figures(row.estimates[metric]) for row in rivals},
                "ours_less_baseline": {row.name: figures(row.behind[metric]) for row in rivals},
            }
            for metric in METRICS
        },
    }


def figures(estimate: Estimate) -> dict[str, float]:
    """Give an estimate with six decimals."""
    return {"mean": round(estimate.mean, 6), "low": round(estimate.low, 6), "high": round(estimate.high, 6)}
