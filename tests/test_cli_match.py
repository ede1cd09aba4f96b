"""``matcher match`` as a clerk runs it."""

import csv
import json
import random

import pytest

from matcher.cli import main
from matcher.cli.match import match
from matcher.config import ROOT

SAMPLES = ROOT / "data" / "samples"
TABLES = ("matches.csv", "matches_by_jobseeker.csv", "recommendations.csv")


def run(out, *options, **paths):
    paths = {name: SAMPLES / f"{name}.csv" for name in ("jobseekers", "vacancies", "courses")} | paths
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    arguments += ["--as-of", "2026-11-23", "--out", str(out), "--lang", "en", "--top", "5"]
    return match.main([*arguments, *options], standalone_mode=False)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    assert run(folder) == 0
    return folder


def content(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sample_town_has_matches_of_every_readiness(sample):
    assert {row["readiness"] for row in rows(sample / "matches.csv")} == {"ready", "after_training", "far"}


def test_ranks_follow_scores_and_ties_go_by_identifier(sample):
    found = rows(sample / "matches.csv")
    order = [(row["vacancy_id"], -float(row["score"]), row["jobseeker_id"]) for row in found]
    assert order == sorted(order)
    assert [row["rank"] for row in found[:5]] == ["1", "2", "3", "4", "5"]


def test_ready_means_no_essential_gap_and_training_names_its_courses(sample):
    for row in rows(sample / "matches.csv"):
        met, asked = next(r.split(":")[1:] for r in row["reasons"].split(";") if r.startswith("essential_met"))
        if row["readiness"] == "ready":
            assert met == asked
            assert not row["courses"]
        if row["readiness"] == "after_training":
            assert row["courses"]


def shuffled(source, target):
    found = rows(source)
    random.Random(5).shuffle(found)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)
    return target


def test_the_order_of_rows_changes_no_byte(sample, tmp_path):
    paths = {
        name: shuffled(SAMPLES / f"{name}.csv", tmp_path / f"{name}.csv")
        for name in ("jobseekers", "vacancies", "courses")
    }
    assert run(tmp_path / "out", **paths) == 0
    assert content(tmp_path / "out") == content(sample)


@pytest.mark.slow
def test_two_processes_change_no_byte(sample, tmp_path):
    assert run(tmp_path, "--engine", "joblib", "--jobs", "2") == 0
    assert content(tmp_path) == content(sample)


def test_the_size_of_a_chunk_changes_no_byte(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("matcher.services.matching.BLOCK", 37)
    assert run(tmp_path) == 0
    assert content(tmp_path) == content(sample)


def test_a_person_alone_gets_the_scores_that_she_gets_among_others(sample, tmp_path):
    person = rows(sample / "matches_by_jobseeker.csv")[0]["jobseeker_id"]
    one = tmp_path / "one.csv"
    found = [row for row in rows(SAMPLES / "jobseekers.csv") if row["jobseeker_id"] == person]
    with one.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)
    assert run(tmp_path / "out", jobseekers=one) == 0
    alone = rows(tmp_path / "out" / "matches_by_jobseeker.csv")
    assert alone == [row for row in rows(sample / "matches_by_jobseeker.csv") if row["jobseeker_id"] == person]


def test_a_birth_date_moves_only_the_age_reason(sample, tmp_path):
    found = rows(SAMPLES / "jobseekers.csv")
    aged = tmp_path / "aged.csv"
    with aged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(
            {**row, "birth_date": "1970-01-01" if row["birth_date"] < "2008" else row["birth_date"]} for row in found
        )
    assert run(tmp_path / "out", jobseekers=aged) == 0
    scores = [(row["vacancy_id"], row["jobseeker_id"], row["score"]) for row in rows(tmp_path / "out" / "matches.csv")]
    assert scores == [(row["vacancy_id"], row["jobseeker_id"], row["score"]) for row in rows(sample / "matches.csv")]


def table(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_rejected_row_is_counted_named_and_can_be_mended(tmp_path):
    people = table(
        tmp_path / "J.csv", "jobseeker_id,skills,birth_date", "1,welding:3,01.02.1990", "2,welding:9,1990", "3,,"
    )
    assert run(tmp_path / "out", jobseekers=people) == 1
    errors = rows(tmp_path / "out" / "rejected.csv")
    assert [(row["file"], row["line"], row["column"], row["rule"]) for row in errors] == [
        ("J.csv", "3", "birth_date", "bad_date"),
        ("J.csv", "3", "skills", "bad_level"),
    ]
    counts = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["counts"]["jobseekers"]
    assert counts == {"rows": 3, "accepted": 2, "rejected": 1}
    assert any(row["kind"] == "no_score" and row["id"] == "3" for row in rows(tmp_path / "out" / "review.csv"))
    mended = tmp_path / "out" / "rejected_jobseekers.csv"
    text = mended.read_text(encoding="utf-8-sig").replace("welding:9", "welding:4").replace(",1990,", ",1990-01-01,")
    mended.write_text(text, encoding="utf-8")
    assert run(tmp_path / "again", jobseekers=mended) == 0


def test_strict_writes_nothing_when_a_row_is_rejected(tmp_path):
    people = table(tmp_path / "J.csv", "jobseeker_id,skills", "1,welding:9")
    assert run(tmp_path / "out", "--strict", jobseekers=people) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("by", ["vacancy", "jobseeker"])
def test_only_the_tables_asked_for_are_written(tmp_path, by):
    people = table(tmp_path / "J.csv", "jobseeker_id,skills", "1,welding:3")
    assert run(tmp_path / "out", "--by", by, jobseekers=people) == 0
    assert (tmp_path / "out" / "matches.csv").exists() == (by == "vacancy")
    assert (tmp_path / "out" / "matches_by_jobseeker.csv").exists() == (by == "jobseeker")


def test_people_who_withheld_consent_are_left_out(tmp_path):
    people = table(tmp_path / "J.csv", "jobseeker_id,occupations,skills,consent", "1,Повар:5,,yes", "2,Повар:5,,no")
    assert run(tmp_path / "out", jobseekers=people) == 0
    assert {row["jobseeker_id"] for row in rows(tmp_path / "out" / "matches.csv")} == {"1"}
    left_out = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["left_out"]
    assert left_out["jobseekers_without_consent"] == 1


def test_an_expired_vacancy_is_left_out_and_counted(tmp_path):
    lines = (
        "vacancy_id,title,essential_skills,valid_through",
        "1,Cook,welding,22.11.2026",
        "2,Cook,welding,23.11.2026",
    )
    people = table(tmp_path / "J.csv", "jobseeker_id,skills", "1,welding:3")
    assert run(tmp_path / "out", jobseekers=people, vacancies=table(tmp_path / "V.csv", *lines)) == 0
    assert {row["vacancy_id"] for row in rows(tmp_path / "out" / "matches.csv")} == {"2"}
    left_out = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["left_out"]
    assert left_out["expired_vacancies"] == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_missing_file_ends_with_2_and_a_sentence(monkeypatch, capsys, tmp_path, language):
    arguments = [
        "match",
        "--jobseekers",
        "none.csv",
        "--vacancies",
        "V.csv",
        "--out",
        str(tmp_path / "o"),
        "--lang",
        language,
    ]
    monkeypatch.setattr("sys.argv", ["matcher", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "none.csv" in told
    assert "Traceback" not in told
    assert not (tmp_path / "o").exists()


def test_wrong_usage_ends_with_2(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["matcher", "match", "--top", "0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "--top" in capsys.readouterr().err


def test_two_files_of_one_name_are_both_accounted_for(tmp_path):
    people = table(tmp_path / "J.csv", "jobseeker_id,skills", "1,welding:3")
    folders = [tmp_path / "a", tmp_path / "b"]
    for at, folder in enumerate(folders):
        folder.mkdir()
        table(folder / "courses.csv", "course_id,title,skills_taught", f"C{at},Course,welding:4")
    more = ("--courses", str(folders[1] / "courses.csv"))
    assert run(tmp_path / "out", *more, jobseekers=people, courses=folders[0] / "courses.csv") == 0
    summary = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    digests = [found["sha256"] for found in summary["inputs"] if found["table"] == "courses"]
    assert len(set(digests)) == 2
    assert summary["counts"]["courses"]["accepted"] == 2
