"""``matcher train``: a ranker from the centre's own outcomes, with its card; refused when it is not better than counting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from matcher.adapters.engines import make_engine
from matcher.adapters.messages import Messages
from matcher.adapters.model_card import card_page
from matcher.adapters.result_files import write_rejected
from matcher.batch import MatchCommandRun
from matcher.bootstrap import build
from matcher.core import record_mapping as understanding_room
from matcher.core.record_mapping import RecordParser
from matcher.core.referrals import Rejection
from matcher.core.tables import RawRow, RowError, TypedRow
from matcher.services.audit.twins import read_twins
from matcher.services.training import Trained, TrainingTown, audit_with, train

_TABLE = click.Path(path_type=Path)


@click.command(name="train", context_settings={"show_default": True})
@click.option(
    "--outcomes", required=True, multiple=True, type=_TABLE, help="Table of outcomes; may be given more than once."
)
@click.option("--jobseekers", required=True, type=_TABLE, help="Table of jobseekers that the outcomes name.")
@click.option("--vacancies", required=True, type=_TABLE, help="Table of vacancies that the outcomes name.")
@click.option("--courses", multiple=True, type=_TABLE, help="Table of courses; may be given more than once.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder models/NAME.")
@click.option("--taxonomy", "taxonomy_dir", type=click.Path(path_type=Path, file_okay=False), help="Another taxonomy.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the training (today when not given).")
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of messages and of the card's page.")
@click.option("--json", "as_json", is_flag=True, help="Print card.json instead of sentences.")
def train_(
    outcomes: Sequence[Path],
    jobseekers: Path,
    vacancies: Path,
    *,
    courses: Sequence[Path],
    out: Path,
    taxonomy_dir: Path | None,
    as_of: datetime | None,
    lang: str | None,
    as_json: bool,
) -> int:
    r"""Learn a ranker from outcomes, measure it on later vacancies, audit it, and save it with its card.

    \b
    Example:
      matcher train --outcomes data/samples/outcomes.csv --jobseekers data/samples/jobseekers.csv \
                    --vacancies data/samples/vacancies.csv --out models/centre
      matcher match ... --model centre
    Exit status: 0 may be served; 1 saved but refused, or rows were rejected; 2 nothing was fitted.
    """
    container = build(taxonomy_dir=taxonomy_dir)
    messages = Messages(container.settings.translations_dir, lang or container.settings.language)
    run = MatchCommandRun(container, messages, (as_of or datetime.now()).date())
    for table, paths in (("jobseekers", [jobseekers]), ("vacancies", [vacancies]), ("courses", courses)):
        run.read(table, paths)
    run.read("outcomes", outcomes)
    town = read_town(run)
    rows = run.tables["outcomes"].accepted
    told_of = understanding_room.outcomes(rows)
    audit = audit_with(town, told_of, engine=make_engine("serial", 1), travel=container.travel, as_of=run.as_of)
    found = train(town, told_of, as_of=run.as_of, audit=audit)
    # skops is slow to load, and the list of commands needs none of it
    from matcher.adapters.model_files import save_model

    version = save_model(
        out,
        found.model,
        card={**found.card, "inputs": run.inputs},
        page=card_page(found.card, messages, name=out.name),
        served=found.served,
        taxonomy=town.taxonomy.version,
    )
    tell_rejected(run, rows, found.rejections, folder=out)
    if as_json:
        click.echo((out / version / "card.json").read_text(encoding="utf-8"), nl=False)
    else:
        click.echo("\n".join(told(found, f"{out.name}@{version}", out / version, messages)))
    return 0 if found.served and not run.n_rejected and not found.rejections else 1


def read_town(run: MatchCommandRun) -> TrainingTown:
    """Turn the accepted rows into what a training reads; vacancies that have closed count too."""
    reading = RecordParser(run.container.resolver, run.container.places, run.as_of)
    twins = read_twins(run.container.twins, RecordParser(run.container.resolver, run.container.places, run.as_of))
    people, sensitive = reading.jobseekers(run.tables["jobseekers"].accepted)
    return TrainingTown(
        run.container.taxonomy,
        tuple(people),
        tuple(reading.vacancies(run.tables["vacancies"].accepted)),
        tuple(reading.courses(run.tables["courses"].accepted)),
        run.container.prior,
        tuple(sensitive),
        twins,
    )


def tell_rejected(run: MatchCommandRun, rows: Sequence[TypedRow], rejections: Sequence[Rejection], *, folder: Path) -> None:
    """Write every rejected row beside the versions, and say how many there are."""
    errors = [error for checked in run.tables.values() for error in checked.errors]
    whole = {table: list(checked.rejected) for table, checked in run.tables.items()}
    for one in rejections:
        row, params = rows[one.at], dict(one.params)
        errors.append(RowError(row.file, row.line, "", params.get("found", ""), one.rule, params))
        cells = {name: "" if value is None else str(value) for name, value in row.values.items()}
        whole["outcomes"].append(RawRow(row.file, row.line, cells))
    if errors:
        write_rejected(folder, errors, whole, run.messages)
    run.tell_rejected()
    if rejections:
        click.echo(
            run.messages.text("ui.cli.rejected", table="outcomes", rejected=len(rejections), rows=len(rows)), err=True
        )


def told(found: Trained, named: str, folder: Path, messages: Messages) -> list[str]:
    """Say what was learned, and whether it may be served."""
    counts = found.card["outcomes"]
    said = [messages.text("ui.cli.trained", model=named, used=counts["used"], hired=counts["hired"], folder=folder)]
    quality = found.card["quality"]
    if quality["n_queries"]:
        estimates, less = quality["estimates"], quality["ours_less"]["overlap"][quality["decides"]]
        said.append(
            messages.text(
                "ui.cli.trained_quality",
                ours=f"{estimates['ours'][quality['decides']]['mean']:.3f}",
                overlap=f"{estimates['overlap'][quality['decides']]['mean']:.3f}",
                low=f"{less['low']:+.3f}",
                high=f"{less['high']:+.3f}",
                vacancies=quality["n_queries"],
            )
        )
    if found.served:
        said.append(messages.text("ui.cli.trained_served", model=named))
    said.extend(messages.text(f"ui.card.{reason}", fewest=found.card["served_from"]) for reason in found.refusals)
    return said
