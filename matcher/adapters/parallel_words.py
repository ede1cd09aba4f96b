"""A large batch of texts on several cores."""

from __future__ import annotations

import gc
import multiprocessing
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.concepts import Candidate, Kind, Resolution

SMALLEST_BATCH = 4000
"""Texts below which starting processes takes longer than it saves."""
_Plain = tuple[list[tuple[str, str, float]], bool, str]
_resolver: Resolver | None = None


def resolve_in_parallel(
    resolver: Resolver, texts: Sequence[str], *, kind: Kind = "skill", lang: str = "", jobs: int = 1
) -> list[Resolution]:
    """Resolve as :meth:`Resolver.resolve`, in `jobs` processes where the batch is large; the answers are the same.

    The processes are forked, so that they share the index; where the system cannot fork, or encoders are at work (one worker
    cannot answer two askers), one process does it.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if jobs < 2 or len(texts) < SMALLEST_BATCH or not can_fork or resolver.encoders:
        return resolver.resolve(texts, kind=kind, lang=lang)
    resolver.resolve(["x y"], kind=kind)  # the index is built before the fork
    global _resolver
    _resolver = resolver
    size = -(-len(texts) // (2 * jobs))
    blocks = [(list(texts[at : at + size]), kind, lang) for at in range(0, len(texts), size)]
    gc.freeze()  # what stands before the fork is not looked through again in each process
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of any fork beside threads; those of the numeric libraries are idle and made anew.
            warnings.simplefilter("ignore", DeprecationWarning)
            with ProcessPoolExecutor(
                jobs, mp_context=multiprocessing.get_context("fork"), initializer=gc.disable
            ) as pool:
                parts = list(pool.map(_resolve_block, blocks))
    finally:
        gc.unfreeze()
        _resolver = None
    plain = (each for part in parts for each in part)
    return [_answer(text, lang, each) for text, each in zip(texts, plain, strict=True)]


def _resolve_block(block: tuple[list[str], Kind, str]) -> list[_Plain]:
    texts, kind, lang = block
    assert _resolver is not None
    # Plain tuples cross between processes many times faster than records.
    return [
        ([(each.concept_id, each.label, each.score) for each in answer.candidates], answer.accepted, answer.isco08)
        for answer in _resolver.resolve(texts, kind=kind, lang=lang)
    ]


def _answer(text: str, lang: str, plain: _Plain) -> Resolution:
    candidates, accepted, isco08 = plain
    return Resolution(text, lang, tuple(Candidate(*each) for each in candidates), accepted=accepted, isco08=isco08)
