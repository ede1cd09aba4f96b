"""``matcher audit`` as a clerk runs it."""

import csv
import json
import re

import html5lib
import pytest

from matcher.adapters.match_files import read_matches
from matcher.adapters.tables_io.writing import write_table
from matcher.cli.audit import audit_
from matcher.cli.match import match
from matcher.config import ROOT
from matcher.errors import InputError, UsageError

SAMPLES = ROOT / "data" / "samples"
JOBSEEKERS, VACANCIES, OUTCOMES = (SAMPLES / f"{name}.csv" for name in ("jobseekers", "vacancies", "outcomes"))


def run(command, *options, **paths):
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    return command.main([*arguments, "--as-of", "2026-11-23", *options], standalone_mode=False)


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    out = tmp_path_factory.mktemp("listed")
    assert run(match, jobseekers=JOBSEEKERS, vacancies=VACANCIES, out=out) == 0
    return out / "matches.csv"


@pytest.fixture(scope="module")
def whole(listed, tmp_path_factory):
    out = tmp_path_factory.mktemp("audit")
    tables = {"jobseekers": JOBSEEKERS, "vacancies": VACANCIES, "outcomes": OUTCOMES}
    assert run(audit_, "--lang", "en", matches=listed, **tables, out=out) == 0
    return out


def rewritten(path, out, change):
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    changed = [kept for row in table for kept in change(dict(row))]
    write_table(out, list(table[0]), changed)
    return out


def test_matches_and_jobseekers_are_enough(listed, capsys):
    assert run(audit_, "--lang", "en", "--json", matches=listed, jobseekers=JOBSEEKERS) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["complete"]
    assert found["tables"] == {"vacancies": 0, "outcomes": 0}
    sex = {one["group"]: one for one in found["dimensions"]["sex"]}
    assert sex["women"]["eligible"] is None
    assert sex["women"]["selection_ratio"]["low"] < sex["women"]["selection_ratio"]["high"]
    assert found["four_fifths_line"] == 0.8
    assert found["twins"]["n"] > 200
    assert found["twins"]["by_kind"]["status"]["differing"] == 0


def test_what_is_not_given_is_said_to_be_not_counted(listed, capsys):
    run(audit_, "--lang", "en", matches=listed, jobseekers=JOBSEEKERS)
    told = capsys.readouterr().out
    assert "No vacancies were given" in told
    assert "No outcomes were given" in told


def test_the_constraint_behind_the_carers_gap_is_named_in_the_sample(whole):
    found = json.loads((whole / "audit.json").read_text(encoding="utf-8"))
    carers = {one["group"]: one for one in found["dimensions"]["carers"]}
    assert carers["yes"]["below_four_fifths"]
    assert carers["yes"]["main_constraint"] == "hours"
    assert {one["table"] for one in found["inputs"]} == {"jobseekers", "vacancies", "outcomes"}


@pytest.mark.parametrize(
    ("language", "line", "constraint"),
    [("kk", "0,80", "аптадағы сағаттар"), ("ru", "0,80", "часы в неделю"), ("en", "0.80", "hours a week")],
)
def test_each_page_is_valid_html_with_one_heading_and_plain_words(whole, language, line, constraint):
    page = (whole / f"audit.{language}.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "<script" not in page
    assert line in page
    assert constraint in page
    assert not re.search(r"\baudit\.[a-z_]+", page)  # no key without its sentence
    assert page.count("<svg") == 6


def test_no_page_and_no_file_holds_an_identifier_of_a_person(whole):
    with JOBSEEKERS.open(encoding="utf-8-sig", newline="") as file:
        known = {row["jobseeker_id"] for row in csv.DictReader(file)}
    assert known
    for path in whole.iterdir():
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        assert not words & known, path.name


def test_the_same_bytes_whatever_the_order_of_rows(listed, whole, tmp_path):
    for name, path in (("matches", listed), ("jobseekers", JOBSEEKERS)):
        head, *lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        (tmp_path / f"{name}.csv").write_text(head + "".join(lines[::-1]), encoding="utf-8")
    tables = {name: tmp_path / f"{name}.csv" for name in ("matches", "jobseekers")}
    run(audit_, "--lang", "en", **tables, vacancies=VACANCIES, outcomes=OUTCOMES, out=tmp_path / "out")
    one, two = (json.loads((folder / "audit.json").read_text(encoding="utf-8")) for folder in (whole, tmp_path / "out"))
    assert {**one, "inputs": []} == {**two, "inputs": []}


def test_a_list_ranked_within_people_is_refused_with_the_line(listed):
    with pytest.raises(InputError, match="audit_ranks") as fault:
        read_matches(listed.with_name("matches_by_jobseeker.csv"))
    assert fault.value.params["line"] > 1


@pytest.mark.parametrize(
    "spoilt", [{"rank": "0"}, {"rank": ""}, {"readiness": "soon"}, {"gaps": "welding"}, {"gaps": "welding:9"}]
)
def test_a_row_that_no_match_writes_is_refused_whole(listed, tmp_path, spoilt):
    broken = rewritten(listed, tmp_path / "m.csv", lambda row: [row | spoilt if row["rank"] == "3" else row])
    with pytest.raises(InputError, match="audit_bad_match") as fault:
        read_matches(broken)
    assert fault.value.params["line"] == 4


def test_other_peoples_lists_are_refused(listed, tmp_path):
    foreign = rewritten(listed, tmp_path / "m.csv", lambda row: [row | {"jobseeker_id": "X" + row["jobseeker_id"]}])
    with pytest.raises(UsageError, match="audit_nobody_known"):
        run(audit_, matches=foreign, jobseekers=JOBSEEKERS, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_list_saved_anew_by_a_spreadsheet_is_read(listed, tmp_path):
    with listed.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    saved = tmp_path / "saved.csv"
    with saved.open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(table)
    assert read_matches(saved) == read_matches(listed)


def test_rejected_rows_are_told_and_written_to_mend(listed, tmp_path, capsys):
    spoilt = rewritten(
        JOBSEEKERS, tmp_path / "j.csv", lambda row: [row | {"sex": "X"} if row["jobseeker_id"].endswith("7") else row]
    )
    assert run(audit_, "--lang", "en", matches=listed, jobseekers=spoilt, out=tmp_path / "out") == 1
    assert "jobseekers" in capsys.readouterr().err
    assert (tmp_path / "out" / "rejected_jobseekers.csv").is_file()
