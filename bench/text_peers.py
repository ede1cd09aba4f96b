"""Plain peers of the resolver: each is fitted on the same labels, folded as ours, and gives the concepts of its best labels."""

from __future__ import annotations

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from matcher.core.text import fold

BLOCK = 200
N_LABELS = 60


class Tfidf:
    """Cosine of TF-IDF vectors."""

    def __init__(self, labels, **options):
        self.model = TfidfVectorizer(**options)
        self.index = self.model.fit_transform([fold(label) for label in labels]).T.tocsr()

    def scores(self, texts):
        return (self.model.transform([fold(text) for text in texts]) @ self.index).toarray()


class Bm25:
    """Okapi BM25 over words (k1 1.2, b .75, the idf of Lucene)."""

    def __init__(self, labels, k1=1.2, b=0.75):
        self.model = CountVectorizer()
        counts = sparse.csr_array(self.model.fit_transform([fold(label) for label in labels]), dtype=float)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        n_with = np.asarray((counts > 0).sum(axis=0)).ravel()
        idf = np.log(1 + (counts.shape[0] - n_with + 0.5) / (n_with + 0.5))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        norm = k1 * (1 - b + b * lengths[rows] / lengths.mean())
        values = idf[counts.indices] * counts.data * (k1 + 1) / (counts.data + norm)
        self.index = sparse.csr_array((values, counts.indices, counts.indptr), shape=counts.shape).T.tocsr()

    def scores(self, texts):
        return (self.model.transform([fold(text) for text in texts]) @ self.index).toarray()


class Fuzzy:
    """rapidfuzz, token set ratio, on every label."""

    def __init__(self, labels):
        self.labels = [fold(label) for label in labels]

    def scores(self, texts):
        return process.cdist([fold(text) for text in texts], self.labels, scorer=fuzz.token_set_ratio)


PEERS = {
    "TF-IDF char 3-5": lambda labels: Tfidf(labels, analyzer="char_wb", ngram_range=(3, 5)),
    "TF-IDF word": Tfidf,
    "BM25": Bm25,
    "rapidfuzz": Fuzzy,
}
SLOW = {"rapidfuzz": 10}
"""Asked for every tenth text only."""


def concepts(peer, texts, owners, k=5):
    """Give the k first concepts of each text, by their best label; ties by place."""
    found = []
    for at in range(0, len(texts), BLOCK):
        order = np.argsort(-peer.scores(texts[at : at + BLOCK]), axis=1, kind="stable")[:, :N_LABELS]
        found += [list(dict.fromkeys(owners[place] for place in row))[:k] for row in order]
    return found
