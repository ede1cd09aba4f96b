"""Words of many rows: each text is read once, on as many cores as are wanted, and remembered."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from matcher.core.taxonomy import Mention, Resolver, Taxonomy
from matcher.core.taxonomy.concepts import Kind, Resolution

FEWEST = 400
"""Texts below which handing them to other processes takes longer than it saves."""
REMEMBERED = 300_000
Answer = TypeVar("Answer")
_resolver: Resolver | None = None


class RememberedWords:
    """Reads words as a resolver does, with the same answers; to be closed after use.

    Parameters
    ----------
    resolver : Resolver
    jobs : int
        Processes. They are forked from this one before anything else happens, so that they share the index; where the system cannot
        fork, or encoders are at work (one worker cannot answer two askers), this process does all.
    """

    def __init__(self, resolver: Resolver, *, jobs: int = 1) -> None:
        self._own = resolver
        self._known: dict[tuple[str, str, str], Resolution | list[Mention]] = {}
        can_fork = "fork" in multiprocessing.get_all_start_methods()
        self._jobs = jobs if can_fork and not resolver.encoders else 1
        self._pool = _forked(resolver, self._jobs) if self._jobs > 1 else None

    @property
    def taxonomy(self) -> Taxonomy:
        """Concepts that words may name."""
        return self._own.taxonomy

    def resolve(self, texts: Sequence[str], *, kind: Kind = "skill", lang: str = "") -> list[Resolution]:
        """Resolve as :meth:`Resolver.resolve`."""
        return self._answers(texts, (kind, lang), _resolve, lambda some: self._own.resolve(some, kind=kind, lang=lang))

    def mentions(self, texts: Sequence[str], *, lang: str = "") -> list[list[Mention]]:
        """Find mentions as :meth:`Resolver.mentions`."""
        return self._answers(texts, ("mention", lang), _mentions, lambda some: self._own.mentions(some, lang=lang))

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _answers(
        self,
        texts: Sequence[str],
        asked: tuple[str, str],
        apart: Callable[[tuple[list[str], str, str]], list[Answer]],
        here: Callable[[list[str]], list[Answer]],
    ) -> list[Answer]:
        known: dict[tuple[str, str, str], Answer] = self._known  # type: ignore[assignment]
        fresh = list(dict.fromkeys(text for text in texts if (*asked, text) not in known))
        if len(known) + len(fresh) > REMEMBERED:
            known.clear()
            fresh = list(dict.fromkeys(texts))
        if self._pool is None or len(fresh) < FEWEST:
            known.update(zip(((*asked, text) for text in fresh), here(fresh), strict=True))
        else:
            # Every second text, so that long and short ones are shared out alike.
            parts = [fresh[at :: 2 * self._jobs] for at in range(2 * self._jobs)]
            for part, found in zip(parts, self._pool.map(apart, [(part, *asked) for part in parts]), strict=True):
                known.update(zip(((*asked, text) for text in part), found, strict=True))
        return [known[(*asked, text)] for text in texts]


def _forked(resolver: Resolver, jobs: int) -> ProcessPoolExecutor:
    global _resolver
    # The index is built before the fork.
    resolver.resolve(["x y"], kind="skill")
    resolver.resolve(["x y"], kind="occupation")
    resolver.mentions(["x y z"])
    _resolver = resolver
    gc.freeze()  # what stands before the fork is not looked through again in each process
    with warnings.catch_warnings():
        # Python 3.12 warns of any fork beside threads; those of the numeric libraries are idle and made anew.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool = ProcessPoolExecutor(
            jobs, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),)
        )
        list(pool.map(_resolve, [([], "skill", "")] * jobs))
    gc.unfreeze()
    return pool


def _begin(parent: int) -> None:
    gc.disable()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this worker when its parent is gone: it would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _resolve(asked: tuple[list[str], str, str]) -> list[Resolution]:
    texts, kind, lang = asked
    assert _resolver is not None
    return _resolver.resolve(texts, kind=kind, lang=lang)  # type: ignore[arg-type]


def _mentions(asked: tuple[list[str], str, str]) -> list[list[Mention]]:
    texts, _, lang = asked
    assert _resolver is not None
    return _resolver.mentions(texts, lang=lang)
