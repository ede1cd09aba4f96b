"""Model folders: ``models/<name>/<version>/`` with ``model.skops``, ``card.json``, ``card.html`` and ``manifest.json``.

A model is loaded only when every byte is the one that was saved, every type in it is on a short list, its columns, taxonomy and
libraries are ours, and it gives the scores that it gave when it was saved. Nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import skops.io
from scipy import __version__ as scipy_version
from sklearn import __version__ as sklearn_version

from matcher import __version__
from matcher.core.features.columns import NAMES, STEPS, schema_digest
from matcher.core.learned import LearnedRanker
from matcher.errors import ModelError

ALLOWED = ("matcher.core.learned.LearnedRanker",)
"""The only type beside arrays, numbers and text that a model file may hold."""
MODEL, CARD, PAGE, MANIFEST = "model.skops", "card.json", "card.html", "manifest.json"
SERVED, REFUSED = "served", "refused"
N_GOLDEN = 64
LARGEST_BYTES = 50_000_000
TOLERANCE = 1e-9
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class StoredModel:
    """A model as it lies in its folder.

    Attributes
    ----------
    status : str
        ``served``, or ``refused`` with its reason in the card.
    known : str
        What was known of the skills asked for when it was trained.
    """

    model: LearnedRanker
    name: str
    version: str
    status: str
    taxonomy: str
    known: str


def versions_of(models_dir: Path, name: str) -> list[str]:
    """List the versions of a model, oldest first."""
    folder = models_dir / name
    found = [each.name for each in folder.iterdir() if each.is_dir() and each.name.isdigit()] if folder.is_dir() else []
    return sorted(found, key=int)


def save_model(
    folder: Path, model: LearnedRanker, *, card: Mapping[str, Any], page: str, served: bool, taxonomy: str
) -> str:
    """Save a model as the next version of its name; the folder appears whole or not at all.

    Parameters
    ----------
    folder : Path
        ``models/<name>``.
    card : mapping
        Holds ``known``, and whatever the card tells.
    taxonomy : str
        Version of the taxonomy whose concepts its columns were counted with.

    Returns
    -------
    str
        The version: a number that rises by one.

    Raises
    ------
    ModelError
        ``model_name`` for a name that is not lower-case letters, digits, ``.``, ``_`` and ``-``.
    """
    if not _NAME.fullmatch(folder.name):
        raise ModelError("model_name", found=folder.name)
    version = str(max([int(each) for each in versions_of(folder.parent, folder.name)], default=0) + 1)
    building = folder / f".{version}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        (building / MODEL).write_bytes(skops.io.dumps(model))
        text = json.dumps({**card, "name": folder.name, "version": version}, ensure_ascii=False, indent=1, sort_keys=True)
        (building / CARD).write_text(text + "\n", encoding="utf-8")
        (building / PAGE).write_text(page, encoding="utf-8")
        manifest = {
            "name": folder.name,
            "version": version,
            "status": SERVED if served else REFUSED,
            "schema": schema_digest(),
            "taxonomy": taxonomy,
            "known": card["known"],
            "libraries": libraries(),
            "sha256": {name: _digest(building / name) for name in (MODEL, CARD, PAGE)},
            "golden": [float(score) for score in golden_scores(model)],
        }
        manifest["manifest_sha256"] = _own_digest(manifest)
        (building / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        building.rename(folder / version)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return version


def load_model(
    models_dir: Path, name: str, version: str = "", *, taxonomy: str = "", passed_over: list[ModelError] | None = None
) -> StoredModel:
    """Load a model that may be served.

    Parameters
    ----------
    version : str
        The newest that was not refused when empty; where that one cannot be loaded, the former stays in service.
    taxonomy : str
        Version of the taxonomy in use; any when empty.
    passed_over : list of ModelError, optional
        Takes what is wrong with each newer version, where a former one is given.

    Raises
    ------
    ModelError
        ``ranker_not_found``, ``model_refused``, ``ranker_damaged``, ``model_foreign``, ``model_columns``, ``model_libraries``,
        ``model_taxonomy`` or ``model_golden``, each with ``way_out``: the version before, or to train again. Of the newest, where no
        version can be loaded.
    """
    if not _NAME.fullmatch(name):
        raise ModelError("model_name", found=name)
    versions = versions_of(models_dir, name)
    if version and version not in versions:
        raise ModelError("ranker_not_found", found=f"{name}@{version}", expected=", ".join(versions) or "-")
    tried = [version] if version else versions[::-1]
    faults = [] if passed_over is None else passed_over
    for each in tried:
        way_out = _way_out(models_dir, name, versions[: versions.index(each)])
        try:
            manifest = _manifest(models_dir / name / each, way_out)
            if manifest["status"] == SERVED:
                return _loaded(models_dir / name / each, manifest, way_out, taxonomy=taxonomy)
        except ModelError as fault:
            faults.append(fault)
            continue
        if version:
            raise ModelError("model_refused", found=f"{name}@{each}", way_out=way_out)
    if faults:
        raise faults[0]
    if versions:
        raise ModelError("model_refused", found=f"{name}@{versions[-1]}", way_out=_way_out(models_dir, name, []))
    raise ModelError("ranker_not_found", found=name, expected=", ".join(names_of(models_dir)) or "-")


def names_of(models_dir: Path) -> list[str]:
    """List the names of the models that are there."""
    found = [each.name for each in models_dir.iterdir() if each.is_dir()] if models_dir.is_dir() else []
    return sorted(name for name in found if versions_of(models_dir, name))


def libraries() -> dict[str, str]:
    """Name the versions that a model depends on."""
    return {"matcher": __version__, "numpy": np.__version__, "scipy": scipy_version, "scikit-learn": sklearn_version}


def golden_scores(model: LearnedRanker) -> np.ndarray:
    """Score 64 fixed rows, so that a model can prove that it is the one that was saved."""
    rows = np.random.default_rng(0).integers(0, STEPS + 1, (N_GOLDEN, len(NAMES))) / STEPS
    return np.asarray(model.decision_function(rows))


def _manifest(folder: Path, way_out: str) -> dict[str, Any]:
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        stated = read.pop("manifest_sha256")
        whole = bool(_own_digest(read) == stated)
    except (OSError, ValueError, KeyError, AttributeError, RecursionError) as fault:
        raise ModelError("ranker_damaged", file=str(folder / MANIFEST), way_out=way_out) from fault
    if not whole:
        raise ModelError("ranker_damaged", file=str(folder / MANIFEST), way_out=way_out)
    found: dict[str, Any] = read
    return found


def _loaded(folder: Path, manifest: Mapping[str, Any], way_out: str, *, taxonomy: str) -> StoredModel:
    for name, digest in manifest["sha256"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise ModelError("ranker_damaged", file=str(folder / name), way_out=way_out)
    if manifest["schema"] != schema_digest():
        raise ModelError("model_columns", found=manifest["schema"], expected=schema_digest(), way_out=way_out)
    if taxonomy and manifest["taxonomy"] != taxonomy:
        raise ModelError("model_taxonomy", found=manifest["taxonomy"], expected=taxonomy, way_out=way_out)
    ours = libraries()
    if any(_major(manifest["libraries"].get(name, "")) != _major(version) for name, version in ours.items()):
        raise ModelError("model_libraries", found=_told(manifest["libraries"]), expected=_told(ours), way_out=way_out)
    model = read_model(folder / MODEL, way_out)
    if not np.allclose(golden_scores(model), manifest["golden"], rtol=0, atol=TOLERANCE):
        raise ModelError("model_golden", file=str(folder / MODEL), way_out=way_out)
    return StoredModel(
        model, manifest["name"], manifest["version"], manifest["status"], manifest["taxonomy"], manifest["known"]
    )


def read_model(path: Path, way_out: str = "") -> LearnedRanker:
    """Read a model file on its own: only types of :data:`ALLOWED`.

    Raises
    ------
    ModelError
        ``model_foreign`` where it holds another type, ``ranker_damaged`` where it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES or not zipfile.is_zipfile(path):
            raise ModelError("model_foreign", file=str(path), found="", way_out=way_out)
        content = path.read_bytes()
        unknown = sorted(set(skops.io.get_untrusted_types(data=content)) - set(ALLOWED))
        if unknown:
            raise ModelError("model_foreign", file=str(path), found=", ".join(unknown), way_out=way_out)
        model = skops.io.loads(content, trusted=list(ALLOWED))
    except ModelError:
        raise
    except Exception as fault:  # skops raises whatever a broken archive makes it meet
        raise ModelError("ranker_damaged", file=str(path), way_out=way_out) from fault
    if not isinstance(model, LearnedRanker) or not hasattr(model, "tables_"):
        raise ModelError("model_foreign", file=str(path), found=type(model).__name__, way_out=way_out)
    return model


def _way_out(models_dir: Path, name: str, older: list[str]) -> str:
    for version in older[::-1]:
        try:
            if _manifest(models_dir / name / version, "")["status"] == SERVED:
                return f"--model {name}@{version}"
        except ModelError:
            continue
    return f"matcher train ... --out {models_dir / name}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _own_digest(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _major(version: str) -> str:
    parts = version.split(".")
    return parts[0] if parts[0] != "0" else ".".join(parts[:2])


def _told(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
