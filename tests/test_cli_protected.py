"""Sex and birth date move no byte of a match but the age reason; people who withheld consent appear in no file."""

import csv
import json
import re

import pytest

from matcher.cli.match import match
from matcher.config import ROOT

SAMPLES = ROOT / "data" / "samples"
SECRET = "Zulfiya-0042"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path, found):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)
    return path


def run(out, jobseekers, *options):
    paths = {"jobseekers": jobseekers, "vacancies": SAMPLES / "vacancies.csv", "courses": SAMPLES / "courses.csv"}
    tables = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    arguments = [*tables, "--as-of", "2026-11-23", "--out", str(out), "--lang", "en", "--top", "20", *options]
    return match.main(arguments, standalone_mode=False)


def content(folder):
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "run.json"}
    summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    for name in ("inputs", "seconds"):
        del summary[name]
    return {**found, "run.json": json.dumps(summary).encode()}


@pytest.fixture(scope="module")
def people():
    return rows(SAMPLES / "jobseekers.csv")[:150]


@pytest.fixture(scope="module")
def plain(people, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    assert run(folder / "out", write(folder / "J.csv", people)) == 0
    return content(folder / "out")


def test_other_sexes_and_other_grown_up_birth_dates_change_no_byte(people, plain, tmp_path):
    other = {"F": "M", "M": "F", "": "F"}
    flipped = [
        {
            **row,
            "sex": other[row["sex"]],
            "birth_date": "1961-03-04" if "" < row["birth_date"] < "2008-11-23" else row["birth_date"],
        }
        for row in people
    ]
    assert flipped != people
    assert run(tmp_path / "out", write(tmp_path / "J.csv", flipped)) == 0
    assert content(tmp_path / "out") == plain


def without_age(matches):
    """Take out all that may tell of age: its reason, and that the birth date was not known."""
    text = matches.decode("utf-8-sig")
    text = re.sub(r";?\bage_(passed|failed|unknown)(:[^;,\r\n]*)?", "", text)
    return re.sub(r"jobseeker\.birth_date;?", "", text).replace(";,", ",")


def test_an_unknown_birth_date_changes_nothing_but_the_age_reason(people, plain, tmp_path):
    adults = [row for row in people if "" < row["birth_date"] < "2008-11-23"]
    assert len(adults) > 100
    ids = {row["jobseeker_id"] for row in adults}
    unknown = [
        {**row, "birth_date": "" if row["jobseeker_id"] in ids else row["birth_date"], "sex": ""} for row in people
    ]
    assert run(tmp_path / "out", write(tmp_path / "J.csv", unknown)) == 0
    found = content(tmp_path / "out")
    differing = {name for name in plain if found[name] != plain[name]}
    assert differing <= {"matches.csv", "matches_by_jobseeker.csv"}
    assert any("age_unknown" in found[name].decode() for name in differing)
    for name in ("matches.csv", "matches_by_jobseeker.csv"):
        assert without_age(found[name]) == without_age(plain[name])


@pytest.mark.parametrize("answer", ["no", "Жоқ"])
def test_who_withheld_consent_is_not_even_read(people, tmp_path, answer):
    withheld = {
        **people[0],
        "jobseeker_id": "W1",
        "consent": answer,
        "experience": f"{SECRET} qwertyish things",
        "skills": f"{SECRET}:9",
        "birth_date": SECRET,
    }
    assert run(tmp_path / "out", write(tmp_path / "J.csv", [*people[:5], withheld]), "--by", "jobseeker") == 0
    for name, text in content(tmp_path / "out").items():
        assert SECRET.encode() not in text, name
        assert b"W1" not in text, name
    summary = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert summary["left_out"]["jobseekers_without_consent"] == 1
    assert summary["counts"]["jobseekers"] == {"rows": 6, "accepted": 6, "rejected": 0}


def test_a_second_row_of_who_withheld_consent_tells_the_identifier_only(people, tmp_path):
    withheld = {**people[0], "jobseeker_id": "W1", "consent": "no", "experience": SECRET}
    assert run(tmp_path / "out", write(tmp_path / "J.csv", [*people[:5], withheld, withheld])) == 1
    assert all(SECRET.encode() not in text for text in content(tmp_path / "out").values())
