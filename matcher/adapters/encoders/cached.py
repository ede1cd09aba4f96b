"""Keep the vectors of labels on disk, under the encoder's fingerprint: they take seconds to minutes to make."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.meaning import Encoder

MANY = 2000
"""Labels from which on it is said that they are read, once, and that this takes a while."""

_Keys = NDArray[np.uint64]
_Vectors = NDArray[np.float32]
Say = Callable[..., None]


class KeptEncoder:
    """An encoder whose vectors of labels are kept in one file, text by text, without the texts themselves.

    Parameters
    ----------
    encoder : Encoder
    folder : Path or None
        None keeps nothing.
    say : callable
        Called with a key of the catalogues and parameters: when many labels are read, and once when the encoder fails.
    keep_all : bool
        Keep the vectors of people's words too; for learning the re-ranker, which asks for the same texts each time.
    """

    def __init__(
        self, encoder: Encoder, folder: Path | None, *, say: Say = lambda *_, **__: None, keep_all: bool = False
    ) -> None:
        self._encoder = encoder
        self._path = folder / f"{encoder.fingerprint}.npz" if folder else None
        self._say = say
        self._keep_all = keep_all
        self._has_failed = False
        self.name, self.fingerprint = encoder.name, encoder.fingerprint

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._encoder.dim

    def begin(self, texts: Sequence[str]) -> None:
        """Tell an encoder that works in a process of its own which texts will be asked for."""
        begin = getattr(self._encoder, "begin", None)
        if begin is not None and not self._keep_all:
            begin(texts)

    def encode(self, texts: Sequence[str]) -> _Vectors:
        """Return one vector a text, float32, shape (n, dim); people's words are not kept."""
        return self.encode_labels(texts) if self._keep_all else self._made(texts)

    def encode_labels(self, labels: Sequence[str]) -> _Vectors:
        """Return one vector a label, float32, shape (n, dim), from the file where it is there; kept vectors have half the digits."""
        if self._path is None or not labels:
            return self._made(labels)
        keys = np.array([_key(text) for text in labels], dtype=np.uint64)
        kept_keys, kept = self._read()
        wanted, first = np.unique(keys, return_index=True)
        missing = first[~np.isin(wanted, kept_keys)]
        if len(missing):
            if len(missing) >= MANY:
                self._say("ui.cli.encoder_reads", encoder=self.name, labels=len(missing))
            made = self._made([labels[place] for place in missing]).astype(np.float16)
            kept_keys = np.concatenate([kept_keys, keys[missing]])
            kept = np.concatenate([kept, made]) if len(kept) else made
            self._write(kept_keys, kept)
        order = np.argsort(kept_keys, kind="stable")
        return kept[order[np.searchsorted(kept_keys[order], keys)]].astype(np.float32)

    def _made(self, texts: Sequence[str]) -> _Vectors:
        try:
            vectors = self._encoder.encode(texts)
            if not np.isfinite(vectors).all():
                raise ValueError("not a number")
        except Exception as fault:
            if not self._has_failed:
                self._has_failed = True
                self._say("ui.cli.encoder_failed", encoder=self.name, reason=type(fault).__name__)
            raise
        return vectors

    def _read(self) -> tuple[_Keys, NDArray[np.float16]]:
        assert self._path is not None
        nothing = np.empty(0, np.uint64), np.empty((0, 0), np.float16)
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as found:
                keys, vectors = found["keys"], found["vectors"]
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return nothing
        fits = keys.dtype == np.uint64 and vectors.dtype == np.float16 and vectors.shape == (len(keys), self.dim)
        return (keys, vectors) if fits else nothing

    def _write(self, keys: _Keys, vectors: NDArray[np.float16]) -> None:
        assert self._path is not None
        partial = self._path.with_suffix(".partial.npz")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(partial, keys=keys, vectors=vectors)
            partial.replace(self._path)
        except OSError:
            return  # a full disk or a read-only folder costs time, not the answer


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
