"""Words of many rows: the same answers as one resolver gives, each text read once, and no worker outlives its program."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from matcher.adapters import resolver_cache
from matcher.adapters.resolver_cache import RememberedWords
from matcher.bootstrap import build

TEXTS = ["сварка труб", "дәнекерлеу", "I sew and cook", "штукатурка", "сварка труб", "қамыр илеу", "nothing at all"] * 3


@pytest.fixture(scope="module")
def resolver():
    return build().resolver


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_answers_are_those_of_the_resolver(resolver, jobs, monkeypatch):
    monkeypatch.setattr(resolver_cache, "FEWEST", 2)
    words = RememberedWords(resolver, jobs=jobs)
    try:
        assert words.resolve(TEXTS) == resolver.resolve(TEXTS)
        assert words.resolve(TEXTS, kind="occupation") == resolver.resolve(TEXTS, kind="occupation")
        assert words.mentions(TEXTS) == resolver.mentions(TEXTS)
        assert words.taxonomy is resolver.taxonomy
    finally:
        words.close()


def test_a_text_is_read_once_until_there_are_too_many_to_remember(resolver, monkeypatch):
    words, asked = RememberedWords(resolver), []
    resolve = resolver.resolve
    monkeypatch.setattr(
        resolver, "resolve", lambda texts, **options: asked.append(list(texts)) or resolve(texts, **options)
    )
    words.resolve(["a", "b", "a"])
    words.resolve(["b", "c"])
    monkeypatch.setattr(resolver_cache, "REMEMBERED", 3)
    words.resolve(["a", "d"])
    words.close()
    assert asked == [["a", "b"], ["c"], ["a", "d"]]


def wait_for_ever(resolver, path):
    words = RememberedWords(resolver, jobs=2)
    assert words._pool is not None
    path.write_text(" ".join(str(pid) for pid in words._pool._processes), encoding="utf-8")
    time.sleep(60)


def is_there(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_workers_end_when_their_program_is_killed(resolver, tmp_path):
    path = tmp_path / "pids"
    program = multiprocessing.get_context("fork").Process(target=wait_for_ever, args=(resolver, path))
    program.start()
    patience = time.monotonic() + 60
    while not (path.is_file() and path.read_text(encoding="utf-8")) and time.monotonic() < patience:
        time.sleep(0.05)
    workers = [int(pid) for pid in path.read_text(encoding="utf-8").split()]
    assert len(workers) == 2
    os.kill(program.pid, signal.SIGKILL)
    program.join()
    while any(map(is_there, workers)) and time.monotonic() < patience:
        time.sleep(0.1)
    assert not any(map(is_there, workers))
