"""``--resume``: go on with a match that was broken off, when nothing that it depends on has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from matcher.adapters.chunk_files import ChunkFolder, KeepingEngine
from matcher.adapters.messages import Messages
from matcher.config import ROOT, Settings
from matcher.ports import Engine
from matcher.services import matching

FOLDER = ".chunks"


def digest_of(depends_on: Mapping[str, object]) -> str:
    """Digest all that the answers of a run depend on: inputs, options, versions; never the number of jobs or the engine.

    Examples
    --------
    >>> digest_of({"top": 20}) == digest_of({"top": 20}) != digest_of({"top": 5})
    True
    """
    text = json.dumps({**depends_on, "block": matching.BLOCK}, sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def surroundings(settings: Settings, taxonomy_dir: Path | None) -> dict[str, str]:
    """Digest what a run reads besides its tables: words, town, and the program itself."""
    folders = {
        "taxonomy": taxonomy_dir or settings.taxonomy_dir,
        "priors": settings.data_dir / "priors",
        "town": settings.data_dir / "towns" / settings.town,
        "models": settings.models_dir,
    }
    found = {name: files_digest(folder, folder.rglob("*")) for name, folder in folders.items()}
    return found | {"program": files_digest(ROOT, (ROOT / "matcher").rglob("*.py")), "settings": repr(settings)}


def files_digest(folder: Path, paths: Iterable[Path]) -> str:
    """Digest names and contents of files; their order does not matter."""
    found = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        found.update(f"{path.relative_to(folder).as_posix()}\0{content}\0".encode())
    return found.hexdigest()


@contextmanager
def keeping(engine: Engine, folder: Path, key: str, *, resume: bool, messages: Messages) -> Iterator[Engine]:
    """Keep the answer of each chunk while a run lasts; the chunks go when it ends well.

    Parameters
    ----------
    folder : Path
        For the chunks alone.
    key : str
        Of :func:`digest_of`.
    resume : bool
        Take the chunks that a run under the same key left; else they are deleted.
    """

    def say(n_kept: int, n_chunks: int) -> None:
        if n_kept:
            click.echo(messages.text("ui.cli.resumed", kept=n_kept, chunks=n_chunks), err=True)

    chunks = ChunkFolder(folder, key, matching.BlockResult)
    state = chunks.state()
    if resume and state == "nothing":
        click.echo(messages.text("ui.cli.resume_nothing"), err=True)
    if resume and state == "other":
        click.echo(messages.text("ui.cli.resume_other"), err=True)
    if not resume or state != "same":
        chunks.begin()
    yield KeepingEngine(engine, chunks, say)
    chunks.clear()
