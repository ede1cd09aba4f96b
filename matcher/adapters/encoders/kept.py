"""Keep the vectors of labels on disk, under the encoder's fingerprint: they take seconds to minutes to make."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.meaning import Encoder

SMALLEST_KEPT = 200
"""Batches of fewer texts are people's words, which are not kept."""

_Keys = NDArray[np.uint64]
_Vectors = NDArray[np.float32]


class KeptEncoder:
    """An encoder whose answers to large batches are kept in one file, text by text, without the texts themselves.

    Parameters
    ----------
    encoder : Encoder
    folder : Path or None
        None keeps nothing.
    """

    def __init__(self, encoder: Encoder, folder: Path | None) -> None:
        self._encoder = encoder
        self._path = folder / f"{encoder.fingerprint}.npz" if folder else None
        self.name, self.dim, self.fingerprint = encoder.name, encoder.dim, encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> _Vectors:
        """Return one vector a text, float32, shape (n, dim); kept vectors have half the digits."""
        if self._path is None or len(texts) < SMALLEST_KEPT:
            return self._encoder.encode(texts)
        keys = np.array([_key(text) for text in texts], dtype=np.uint64)
        kept_keys, kept = self._read()
        wanted, first = np.unique(keys, return_index=True)
        missing = first[~np.isin(wanted, kept_keys)]
        if len(missing):
            made = self._encoder.encode([texts[place] for place in missing])
            kept_keys, kept = (
                np.concatenate([kept_keys, keys[missing]]),
                np.concatenate([kept, made.astype(np.float16)]),
            )
            self._write(kept_keys, kept)
        order = np.argsort(kept_keys, kind="stable")
        return kept[order[np.searchsorted(kept_keys[order], keys)]].astype(np.float32)

    def _read(self) -> tuple[_Keys, NDArray[np.float16]]:
        assert self._path is not None
        try:
            with np.load(str(self._path), allow_pickle=False) as found:
                keys, vectors = found["keys"], found["vectors"]
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            keys, vectors = np.empty(0, np.uint64), np.empty((0, self.dim), np.float16)
        if keys.dtype != np.uint64 or vectors.shape != (len(keys), self.dim):
            return np.empty(0, np.uint64), np.empty((0, self.dim), np.float16)
        return keys, vectors

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
