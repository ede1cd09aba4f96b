"""``matcher import`` as a clerk calls it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from import_town import CENTRE, held, table

from matcher.bootstrap import Container
from matcher.cli.import_ import import_
from matcher.config import ROOT, read_settings
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.records.imports import Import
from matcher.errors import UsageError

SAMPLES = ROOT / "data" / "samples"


@pytest.fixture
def container(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")
    return Container(read_settings())


def call(*arguments):
    return import_.main(["--centre", CENTRE, "--jobs", "1", *map(str, arguments)], standalone_mode=False)


def test_the_sample_comes_in_table_by_table_and_a_second_time_adds_nothing(container, capsys):
    for name, file in (
        ("people", "jobseekers"),
        ("needs", "vacancies"),
        ("courses", "courses"),
        ("sessions", "sessions"),
        ("outcomes", "outcomes"),
    ):
        assert call("--table", name, "--file", SAMPLES / f"{file}.csv", "--json") in (0, 1)
        told = json.loads(capsys.readouterr().out)
        assert told["n_rows"] == told["n_added"] + told["n_rejected"] > 0
    before = held(container.repository)
    assert call("--table", "people", "--file", SAMPLES / "jobseekers.csv") == 0
    assert "400 unchanged" in capsys.readouterr().out
    assert held(container.repository)["Jobseeker"] == before["Jobseeker"]


def test_rejected_rows_end_with_status_1_and_a_file_to_mend(container, tmp_path, capsys):
    path = tmp_path / "P.csv"
    path.write_bytes(
        table(
            [
                {"jobseeker_id": "1", "skills": "welding", "sex": "?"},
                {"jobseeker_id": "2", "skills": "welding", "sex": "F"},
            ]
        )
    )
    assert call("--table", "people", "--file", path, "--all-or-nothing") == 1
    assert list(container.repository.find(CENTRE, Jobseeker)) == []
    assert "nothing was imported" in capsys.readouterr().err
    assert call("--table", "people", "--file", path) == 1
    assert [each.record.jobseeker_id for each in container.repository.find(CENTRE, Jobseeker)] == ["2"]
    assert "rejected_jobseekers.csv" in capsys.readouterr().err


def test_foreign_columns_go_through_a_preset_or_a_map(container, tmp_path):
    path = tmp_path / "V.csv"
    path.write_bytes(
        table(
            [
                {
                    "id": "1",
                    "name": "Welder",
                    "requirement": "welding",
                    "responsibility": "",
                    "employer": "P",
                    "area": "Saran",
                }
            ]
        )
    )
    assert call("--table", "needs", "--file", path, "--columns", "hh") == 0
    mapped = tmp_path / "map.json"
    mapped.write_text(
        '{"table": "vacancies", "columns": {"vacancy_id": "№", "title": "Т", "description": "О"}}', encoding="utf-8"
    )
    path.write_bytes(table([{"№": "2", "Т": "Welder", "О": "welding"}]))
    assert call("--table", "needs", "--file", path, "--columns", mapped) == 0
    assert [each.record.vacancy_id for each in container.repository.find(CENTRE, Vacancy)] == ["1", "2"]


@pytest.mark.parametrize(
    "arguments",
    [["--table", "people"], ["--file", "x.csv"], ["--import", "none"], ["--table", "people", "--file", "/none.csv"]],
)
def test_what_cannot_be_imported_is_refused(container, arguments):
    with pytest.raises(Exception, match=r"--table|unknown_import|file_not_found"):
        call(*arguments)


@pytest.mark.slow
def test_a_killed_command_says_how_to_go_on_and_goes_on(container, tmp_path):
    rows = [
        {"jobseeker_id": f"{at:05}", "skills": "welding:3; sewing", "experience": f"Welded pipes {at}"}
        for at in range(3_000)
    ]
    path = tmp_path / "P.csv"
    path.write_bytes(table(rows))
    container.repository.revision(CENTRE)
    command = [sys.executable, "-m", "matcher", "import", "--centre", CENTRE, "--table", "people", "--file", str(path)]
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for _ in range(2_000):
        found = next(container.repository.find(CENTRE, Import), None)
        if found is not None and found.record.cursor:
            break
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert 0 < next(container.repository.find(CENTRE, Import)).record.n_added < 3_000
    with pytest.raises(UsageError, match="import_unfinished"):
        call("--table", "people", "--file", path)
    assert call("--table", "people", "--file", path, "--resume") == 0
    record = next(container.repository.find(CENTRE, Import)).record
    assert (record.state, record.n_added, record.n_rejected) == ("done", 3_000, 0)
    assert sorted(each.record.jobseeker_id for each in container.repository.find(CENTRE, Jobseeker)) == [
        row["jobseeker_id"] for row in rows
    ]
