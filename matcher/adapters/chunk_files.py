"""Chunks of a run, kept as JSON beside its output, so that a run that was broken off can go on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

from matcher.adapters.storage import written_whole
from matcher.ports import Engine

Item = TypeVar("Item")
Answer = TypeVar("Answer")
State = Literal["nothing", "other", "same"]

_KEY = "key.json"


@dataclass(frozen=True)
class ChunkFolder:
    """Answers of one run, by the number of their chunk.

    Parameters
    ----------
    folder : Path
        Belongs to the chunks alone: it is deleted whole.
    key : str
        Digest of all that an answer depends on: inputs, options, versions. Answers under another key are never read.
    kind : type
        Frozen dataclass of an answer, of strings, numbers, arrays of integers, tuples and such dataclasses.
    """

    folder: Path
    key: str
    kind: type

    def state(self) -> State:
        """Say whether the folder holds chunks of this run, of another, or nothing."""
        try:
            kept = json.loads((self.folder / _KEY).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return "nothing"
        except (OSError, ValueError):
            return "other"
        return "same" if kept == {"key": self.key} else "other"

    def begin(self) -> None:
        """Delete what is there, and start under this key."""
        self.clear()
        self.folder.mkdir(parents=True)
        _write(self.folder / _KEY, json.dumps({"key": self.key}))

    def clear(self) -> None:
        """Delete the folder."""
        if self.folder.is_dir():
            shutil.rmtree(self.folder)

    def save(self, at: int, answer: object) -> None:
        """Keep the answer of a chunk; the file appears whole or not at all."""
        _write(self._path(at), json.dumps(answer, default=_plain, ensure_ascii=False, separators=(",", ":")))

    def load(self, at: int) -> Any:
        """Give a chunk's answer; None where it was not kept, or its file is damaged."""
        try:
            return restore(self.kind, json.loads(self._path(at).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _path(self, at: int) -> Path:
        return self.folder / f"{at:06d}.json"


def _write(path: Path, text: str) -> None:
    with written_whole(path) as file:
        file.write(text)


@lru_cache(maxsize=64)
def _fields_of(kind: Any) -> Callable[[Any], Any]:
    # One name alone would give its bare value and no tuple: so one more, that is cut off again.
    return attrgetter(*(spec.name for spec in fields(kind)), "__class__")


def _plain(value: object) -> object:
    """Give what JSON can hold: a dataclass as the list of its fields, an array as nested lists."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if is_dataclass(value):
        return _fields_of(cast("Any", type(value)))(value)[:-1]
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=64)
def _reader(kind: Any) -> Callable[[Any], Any]:
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return partial(_read_record, kind, [_reader(hints[spec.name]) for spec in fields(kind)])
    if origin is np.ndarray:
        return partial(np.asarray, dtype=np.int64)
    if origin is tuple and inner[-1] is Ellipsis:
        return partial(_read_tuple, _reader(inner[0]))
    if origin in (Union, UnionType):
        (known,) = [_reader(part) for part in inner if part is not type(None)]
        return lambda value: None if value is None else known(value)
    if origin is Literal or kind in (str, int, float, bool):
        return _as_it_is
    raise TypeError(f"no way to keep {kind}")


def _read_record(kind: Any, readers: Sequence[Callable[[Any], Any]], values: Sequence[Any]) -> Any:
    if len(values) != len(readers):
        raise ValueError(f"{len(values)} fields of {kind.__name__}")
    return kind(*(read(value) for read, value in zip(readers, values, strict=True)))


def _read_tuple(read: Callable[[Any], Any], values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(values) if read is _as_it_is else tuple(map(read, values))


def _as_it_is(value: Any) -> Any:
    return value


def restore(kind: type, plain: object) -> Any:
    """Give back the dataclass that was kept as JSON.

    Raises
    ------
    TypeError
        When a field is of a type that chunks cannot hold.
    ValueError
        When the number of fields is another.
    """
    return _reader(kind)(plain)


class KeepingEngine:
    """Runs chunks on another engine, keeps each answer, and takes those that were kept before.

    Parameters
    ----------
    inner : Engine
    chunks : ChunkFolder
        Begun before; an answer is kept by the process that found it.
    on_kept : callable
        Told how many answers were kept before, and of how many chunks.
    """

    def __init__(self, inner: Engine, chunks: ChunkFolder, on_kept: Callable[[int, int], None]) -> None:
        self.inner = inner
        self.chunks = chunks
        self.on_kept = on_kept
        self.name = inner.name

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in order."""
        kept = {at: answer for at in range(len(items)) if (answer := self.chunks.load(at)) is not None}
        self.on_kept(len(kept), len(items))
        missing = [(at, item) for at, item in enumerate(items) if at not in kept]
        found = iter(self.inner.map(partial(_find_and_keep, function, self.chunks), missing))
        for at in range(len(items)):
            yield kept.pop(at) if at in kept else next(found)


def _find_and_keep(function: Callable[[Item], Answer], chunks: ChunkFolder, numbered: tuple[int, Item]) -> Answer:
    at, item = numbered
    answer = function(item)
    chunks.save(at, answer)
    return answer
