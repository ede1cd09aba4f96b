"""One run of the sample town for the tests of the doors."""

import shutil

import pytest

from matcher.cli.match import match
from matcher.config import ROOT

TABLES = ("jobseekers", "vacancies", "courses")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("run")
    paths = {name: ROOT / "data" / "samples" / f"{name}.csv" for name in TABLES}
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    match.main([*arguments, "--as-of", "2026-11-23", "--out", str(made), "--top", "5"], standalone_mode=False)
    for name, path in paths.items():
        shutil.copyfile(path, made / f"{name}.csv")
    return made
