"""Read and write the figures that a centre starts with: ``data/priors/transitions.json``, ``isco08.json``, ``esco-skills.npz``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from matcher.adapters.storage import written_whole
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.core.prior import Prior, read_prior
from matcher.errors import ModelError

_SKILL = "http://data.europa.eu/esco/skill/"
WEIGHTS, GROUPS, MEANINGS = "transitions.json", "isco08.json", "esco-skills.npz"


def load_prior(folder: Path) -> Prior:
    """Load the prior from the folder of priors.

    Raises
    ------
    ModelError
        ``prior_not_found`` or ``prior_damaged``, with the file; ``prior_schema`` where it was learned for other columns.
    """
    for name in (WEIGHTS, GROUPS, MEANINGS):
        if not (folder / name).is_file():
            raise ModelError("prior_not_found", file=str(folder / name))
    try:
        record = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
        groups = json.loads((folder / GROUPS).read_text(encoding="utf-8"))["vectors"]
        meanings = read_meanings(folder / MEANINGS)
        return read_prior(record, GroupsOfWork({code: tuple(row) for code, row in groups.items()}), meanings)
    except (ValueError, KeyError, OSError, TypeError) as fault:
        raise ModelError("prior_damaged", file=str(folder), found=f"{type(fault).__name__}: {fault}") from fault


def write_groups(path: Path, groups: GroupsOfWork) -> None:
    """Write the places of unit groups, one a line; the same groups give the same bytes."""
    source = "derived from ESCO 1.2.0 by bench/prior.py. This service uses the ESCO classification of the European Commission."
    rows = ",\n".join(f' "{code}": {json.dumps(list(groups.vectors[code]))}' for code in sorted(groups.vectors))
    with written_whole(path) as file:
        file.write(f'{{"source": "{source}", "vectors": {{\n{rows}\n}}}}\n')


def write_meanings(path: Path, meanings: SkillMeanings) -> None:
    """Write the places of ESCO skills: 16 bytes of the identifier and one signed byte a number."""
    uris = sorted(uri for uri in meanings.vectors if uri.startswith(_SKILL) and len(uri) == len(_SKILL) + 36)
    names = np.array([list(bytes.fromhex(uri.removeprefix(_SKILL).replace("-", ""))) for uri in uris], dtype=np.uint8)
    rows = np.array([meanings.vectors[uri] for uri in uris], dtype=np.int8)
    np.savez_compressed(path, names=names, rows=rows)


def read_meanings(path: Path) -> SkillMeanings:
    """Read the places of ESCO skills."""
    with np.load(path, allow_pickle=False) as held:
        names, rows = held["names"], held["rows"]
    if names.ndim != 2 or rows.ndim != 2 or len(names) != len(rows):
        raise ValueError(path.name)
    return SkillMeanings({_uri(bytes(name).hex()): row for name, row in zip(names, rows, strict=True)})


def _uri(digits: str) -> str:
    return _SKILL + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
