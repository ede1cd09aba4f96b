"""Tables out: whole or not at all, in the order given, and rejected rows come back."""

import csv
import json

import pytest

from matcher.adapters.messages import Messages
from matcher.adapters.result_files import (
    MATCH_COLUMNS,
    gaps_cell,
    match_row,
    number,
    write_json,
    write_matches,
    write_recommendations,
    write_rejected,
    write_review,
)
from matcher.adapters.tables_io.reading import read_table
from matcher.config import ROOT
from matcher.core.record_mapping import Unresolved
from matcher.core.records import Gap, Match, Reason, Recommendation

MESSAGES = Messages(ROOT / "web" / "translations", "en")
MATCH = Match(
    "V1", "J1", 1, 0.12345678, "after_training", 36.0, ("sew", "weld"), (Gap("cut", 2), Gap("lift", 1, essential=False)),
    ("jobseeker.shifts",), (Reason("essential_met", ("2", "3")), Reason("shifts_unknown")), ("C1", "C2"),
)  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_match_is_written_with_the_columns_of_the_contract(tmp_path):
    write_matches(tmp_path / "matches.csv", [MATCH])
    assert rows(tmp_path / "matches.csv") == [
        {
            "vacancy_id": "V1",
            "jobseeker_id": "J1",
            "rank": "1",
            "score": "0.123457",
            "readiness": "after_training",
            "hours_to_ready": "36",
            "matched_skills": "sew;weld",
            "gaps": "cut:2;lift:1",
            "unknown": "jobseeker.shifts",
            "reasons": "essential_met:2:3;shifts_unknown",
            "courses": "C1;C2",
        }
    ]
    assert tuple(match_row(MATCH)) == MATCH_COLUMNS


def test_an_identifier_that_a_spreadsheet_would_run_is_guarded(tmp_path):
    write_matches(tmp_path / "matches.csv", [Match("=1+1", "+J", 1, 0.5, "far")])
    (row,) = rows(tmp_path / "matches.csv")
    assert (row["vacancy_id"], row["jobseeker_id"]) == ("'=1+1", "'+J")


def test_a_recommendation_is_written_with_what_it_unlocks(tmp_path):
    found = Recommendation(
        "J1", 1, "C1", (Gap("cut", 2),), ("V1", "V2"), 40.5, None, (Reason("course_mode", ("online",)),)
    )
    write_recommendations(tmp_path / "r.csv", [found])
    (row,) = rows(tmp_path / "r.csv")
    assert (row["unlocks"], row["unlocked_vacancies"], row["hours"], row["cost_kzt"]) == ("2", "V1;V2", "40.5", "")


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.0, "0"), (36.0, "36"), (0.1 + 0.2, "0.3"), (1e6, "1000000")]
)
def test_numbers_have_no_needless_decimals(value, text):
    assert number(value) == text


def test_no_gap_is_an_empty_cell():
    assert gaps_cell(()) == ""


def broken_file(tmp_path, *lines):
    path = tmp_path / "J.csv"
    path.write_text("\n".join(["jobseeker_id,skills,birth_date,phone", *lines]), encoding="utf-8")
    return read_table(path, "jobseekers")


def test_rejected_rows_come_back_once_mended_with_what_we_do_not_know_of(tmp_path):
    checked = broken_file(tmp_path, "001,weld:3,1990,+7 701", "002,weld:9,1990-01-01,=1+1", "003,sew,,")
    write_rejected(tmp_path, checked.errors, {"jobseekers": checked.rejected, "vacancies": []}, MESSAGES)
    told = rows(tmp_path / "rejected.csv")
    assert [(row["file"], row["line"], row["column"], row["value"], row["rule"]) for row in told] == [
        ("J.csv", "2", "birth_date", "1990", "bad_date"),
        ("J.csv", "3", "skills", "weld:9", "bad_level"),
    ]
    assert "1990" in told[0]["message"]
    assert not (tmp_path / "rejected_vacancies.csv").exists()
    mended = tmp_path / "rejected_jobseekers.csv"
    text = mended.read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    mended.write_text(text.replace(",1990,", ",01.02.1990,").replace("weld:9", "weld:4"), encoding="utf-8")
    again = read_table(mended, "jobseekers")
    assert [row.values["jobseeker_id"] for row in again.accepted] == ["001", "002"]
    assert [row.extra["phone"] for row in again.accepted] == ["+7 701", "=1+1"]
    assert again.errors == []


def test_rows_rejected_twice_keep_the_newest_reason_only(tmp_path):
    checked = broken_file(tmp_path, "001,weld:9,,")
    write_rejected(tmp_path, checked.errors, {"jobseekers": checked.rejected}, MESSAGES)
    again = read_table(tmp_path / "rejected_jobseekers.csv", "jobseekers")
    write_rejected(tmp_path / "again", again.errors, {"jobseekers": again.rejected}, MESSAGES)
    assert list(rows(tmp_path / "again" / "rejected_jobseekers.csv")[0]) == [
        "jobseeker_id",
        "skills",
        "birth_date",
        "phone",
        "rejected_because",
    ]


def test_nothing_rejected_is_a_table_without_rows(tmp_path):
    write_rejected(tmp_path, [], {}, MESSAGES)
    assert [path.name for path in tmp_path.iterdir()] == ["rejected.csv"]
    assert rows(tmp_path / "rejected.csv") == []


def test_the_review_list_puts_the_most_frequent_words_first(tmp_path):
    words = [Unresolved("jobseekers", f"J{at}", "skills", text) for at, text in enumerate(("b", "a", "b"))]
    write_review(tmp_path / "review.csv", words, [("J9", ("jobseeker.skills",))], MESSAGES, without_needs=["V1"])
    assert [(row["kind"], row["id"], row["text"], row["n"]) for row in rows(tmp_path / "review.csv")] == [
        ("unresolved", "J0", "b", "2"),
        ("unresolved", "J2", "b", "2"),
        ("unresolved", "J1", "a", "1"),
        ("no_score", "J9", "", ""),
        ("no_needs", "V1", "", ""),
    ]


def test_json_is_written_with_sorted_keys_and_replaces_the_old_one_whole(tmp_path):
    path = tmp_path / "run" / "run.json"
    write_json(path, {"b": 1, "a": "қ"})
    assert path.read_text(encoding="utf-8") == '{\n  "a": "қ",\n  "b": 1\n}\n'
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": "қ", "b": 1}
    assert [found.name for found in path.parent.iterdir()] == ["run.json"]
