"""``matcher taxonomy``."""

import csv

import pytest
from click.testing import CliRunner

from matcher.cli.taxonomy import taxonomy


def test_resolve_writes_up_to_five_concepts_a_text(tmp_path):
    (tmp_path / "T.csv").write_text("text,lang\nаргонодуговая сварка,ru\nҗҗҗ,\n", encoding="utf-8")
    done = CliRunner().invoke(
        taxonomy, ["resolve", "--text", str(tmp_path / "T.csv"), "--out", str(tmp_path / "R.csv")]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit)
    rows = list(csv.DictReader((tmp_path / "R.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["accepted"] == "yes"
    assert rows[0]["score"] == "1.000000"
    assert rows[-1]["accepted"] == "no"


WORDS = "кручу шурупы день и ночь"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_SYNONYMS", str(tmp_path / "synonyms.csv"))
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")
    return lambda *words: CliRunner().invoke(taxonomy, [str(word) for word in words], standalone_mode=False)


def resolved(run, folder, text, *more):
    (folder / "T.csv").write_text(f"text,lang\n{text},\n", encoding="utf-8")
    assert run("resolve", "--text", folder / "T.csv", "--out", folder / "R.csv", *more).exception is None
    first = next(csv.DictReader((folder / "R.csv").read_text(encoding="utf-8-sig").splitlines()))
    return first["concept_id"] if first["accepted"] == "yes" else ""


def teach(run, *words, who="A. Officer"):
    return run("learn", "--who", who, "--when", "2026-11-24", *words)


def test_taught_words_are_resolved_until_they_are_taken_back(run, tmp_path):
    assert resolved(run, tmp_path, WORDS) != "carpentry"
    assert "Words learnt: 1" in teach(run, "--text", WORDS, "--concept", "carpentry").stderr
    assert resolved(run, tmp_path, WORDS.upper()) == "carpentry"
    assert "taken back: 1" in teach(run, "--undo", "--text", WORDS, who="B").stderr
    assert resolved(run, tmp_path, WORDS) != "carpentry"
    journal = (tmp_path / "synonyms.csv").read_text(encoding="utf-8-sig").splitlines()
    assert journal[0] == "text,lang,concept_id,who,when,action"
    assert journal[1:] == [
        f"{WORDS},ru,carpentry,A. Officer,2026-11-24,learnt",
        f"{WORDS},ru,carpentry,B,2026-11-24,removed",
    ]


def test_a_table_of_picks_is_learnt_whole_into_a_file_of_choice(run, tmp_path):
    (tmp_path / "P.csv").write_text(
        f"text,lang,concept_id\n{WORDS},ru,carpentry\nстрочу без остановки,,welding\n", encoding="utf-8"
    )
    assert teach(run, "--picks", tmp_path / "P.csv", "--synonyms", tmp_path / "own.csv").return_value == 0
    assert resolved(run, tmp_path, WORDS) != "carpentry"
    assert resolved(run, tmp_path, WORDS, "--synonyms", tmp_path / "own.csv") == "carpentry"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f"{WORDS},ru,carpentry\nваря,ru,nothing\n", "concept_unknown"),
        (f"{WORDS},ru,carpentry\nwelding,en,carpentry\n", "label_of_another"),
        (f"{WORDS},ru,carpentry\nваря,ru,\n", "picks_missing"),
        (f"{WORDS},ru,carpentry\n,ru,carpentry\n", "picks_missing"),
        ("", "picks_missing"),
    ],
)
def test_a_table_with_one_bad_pick_teaches_nothing(run, tmp_path, rows, code):
    (tmp_path / "P.csv").write_text("text,lang,concept_id\n" + rows, encoding="utf-8")
    done = teach(run, "--picks", tmp_path / "P.csv")
    assert done.exception.code == code
    assert not (tmp_path / "synonyms.csv").exists()


@pytest.mark.parametrize("words", [[], ["--text", "варю"], ["--concept", "welding"]])
def test_words_and_concept_are_both_needed(run, words):
    assert teach(run, *words).exception.code == "picks_missing"


def test_who_is_always_asked_for(run):
    assert run("learn", "--text", "варю", "--concept", "welding").exception.exit_code == 2


def test_match_knows_what_was_taught(run):
    from matcher.bootstrap import build

    teach(run, "--text", WORDS, "--concept", "carpentry")
    assert build().resolver.resolve([WORDS])[0].concept_id == "carpentry"
