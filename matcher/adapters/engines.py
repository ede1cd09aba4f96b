"""Engines: where chunks of work are run. All give the same answers in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from matcher.errors import UsageError
from matcher.ports import Engine

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class SerialEngine:
    """Runs chunk after chunk in this process."""

    name = "serial"

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in order."""
        return map(function, items)


class JoblibEngine:
    """Runs chunks in worker processes of one machine.

    Parameters
    ----------
    jobs : int
        Number of processes, at least 1.
    """

    name = "joblib"

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in order."""
        from joblib import Parallel, delayed

        yield from Parallel(n_jobs=self.jobs, return_as="generator")(delayed(function)(item) for item in items)


class DaskEngine:
    """Runs chunks on a Dask cluster; a local one of processes is started and stopped unless an address is given.

    Parameters
    ----------
    jobs : int
        Number of local worker processes.
    address : str
        Of a running scheduler; empty for a local cluster.

    Raises
    ------
    UsageError
        When the extra ``dask`` is not installed.
    """

    name = "dask"

    def __init__(self, jobs: int, address: str = "") -> None:
        self.jobs = jobs
        self.address = address

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in order."""
        try:
            from distributed import Client, LocalCluster
        except ImportError as missing:
            raise UsageError("extra_missing", extra="dask", option="--engine dask") from missing
        if self.address:
            with Client(self.address) as client:
                yield from client.gather(client.map(function, items, pure=False))
            return
        with (
            LocalCluster(n_workers=self.jobs, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield from client.gather(client.map(function, items, pure=False))


def make_engine(name: str, jobs: int) -> Engine:
    """Choose an engine by name.

    Raises
    ------
    UsageError
        For a name that is none of serial, joblib, dask.
    """
    if name == "serial":
        return SerialEngine()
    if name == "joblib":
        return JoblibEngine(jobs)
    if name == "dask":
        return DaskEngine(jobs)
    raise UsageError("unknown_engine", found=name, expected="serial, joblib, dask")
