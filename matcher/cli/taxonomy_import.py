"""``matcher taxonomy import``: bring ESCO, and titles that somebody has coded, into our format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.bootstrap import Container, build
from matcher.core.taxonomy import Taxonomy
from matcher.errors import UsageError

if TYPE_CHECKING:
    from matcher.core.taxonomy.unit_groups import UnitGroups

N_A_FOLD = 1000
"""Labels asked for in each of 16 parts: half a minute, and as good an order as from all."""
FEWEST_CONCEPTS = 1000
"""Skills, and occupations, from which on a taxonomy teaches an order of its own; a smaller one has the shipped order."""


@click.command(name="import")
@click.option(
    "--esco",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Zip or folder of the official CSV files; again for each language.",
)
@click.option(
    "--titles",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table with the columns title and occupation (identifier, URI, ISCO-08 or NKZ code) to learn unit groups from.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option("--alone", is_flag=True, help="Do not merge with our own concepts.")
@click.option(
    "--quick", is_flag=True, help="Do not learn the order of suggestions anew from the labels (a minute or two)."
)
def import_(esco: tuple[Path, ...], titles: Path | None, out: Path, *, alone: bool, quick: bool) -> None:
    r"""Bring ESCO into our format, with our concepts in the place of equal ones; learn unit groups from coded titles.

    \b
    Example:
      matcher taxonomy import --esco ESCO.zip --titles past-vacancies.csv --out data/taxonomy/esco
      matcher match ... --taxonomy data/taxonomy/esco
    """
    from matcher.adapters.taxonomy_files import read_shared_labels, write_shared_labels, write_taxonomy
    from matcher.adapters.title_files import titles_path, write_unit_groups
    from matcher.adapters.word_files import reranker_path, write_reranker
    from matcher.core.taxonomy.merging import noted_labels
    from matcher.core.taxonomy.training import ask, fit

    if not esco and titles is None:
        raise UsageError("nothing_to_import")
    container = build()
    ours = Taxonomy({}, {}) if alone else container.untaught_taxonomy
    whole = _with_esco(container, ours, esco, out) if esco else ours
    unit_groups = _learn_titles(container, whole, titles) if titles else None
    enough = len(whole.skills) >= FEWEST_CONCEPTS and len(whole.occupations) >= FEWEST_CONCEPTS
    reranker = fit(ask(whole, n_a_fold=N_A_FOLD)) if esco and enough and not quick else None
    noted = set() if alone else read_shared_labels(container.settings.taxonomy_dir)
    write_taxonomy(whole, out)
    write_shared_labels(out, noted_labels(whole, ours, noted))
    said = {"learned_from": f"taxonomy {whole.version}", "command": "matcher taxonomy import"}
    if unit_groups is not None:
        write_unit_groups(titles_path(out), unit_groups, said)
    if reranker is not None:
        write_reranker(reranker_path(out), reranker, said)


def _with_esco(container: Container, ours: Taxonomy, sources: tuple[Path, ...], out: Path) -> Taxonomy:
    from matcher.adapters.esco import read_esco
    from matcher.adapters.esco_files import open_esco
    from matcher.core.taxonomy.merging import merge, shared_concepts

    files = open_esco(sources)
    found = read_esco(files)
    for table in files.absent:
        container.say("ui.cli.esco_without", table=table)
    counts = {"skills": len(found.skills), "occupations": len(found.occupations), "folder": out}
    container.say(
        "ui.cli.esco_imported",
        merged=len(shared_concepts(ours, found)),
        languages=", ".join(files.languages("skills")),
        **counts,
    )
    return merge(ours, found)


def _learn_titles(container: Container, whole: Taxonomy, titles: Path) -> UnitGroups:
    from matcher.adapters.title_files import read_coded_titles
    from matcher.core.taxonomy.unit_groups import fit as learn

    coded, n_left_out = read_coded_titles(titles, whole, container.nkz_isco08)
    learned = learn(coded)
    container.say("ui.cli.titles_learnt", titles=len(coded.titles), left_out=n_left_out, groups=len(learned.codes))
    return learned
