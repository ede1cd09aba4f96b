"""``matcher decisions``: show past decisions again, and hand what came of them to the training."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from matcher.adapters.messages import Messages
from matcher.adapters.tables_io.writing import write_table
from matcher.bootstrap import Container, build
from matcher.core.records import Outcome
from matcher.ports import Ranker
from matcher.services.decisions.decision_snapshot import Replay, replay

OUTCOME_COLUMNS = (
    "jobseeker_id",
    "vacancy_id",
    "referred_on",
    "outcome",
    "reason",
    "decided_on",
    "still_employed_after_days",
)
LATEST = 100


@click.group(name="decisions")
def decisions() -> None:
    r"""Look after what officers decided.

    \b
    Example:
      matcher decisions replay --centre saran
    """


@decisions.command(name="replay")
@click.option("--centre", required=True, help="Centre whose decisions are shown again.")
@click.option("--latest", default=LATEST, show_default=True, type=click.IntRange(1), help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="One line a decision that is not the same, for a program.")
def replay_(centre: str, latest: int, as_json: bool) -> int:
    r"""Make past recommendations again from what was kept, and compare them byte by byte with what was shown.

    \b
    Example:
      matcher decisions replay --centre saran --latest 100
    Exit status: 0 all are the same; 1 some differ, or this installation lacks their model or taxonomy.
    """
    container = build()
    found = list(
        replay(container.repository, centre, container.taxonomy, ranker_of=lambda *named: _ranker(container, *named), latest=latest)
    )
    for each in found:
        if each.agreement != "same":
            click.echo(json.dumps(_told(each), ensure_ascii=False) if as_json else " ".join(_told(each).values()))
    counts = Counter(each.agreement for each in found)
    if not as_json:
        shown = {name: counts[name] for name in ("same", "differs", "not_here")}
        messages = Messages(container.settings.translations_dir, container.settings.language)
        click.echo(messages.text("ui.cli.replayed", n=len(found), **shown))
    return 0 if counts["same"] == len(found) else 1


@decisions.command(name="outcomes")
@click.option("--centre", required=True, help="Centre whose outcomes are written.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Table to write.")
def outcomes(centre: str, out: Path) -> int:
    r"""Write what came of referrals as the table that ``matcher train --outcomes`` reads.

    \b
    Example:
      matcher decisions outcomes --centre saran --out outcomes.csv
    """
    container = build()
    rows = [_row(stored.record) for stored in container.repository.find(centre, Outcome)]
    write_table(out, OUTCOME_COLUMNS, sorted(rows, key=lambda row: (row["jobseeker_id"], row["vacancy_id"])))
    messages = Messages(container.settings.translations_dir, container.settings.language)
    click.echo(messages.text("ui.cli.outcomes_written", n=len(rows), path=out))
    return 0


def _ranker(container: Container, name: str, version: str) -> Ranker:
    return container.ranker(name if name in ("overlap", "prior") else f"{name}@{version}")


def _told(found: Replay) -> dict[str, str]:
    entry = found.entry
    return {
        "decision": entry.public_id,
        "decided_at": entry.record.decided_at.isoformat(timespec="seconds"),
        "agreement": found.agreement,
        "missing": found.missing,
    }


def _row(outcome: Outcome) -> dict[str, str]:
    values = {name: getattr(outcome, name) for name in OUTCOME_COLUMNS}
    return {name: "" if value is None else str(value) for name, value in values.items()}
