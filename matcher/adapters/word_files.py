"""The resolver with its shipped numbers, ready to use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from matcher.adapters.storage import written_whole
from matcher.adapters.taxonomy_files import read_rows
from matcher.adapters.title_files import read_unit_groups, titles_path
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.candidates import features_with
from matcher.core.taxonomy.meaning import LabelEncoder
from matcher.core.taxonomy.reranker import Reranker
from matcher.errors import ModelError


def read_reranker(path: Path) -> Reranker:
    """Read a re-ranker from its numbers.

    Raises
    ------
    ModelError
        ``model_not_found`` where there is no such file, ``model_damaged`` where it does not hold a re-ranker.
    """
    try:
        numbers = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ModelError("model_not_found", model=str(path)) from missing
    except ValueError as wrong:
        raise ModelError("model_damaged", model=path.name, reason=str(wrong)) from wrong
    return Reranker.from_numbers(numbers)


def reranker_path(priors: Path, encoders: Sequence[LabelEncoder] = ()) -> Path:
    """Return where the re-ranker that was learned with these encoders lies."""
    return priors / ("-".join(["reranker", *(encoder.name for encoder in encoders)]) + ".json")


def write_reranker(path: Path, reranker: Reranker, provenance: Mapping[str, str]) -> None:
    """Write a re-ranker as readable numbers, with what it was learned from and the command that learns it again."""
    text = json.dumps({"provenance": dict(provenance), **reranker.to_numbers()}, ensure_ascii=False, indent=None)
    # One tree, or one entry, a line: a person can read it and a change shows where it is.
    with written_whole(path) as file:
        file.write(text.replace("], [", "],\n [").replace(', "', ',\n "') + "\n")


def read_nkz_map(path: Path) -> dict[str, str]:
    """Read the ISCO-08 unit group of each NKZ basic group; empty where the file is absent."""
    return {row["nkz"]: row["isco08"] for _, row in read_rows(path) if row.get("nkz") and row.get("isco08")}


def make_resolver(
    taxonomy: Taxonomy,
    priors: Path,
    *,
    encoders: Sequence[LabelEncoder] = (),
    nkz_isco08: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Resolver:
    """Make the resolver of a taxonomy with the re-ranker of the folder `priors`; with the plain one where the file is absent.

    Encoders with which no re-ranker was learned are not used. Where the taxonomy's own `folder` holds a re-ranker or a model of
    coded titles, they were learned from its labels and take precedence; encoders then need one of the folder's own too: on ESCO
    the shipped one was worse than letters alone.
    """
    path, with_encoders = reranker_path(priors), reranker_path(priors, encoders)
    own = _own_reranker(folder)
    shipped = with_encoders if own is None and with_encoders.is_file() else None
    return Resolver(
        taxonomy,
        ranker=own or (read_reranker(path) if path.is_file() else None),
        encoders=encoders,
        encoders_ranker=(_own_reranker(folder, encoders) or (read_reranker(shipped) if shipped else None))
        if encoders
        else None,
        nkz_isco08=nkz_isco08,
        unit_groups=read_unit_groups(titles_path(folder)) if folder else None,
    )


def _own_reranker(folder: Path | None, encoders: Sequence[LabelEncoder] = ()) -> Reranker | None:
    """Read the re-ranker of a taxonomy's folder; None where there is none, or it was learned by another version on other columns."""
    if folder is None or not reranker_path(folder, encoders).is_file():
        return None
    found = read_reranker(reranker_path(folder, encoders))
    return found if set(found.features) <= set(features_with(encoders)) else None
