"""How a text and a label resemble each other: the columns that the re-ranker weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matcher.core.taxonomy.labels import LabelTable

FEATURES: tuple[str, ...] = ("cosine", "folded_ratio", "sorted_ratio")


def pair_features(table: LabelTable, folded: Sequence[str], queries: NDArray[np.int64], labels: NDArray[np.int64], cosine: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return one row a pair of text and label, columns as `FEATURES`."""
    left = [folded[query] for query in queries]
    right = [table.folded_texts_[label] for label in labels]
    columns = [
        cosine,
        process.cpdist(left, right, scorer=fuzz.ratio, workers=1) / 100,
        process.cpdist(left, right, scorer=fuzz.token_sort_ratio, workers=1) / 100,
    ]
    return np.column_stack(columns).astype(np.float64)
