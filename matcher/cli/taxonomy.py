"""``matcher taxonomy``: check the concepts, resolve words to them, bring in ESCO, learn the re-ranker anew."""

from __future__ import annotations

import json
from pathlib import Path

import click

from matcher.bootstrap import build
from matcher.cli.taxonomy_import import import_

_FOLDER = click.Path(path_type=Path, file_okay=False)
RESOLVED_COLUMNS = ("text", "lang", "rank", "concept_id", "label", "score", "accepted")


@click.group()
def taxonomy() -> None:
    """Skills and occupations in Kazakh, Russian and English."""


taxonomy.add_command(import_)


@taxonomy.command()
@click.option("--taxonomy", "folder", type=_FOLDER, help="Folder of another taxonomy.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(folder: Path | None, as_json: bool) -> int:
    r"""Look for empty labels, labels of two concepts without a note, relations to nothing, and wrong alphabets.

    \b
    Example:
      matcher taxonomy check
    Exit status: 0 nothing found; 1 something found.
    """
    from matcher.adapters.taxonomy_files import read_shared_labels
    from matcher.core.taxonomy.validation import problems

    house = build(taxonomy_dir=folder)
    noted = read_shared_labels(folder or house.settings.taxonomy_dir)
    found = problems(house.taxonomy, noted)
    if as_json:
        click.echo(json.dumps([list(each) for each in found], ensure_ascii=False))
    else:
        for each in found:
            click.echo("\t".join(each))
        click.echo(
            f"{len(house.taxonomy.skills)} skills, {len(house.taxonomy.occupations)} occupations, {len(found)} problems",
            err=True,
        )
    return 1 if found else 0


@taxonomy.command()
@click.option(
    "--text", "text", required=True, type=click.Path(path_type=Path), help="Table with the columns text and lang."
)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Table to write.")
@click.option(
    "--kind",
    type=click.Choice(["skill", "occupation"]),
    default="skill",
    show_default=True,
    help="What the words name.",
)
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), help="Language of the labels written.")
@click.option("--taxonomy", "folder", type=_FOLDER, help="Folder of another taxonomy.")
def resolve(text: Path, out: Path, *, kind: str, lang: str | None, folder: Path | None) -> int:
    r"""Turn words into concepts: up to five a text, best first; what is not accepted is for a person to pick.

    \b
    Example:
      matcher taxonomy resolve --text T.csv --out R.csv
    Exit status: 0 complete; 1 some rows were rejected.
    """
    from matcher.adapters.tables_io.reading import read_table
    from matcher.adapters.tables_io.writing import write_table

    house = build(taxonomy_dir=folder)
    table = read_table(text, "text")
    rows = [(str(row.values["text"]), str(row.values.get("lang") or "")) for row in table.accepted]
    answers = house.resolver.resolve(
        [words for words, _ in rows], kind="occupation" if kind == "occupation" else "skill"
    )
    cells: list[dict[str, str]] = []
    for (words, written), answer in zip(rows, answers, strict=True):
        if not answer.candidates:
            cells.append({"text": words, "lang": written, "rank": "1", "score": "0.000000", "accepted": "no"})
        for rank, candidate in enumerate(answer.candidates, 1):
            label = house.taxonomy.label(candidate.concept_id, lang or written or house.settings.language)
            accepted = "yes" if rank == 1 and answer.accepted else "no"
            values = (words, written, str(rank), candidate.concept_id, label, f"{candidate.score:.6f}", accepted)
            cells.append(dict(zip(RESOLVED_COLUMNS, values, strict=True)))
    write_table(out, RESOLVED_COLUMNS, cells)
    return 1 if table.n_rejected else 0


@taxonomy.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write (data/priors/reranker.json when not given).",
)
def train(out: Path | None) -> None:
    r"""Learn the re-ranker anew from the taxonomy's own labels; the same labels give the same numbers.

    \b
    Example:
      matcher taxonomy train
    """
    from matcher.adapters.word_files import reranker_path, write_reranker
    from matcher.core.taxonomy.training import ask, fit

    house = build()
    learned = fit(ask(house.taxonomy))
    said = {
        "learned_from": f"labels of taxonomy {house.taxonomy.version}",
        "command": "matcher taxonomy train",
        "source": "our own work",
    }
    write_reranker(out or reranker_path(house.settings.data_dir / "priors"), learned, said)
