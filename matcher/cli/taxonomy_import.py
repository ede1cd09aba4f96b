"""``matcher taxonomy import``: bring ESCO into our format."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.bootstrap import build


@click.command(name="import")
@click.option(
    "--esco",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Zip or folder of the official CSV files; again for each language.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option("--alone", is_flag=True, help="Do not merge with our own concepts.")
def import_(esco: tuple[Path, ...], out: Path, *, alone: bool) -> None:
    r"""Bring ESCO into our format, with our concepts in the place of equal ones.

    \b
    Example:
      matcher taxonomy import --esco ESCO.zip --out data/taxonomy/esco
      matcher match ... --taxonomy data/taxonomy/esco
    """
    from matcher.adapters.esco import read_esco
    from matcher.adapters.esco_files import open_esco
    from matcher.adapters.messages import Messages
    from matcher.adapters.taxonomy_files import read_shared_labels, write_shared_labels, write_taxonomy
    from matcher.core.taxonomy import Taxonomy
    from matcher.core.taxonomy.merging import merge, noted_labels, shared_concepts

    house = build()
    messages = Messages(house.settings.translations_dir, house.settings.language)
    files = open_esco(esco)
    found = read_esco(files)
    whole = found if alone else merge(house.taxonomy, found)
    write_taxonomy(whole, out)
    ours = Taxonomy({}, {}) if alone else house.taxonomy
    noted = set() if alone else read_shared_labels(house.settings.taxonomy_dir)
    write_shared_labels(out, noted_labels(whole, ours, noted))
    for table in files.absent:
        click.echo(messages.text("ui.cli.esco_without", table=table), err=True)
    counts = {
        "skills": len(found.skills),
        "occupations": len(found.occupations),
        "merged": 0 if alone else len(shared_concepts(house.taxonomy, found)),
        "languages": ", ".join(files.languages("skills")),
        "folder": out,
    }
    click.echo(messages.text("ui.cli.esco_imported", **counts), err=True)
