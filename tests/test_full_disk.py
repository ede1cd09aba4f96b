"""A disk that fills up at any point: a sentence and status 2, nothing half written, the former file as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcher import cli
from matcher.config import ROOT

SAMPLES = ROOT / "data" / "samples"
KIB = 1024
SIZE = 2 * KIB * KIB
TABLES = [part for name in ("jobseekers", "vacancies", "courses") for part in (f"--{name}", str(SAMPLES / f"{name}.csv"))]


@pytest.fixture
def disk(tmp_path):
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a file system of two megabytes")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("this machine mounts no tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder, n_free):
    """Leave so many bytes free."""
    free = shutil.disk_usage(folder).free
    with (folder / "ballast").open("wb") as file:
        file.write(b"x" * max(0, free - n_free))


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["matcher", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0, capsys.readouterr().err


def commands(folder, elsewhere):
    """Commands that write into a folder, by name."""
    return {
        "match": ["match", *TABLES, "--as-of", "2026-11-23", "--out", str(folder / "out")],
        "simulate": ["simulate", "--jobseekers", "3000", "--vacancies", "50", "--seed", "1", "--out", str(folder / "out")],
        "backup": ["backup", "create", "--out", str(folder / "centre.age"), "--key-file", str(elsewhere / "key")],
        "resolve": ["taxonomy", "resolve", "--text", str(elsewhere / "text.csv"), "--out", str(folder / "resolved.csv")],
        "database": ["db", "upgrade"],
    }


@pytest.fixture
def installed(tmp_path, monkeypatch, capsys):
    """An installation with a database, a key and some words to resolve, on the machine's own disk."""
    elsewhere = tmp_path / "instance"
    elsewhere.mkdir()
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(elsewhere))
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")
    run(monkeypatch, capsys, "backup", "key", "--out", str(elsewhere / "key"))
    run(monkeypatch, capsys, "db", "upgrade")
    (elsewhere / "ballast.csv").write_text("x" * 400_000)
    (elsewhere / "text.csv").write_text("text\n" + "\n".join(f"сварка труб {at}" for at in range(3_000)), encoding="utf-8")
    return elsewhere


def whole_files(folder):
    """Contents of the files that a reader would find, by name; drafts and the ballast are none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "ballast" and not path.name.endswith("run.json")
    }


@pytest.mark.parametrize("name", ["match", "simulate", "resolve", "backup", "database"])
def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing_half_written(
    name, disk, installed, monkeypatch, capsys, at_size, tmp_path
):
    if name == "database":
        monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(disk))
    before = tmp_path / "before"
    free = commands(before, installed)[name]
    expected = {}
    if name in ("match", "simulate", "resolve"):
        before.mkdir()
        assert run(monkeypatch, capsys, *free)[0] in (0, 1)
        expected = whole_files(before)
    points = [int(SIZE * share / 40) for share in range(20)]
    n_failed = 0
    for n_free in at_size([0, points[3]], points):
        for left in disk.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        fill(disk, n_free)
        status, said = run(monkeypatch, capsys, *commands(disk, installed)[name])
        assert "Traceback" not in said
        if status in (0, 1):
            continue
        n_failed += 1
        assert status == 2
        assert "disk is full" in said, said
        found = whole_files(disk)
        assert not [each for each in found if each.endswith(".part")]
        if name != "database":
            assert all(expected.get(each) == content for each, content in found.items()), sorted(found)
    assert n_failed


def test_the_former_file_stays_when_the_new_one_does_not_fit(disk, installed, monkeypatch, capsys):
    out = disk / "resolved.csv"
    command = commands(disk, installed)["resolve"]
    small = installed / "small.csv"
    small.write_text("text\nсварка\n", encoding="utf-8")
    assert run(monkeypatch, capsys, *[str(small) if part.endswith("text.csv") else part for part in command])[0] == 0
    former = out.read_bytes()
    fill(disk, 8 * KIB)
    assert run(monkeypatch, capsys, *command)[0] == 2
    assert out.read_bytes() == former


def test_a_page_that_cannot_be_written_says_so_and_a_journal_that_cannot_be_written_stops_nobody(disk, monkeypatch):
    from api_scene import Scene

    from matcher.adapters.journal import open_journal
    from matcher.bootstrap import build

    scene = Scene(build())
    scene.app.extensions["journal"] = open_journal(disk / "log" / "matcher.log")
    fill(disk, 0)
    client = scene.app.test_client()
    assert client.get("/kk/sign-in").status_code == 200

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scene.identity, "sign_in", full)
    for language, words in (("kk", "дискісі толды"), ("ru", "Диск сервера заполнен"), ("en", "disk of the server is full")):
        token = client.get(f"/{language}/sign-in").get_data(as_text=True)
        csrf = token.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        answer = client.post(f"/{language}/sign-in", data={"login": "staff", "password": "x", "csrf_token": csrf})
        assert (answer.status_code, words in answer.get_data(as_text=True)) == (507, True)
    assert Path(disk / "ballast").exists()
