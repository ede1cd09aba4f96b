"""Workbooks made to do harm are refused by a process of their own: quickly, within its memory, and with a reason."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_workbooks import SOUND, hostile_files, packed, parts, sheet

from matcher.adapters.messages import Messages
from matcher.adapters.tables_io import reading, workbook, workbook_worker
from matcher.adapters.tables_io.reading import read_table
from matcher.adapters.tables_io.workbook import read_sheets
from matcher.config import ROOT
from matcher.errors import InputError

SECONDS, MEGABYTES = 2, 300
READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from matcher.adapters.tables_io.reading import read_table
from matcher.errors import MatcherError
def seconds():
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
for path in sorted(Path(sys.argv[1]).iterdir()):
    before, started = seconds(), time.perf_counter()
    try:
        read_table(path, "jobseekers")
        code, params = "", {}
    except MatcherError as fault:
        code, params = fault.code, fault.params
    told = {"file": path.name, "code": code, "params": params, "processor": seconds() - before, "wall": time.perf_counter() - started}
    told["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    status = Path("/proc/self/status").read_text()
    told["own"] = int(status.split("VmHWM:")[1].split()[0]) // 1024
    print(json.dumps(told))
"""


@pytest.mark.slow
def test_fifty_hostile_workbooks_are_each_refused_within_two_seconds_and_300_mb(tmp_path, capsys):
    files = hostile_files()
    assert len(files) >= 50
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    # Only a process that has made nothing else can tell its memory.
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(files)
    messages = Messages(ROOT / "web" / "translations", "ru")
    for each in told:
        assert each["code"], each
        # Processor time, so that a busy machine does not decide.
        assert each["processor"] < SECONDS, each
        assert max(each["child"], each["own"]) < MEGABYTES, each
        assert each["file"] in messages.error(InputError(each["code"], **each["params"]))
    with capsys.disabled():
        longest = max(each["wall"] for each in told)
        print(
            f"\n{len(told)} hostile workbooks: longest {longest:.2f} s, reader {told[-1]['child']} MB, asker {told[-1]['own']} MB"
        )


def test_the_workbook_that_the_hostile_ones_are_made_from_is_sound():
    assert read_sheets(packed(parts()), "J.xlsx") == {"S1": [(1, ["jobseeker_id", "skills"]), (2, ["1", "welding"])]}


def test_a_false_extent_costs_nothing_where_the_cells_are_near():
    content = packed(parts(sheet(SOUND, dimension="A1:XFD1048576")))
    assert [number for number, _ in read_sheets(content, "J.xlsx")["S1"]] == [1, 2]


def test_a_reader_that_does_not_answer_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text("import time; time.sleep(30)", encoding="utf-8")
    monkeypatch.setattr(workbook_worker, "__file__", str(script))
    monkeypatch.setattr(workbook, "PATIENCE", 0.2)
    with pytest.raises(InputError) as caught:
        read_sheets(packed(parts()), "J.xlsx")
    assert caught.value.code == "workbook_limits"


def test_a_reader_that_dies_halfway_gives_no_half_table(monkeypatch, tmp_path):
    script = tmp_path / "dying.py"
    script.write_text(
        'print(\'["sheet","S"]\'); print(\'[1,["jobseeker_id"]]\'); raise SystemExit(1)', encoding="utf-8"
    )
    monkeypatch.setattr(workbook_worker, "__file__", str(script))
    with pytest.raises(InputError) as caught:
        read_sheets(packed(parts()), "J.xlsx")
    assert caught.value.code == "workbook_limits"


def test_the_reader_needs_nothing_of_the_house():
    text = Path(workbook_worker.__file__).read_text(encoding="utf-8")
    assert "import matcher" not in text
    assert "from matcher" not in text


def test_gzip_that_grows_without_bound_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "_SMALL", 1_000_000)
    path = tmp_path / "J.csv.gz"
    path.write_bytes(gzip.compress(b"jobseeker_id,skills\n" + b" " * 9_000_000))
    with pytest.raises(InputError) as caught:
        read_table(path, "jobseekers")
    assert caught.value.code == "file_too_large"
