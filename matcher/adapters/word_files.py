"""The resolver with its shipped numbers, ready to use."""

from __future__ import annotations

import json
from pathlib import Path

from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.reranker import Reranker
from matcher.errors import ModelError

RERANKER = "reranker.json"


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


def make_resolver(taxonomy: Taxonomy, priors: Path) -> Resolver:
    """Make the resolver of a taxonomy with the re-ranker of the folder `priors`; with the plain one where the file is absent."""
    path = priors / RERANKER
    return Resolver(taxonomy, ranker=read_reranker(path) if path.is_file() else None)
