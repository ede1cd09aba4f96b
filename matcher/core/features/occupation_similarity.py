"""How near two occupations are, by ranks that need no scale: who is among whose nearest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from matcher.core.features.columns import NEAR, STEPS
from matcher.core.features.documents import Documents, Sparse, as_sparse, rarity
from matcher.core.features.meaning import SkillMeanings
from matcher.core.taxonomy import Taxonomy

OPTIONAL = 0.5
"""Weight of an optional skill beside an essential one in a profile."""
RANK = 200
"""Most singular vectors; a third of the documents where they are fewer."""
EMBEDDING_UNIT = 1023
MANY_DOCUMENTS = 1000

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Space:
    """Documents and vacancies over one index of skills.

    Attributes
    ----------
    position : mapping of str to int
        Of each skill, sorted.
    documents, vacancies : sparse, shape (n, n_skills)
        1 essential, :data:`OPTIONAL` optional.
    """

    reference: Documents
    asked: Documents
    taxonomy: Taxonomy
    position: Mapping[str, int]
    documents: Sparse
    vacancies: Sparse

    @classmethod
    def of(cls, reference: Documents, asked: Documents, taxonomy: Taxonomy) -> Space:
        """Lay documents and vacancies out."""
        position = {skill: at for at, skill in enumerate(sorted(reference.skills | asked.skills))}
        return cls(
            reference,
            asked,
            taxonomy,
            position,
            reference.matrix(position, OPTIONAL),
            asked.matrix(position, OPTIONAL),
        )

    def idf(self, power: float = 1.0) -> Sparse:
        """Give the rarity of each skill as a diagonal."""
        return rarity(self.reference.weights, list(self.position), power)


def embed(space: Space) -> Matrix:
    """Place skills in the space of the strongest singular vectors of documents by skills.

    Returns
    -------
    ndarray of float64, shape (n_skills, n_vectors)
        Integers, length about :data:`EMBEDDING_UNIT`, so that products of them are exact; zeros for a skill no document asks for.

    Notes
    -----
    Latent semantic analysis (Deerwester et al. 1990), vectors scaled by the root of the singular values (Levy et al. 2015).
    """
    rows = unit_rows(space.documents @ space.idf())
    n_vectors = max(1, min(RANK, rows.shape[0] // 2, rows.shape[1] - 1))
    if min(rows.shape) < 2:
        return np.zeros((rows.shape[1], 1))
    strength, vectors = _directions(rows, n_vectors)
    placed = unit_rows(vectors * np.sqrt(strength))
    return np.asarray(np.rint(placed * EMBEDDING_UNIT))


def _directions(rows: Any, n_vectors: int) -> tuple[Matrix, Matrix]:
    """Give the largest singular values and their directions, exactly where documents are few."""
    if rows.shape[0] > MANY_DOCUMENTS:
        _, strength, vectors = randomized_svd(rows, n_vectors, random_state=0)
        return strength, vectors.T
    squares, places = np.linalg.eigh((rows @ rows.T).toarray())
    strength = np.sqrt(np.maximum(squares[::-1][:n_vectors], 0))
    return strength, rows.T @ places[:, ::-1][:, :n_vectors] / np.maximum(strength, 1e-9)


def nearness(space: Space, embedding: Matrix, meanings: SkillMeanings) -> npt.NDArray[np.int32]:
    """Measure how near each document is to each vacancy, in each of the ways of :data:`NEAR`.

    Returns
    -------
    ndarray of int32, shape (n_documents, n_vacancies, len(NEAR))
        0 to :data:`STEPS`.

    Notes
    -----
    ``1 - (ln(1 + r) + ln(1 + s)) / (2 ln(1 + n))``, where r counts the documents that are nearer to this document than the vacancy
    is, and s the documents that are nearer to the vacancy than this document is; 0 where the two have nothing in common.
    """
    n_documents, n_vacancies = len(space.reference), len(space.asked)
    found = np.zeros((n_documents, n_vacancies, len(NEAR)), dtype=np.int32)
    if not n_documents or not n_vacancies:
        return found
    for name, one, other in _profiles(space, embedding, meanings):
        found[:, :, NEAR.index(name)] = _mutual(_cosines(one, one), _cosines(one, other))
    return found


def _profiles(space: Space, embedding: Matrix, meanings: SkillMeanings) -> Iterator[tuple[str, Any, Any]]:
    rare, rarer = space.idf(), space.idf(1.5)
    yield "near_skills", space.documents @ rarer, space.vacancies @ rarer
    first = _cosines(space.documents @ rarer, space.documents @ rarer)
    yield "near_neighbours", first**2, _cosines(space.vacancies @ rarer, space.documents @ rarer) ** 2
    yield "near_latent", (space.documents @ rare) @ embedding, (space.vacancies @ rare) @ embedding
    groups = skill_groups(space)
    if groups.nnz:
        yield "near_groups", space.documents @ rare @ groups, space.vacancies @ rare @ groups
    words = _words(space)
    if words is not None:
        yield "near_words", space.documents @ rare @ words, space.vacancies @ rare @ words
    known = meanings.rows(list(space.position), space.taxonomy)
    if known is not None:
        yield "near_meaning", (space.documents @ rare) @ known, (space.vacancies @ rare) @ known
    titles = _titles(space.reference.titles, space.asked.titles)
    if titles is not None:
        yield "near_titles", *titles


def _mutual(within: Matrix, across: Matrix) -> npt.NDArray[np.int32]:
    n_documents = within.shape[0]
    ordered, columns = np.sort(within, axis=1), np.sort(across, axis=0)
    nearer = np.empty_like(across)
    for row in range(n_documents):
        nearer[row] = n_documents - np.searchsorted(ordered[row], across[row], side="right")
    rivals = np.empty_like(across)
    for column in range(across.shape[1]):
        rivals[:, column] = n_documents - np.searchsorted(columns[:, column], across[:, column], side="right")
    scale = 2 * np.log1p(n_documents)
    near = 1 - (np.log1p(nearer) + np.log1p(rivals)) / scale
    return np.where(across > 0, np.rint(STEPS * near), 0).astype(np.int32)


def _cosines(one: Any, other: Any) -> Matrix:
    # Six decimals: the same profile as a document and as a vacancy must give the same cosine to everything.
    product = unit_rows(one) @ unit_rows(other).T
    return np.asarray(np.rint(1e6 * (product.toarray() if hasattr(product, "toarray") else product)))


def unit_rows(rows: Any) -> Any:
    """Scale every row, sparse or dense, to length 1; a row of zeros stays."""
    if hasattr(rows, "toarray"):
        length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        return sparse.diags(1 / np.where(length > 0, length, 1.0)) @ rows
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, 1.0)


def skill_groups(space: Space) -> Sparse:
    """Give the groups of each skill at all heights, weighted by rarity, shape (n_skills, n_groups)."""
    listed = {group: at for at, group in enumerate(sorted(space.taxonomy.groups))}
    cells = [
        (at, listed[group], 1.0)
        for skill, at in space.position.items()
        for group in sorted(_groups_of(skill, space.taxonomy))
    ]
    held = as_sparse(cells, (len(space.position), len(listed)))
    counts = np.asarray(((space.documents @ held) > 0).sum(axis=0)).ravel()
    rare = np.log((1 + len(space.reference)) / (1 + counts))
    weighted: Sparse = (held @ sparse.diags(rare)).tocsr()
    return weighted


def _groups_of(skill: str, taxonomy: Taxonomy) -> set[str]:
    found: set[str] = set()
    for each in (skill, *taxonomy.ancestors(skill)):
        concept = taxonomy.skills.get(each)
        group = concept.group if concept else ""
        while group in taxonomy.groups and group not in found:
            found.add(group)
            group = taxonomy.groups[group].broader
    return found


def _words(space: Space) -> Any:
    texts = {skill: skill_text(skill, space.taxonomy) for skill in space.position}
    if not any(texts.values()):
        return None
    # Words are as rare as they are in the reference, whatever else is asked for.
    vectors = TfidfVectorizer(stop_words="english", token_pattern=r"(?u)\b\w\w\w+\b")
    try:
        vectors.fit([text for skill, text in texts.items() if skill in space.reference.skills])
        return vectors.transform(texts.values())
    except ValueError:  # labels of stop words only
        return None


def skill_text(skill: str, taxonomy: Taxonomy) -> str:
    """Give label and definition in the first of English, Russian and Kazakh; empty for an unknown skill."""
    concept = taxonomy.skills.get(skill)
    if concept is None:
        return ""
    language = next((each for each in ("en", "ru", "kk") if concept.labels.get(each)), "")
    return f"{concept.labels.get(language, '')} {concept.definitions.get(language, '')}".strip()


def _titles(reference: Sequence[str], asked: Sequence[str]) -> tuple[Any, Any] | None:
    try:
        vectors, known = _title_vectors(tuple(reference))
    except ValueError:  # no titles at all
        return None
    return known, vectors.transform(asked)


@lru_cache(maxsize=4)
def _title_vectors(reference: tuple[str, ...]) -> tuple[Any, Any]:
    """Fit the words of the reference once: laid out for one vacancy alone, they would take most of the time."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return vectors, vectors.fit_transform(reference)
