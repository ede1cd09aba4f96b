"""A match that is killed in the middle goes on with ``--resume``, and ends with the same bytes."""

import shutil
import signal
import subprocess
import sys

import pytest

from matcher.adapters.chunk_files import ChunkFolder
from matcher.cli.match import match
from matcher.config import ROOT
from matcher.services import matching

SAMPLES = ROOT / "data" / "samples"
TABLES = ("matches.csv", "matches_by_jobseeker.csv", "recommendations.csv", "review.csv", "rejected.csv")
BLOCK, N_PEOPLE = 15, 90

# The whole program in a process of its own that kills itself, as a power cut would, when it has kept three chunks.
KILLED = """
import os, signal, sys
from matcher.adapters.chunk_files import ChunkFolder
from matcher.cli import main
from matcher.services import matching

matching.BLOCK = {block}
save = ChunkFolder.save

def save_and_die(chunks, at, answer):
    save(chunks, at, answer)
    if at == {last}:
        os.kill(os.getpid(), signal.SIGKILL)

ChunkFolder.save = save_and_die
sys.argv = ["matcher", *{arguments!r}]
main()
"""


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return first_rows(N_PEOPLE, tmp_path_factory.mktemp("people") / "J.csv")


def first_rows(n, path):
    path.write_bytes(b"".join((SAMPLES / "jobseekers.csv").read_bytes().splitlines(keepends=True)[: n + 1]))
    return path


def arguments(out, jobseekers, *options):
    paths = {"jobseekers": jobseekers, "vacancies": SAMPLES / "vacancies.csv", "courses": SAMPLES / "courses.csv"}
    tables = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    return [*tables, "--as-of", "2026-11-23", "--out", str(out), "--lang", "en", "--top", "5", *options]


def run(out, jobseekers, *options):
    return match.main(arguments(out, jobseekers, *options), standalone_mode=False)


def content(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr("matcher.services.matching.BLOCK", BLOCK)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, people):
    folder = tmp_path_factory.mktemp("unbroken")
    assert run(folder, people) == 0
    return folder


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory, people):
    out = tmp_path_factory.mktemp("killed") / "out"
    script = KILLED.format(block=BLOCK, last=2, arguments=["match", *arguments(out, people, "--resume")])
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    assert not (out / "matches.csv").exists()
    assert [path.name for path in sorted((out / ".chunks").glob("0*"))] == [f"{at:06d}.json" for at in range(3)]
    return out


@pytest.fixture
def killed(left_behind, tmp_path):
    return shutil.copytree(left_behind, tmp_path / "out")


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(killed, people, unbroken, small_blocks, monkeypatch, capsys):
    found = []
    real = matching._match_block
    monkeypatch.setattr(matching, "_match_block", lambda *given: found.append(given[-1][0]) or real(*given))
    assert run(killed, people, "--resume") == 0
    assert "3 of 6" in capsys.readouterr().err
    assert content(killed) == content(unbroken)
    assert found == [3 * BLOCK, 4 * BLOCK, 5 * BLOCK]
    assert not (killed / ".chunks").exists()


def test_other_people_start_afresh_and_are_told_so(killed, small_blocks, tmp_path, capsys):
    fewer = first_rows(40, tmp_path / "J.csv")
    assert run(killed, fewer, "--resume") == 0
    assert "other files" in capsys.readouterr().err
    assert run(tmp_path / "plain", fewer) == 0
    assert content(killed) == content(tmp_path / "plain")


def test_other_options_start_afresh(killed, people, small_blocks, capsys):
    assert run(killed, people, "--resume", "--top", "4") == 0
    assert "other files" in capsys.readouterr().err


def test_a_damaged_chunk_is_found_again_on_any_engine(killed, people, unbroken, small_blocks, capsys):
    chunk = killed / ".chunks" / "000001.json"
    chunk.write_bytes(chunk.read_bytes()[:1000])
    assert run(killed, people, "--resume", "--engine", "joblib", "--jobs", "2") == 0
    assert "2 of 6" in capsys.readouterr().err
    assert content(killed) == content(unbroken)


def test_without_resume_a_run_starts_afresh_and_leaves_nothing_behind(killed, people, unbroken, small_blocks, capsys):
    assert run(killed, people) == 0
    assert capsys.readouterr().err == ""
    assert content(killed) == content(unbroken)
    assert sorted(path.name for path in killed.iterdir()) == sorted([*TABLES, "run.json"])


def test_with_nothing_to_resume_it_says_so(people, unbroken, tmp_path, capsys):
    assert run(tmp_path / "new", people, "--resume") == 0
    assert "No run was broken off" in capsys.readouterr().err
    assert content(tmp_path / "new") == content(unbroken)


def test_a_long_run_keeps_its_work_without_being_asked(people, tmp_path, small_blocks, monkeypatch):
    kept = []
    save = ChunkFolder.save
    monkeypatch.setattr(ChunkFolder, "save", lambda chunks, at, answer: kept.append(at) or save(chunks, at, answer))
    assert run(tmp_path / "short", people) == 0
    assert kept == []
    monkeypatch.setattr("matcher.cli.match.LONG_PAIRS", N_PEOPLE)
    assert run(tmp_path / "long", people) == 0
    assert kept == list(range(6))
    assert not (tmp_path / "long" / ".chunks").exists()
