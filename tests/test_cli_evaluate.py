"""``matcher evaluate``, as somebody at a terminal and as a program call it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from matcher.cli.evaluate import evaluate_
from matcher.config import ROOT
from matcher.core.metrics import METRICS

RIVALS = {"overlap", "jaccard", "idf_overlap", "idf_cosine", "tfidf_word", "tfidf_char", "bm25", "random"}


@pytest.fixture(autouse=True)
def without_encoders(monkeypatch):
    monkeypatch.setenv("MATCHER_ENCODERS", "none")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "jobseekers.csv").write_text(
        "jobseeker_id,skills\nJ1,http://x.org/a;http://x.org/b\nJ2,http://x.org/c\n", encoding="utf-8"
    )
    (tmp_path / "vacancies.csv").write_text(
        "vacancy_id,title,essential_skills\n"
        "V1,one,http://x.org/a;http://x.org/d\nV2,two,http://x.org/b;http://x.org/a\nV3,three,http://x.org/c;http://x.org/e\n",
        encoding="utf-8",
    )
    (tmp_path / "qrels.tsv").write_text("J1\tV1\t1\nJ2\tV3\t2\n", encoding="utf-8")
    return tmp_path


def run(folder, *more):
    return CliRunner().invoke(evaluate_, ["--benchmark", str(folder), *more], standalone_mode=False)


def test_the_table_shows_ours_every_baseline_and_every_metric_with_an_interval(folder):
    done = run(folder, "--model", "overlap", "--lang", "en")
    assert done.return_value == 0, done.exception
    head, *lines = done.stdout.splitlines()
    assert head.split() == list(METRICS)
    assert lines[0].startswith("ours (overlap@1)")
    assert {line.split()[0] for line in lines[1:-2]} == RIVALS
    assert lines[0].count("[") == len(METRICS)
    assert lines[-2].startswith("ours less the best of")


def test_json_gives_metric_then_ours_and_baselines(folder):
    done = run(folder, "--model", "overlap", "--json")
    said = json.loads(done.stdout)
    assert set(said["metrics"]) == set(METRICS)
    assert set(said["metrics"]["map"]["baselines"]) == RIVALS
    # J1 covers V2 whole and V1 a half: its relevant V1 stands second. J2's V3 stands first.
    assert said["metrics"]["map"]["ours"]["mean"] == 0.75
    assert said["metrics"]["map"]["ours"]["low"] <= 0.75 <= said["metrics"]["map"]["ours"]["high"]
    assert (said["queries"], said["vacancies"], said["relevant_pairs"], said["split"]) == (2, 3, 2, None)


def test_two_runs_and_another_order_of_rows_print_the_same_bytes(folder):
    first = run(folder, "--model", "overlap").stdout
    for name in ("jobseekers.csv", "vacancies.csv", "qrels.tsv"):
        head, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        rows = [head, *rows][::-1] if name == "qrels.tsv" else [head, *rows[::-1]]
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run(folder, "--model", "overlap").stdout == first


def test_the_held_out_part_alone_is_measured(folder):
    (folder / "split.tsv").write_text("J1\ttrain\nJ2\ttest\n", encoding="utf-8")
    said = json.loads(run(folder, "--model", "overlap", "--json").stdout)
    assert (said["split"], said["queries"], said["metrics"]["map"]["ours"]["mean"]) == ("test", 1, 1.0)


def test_a_part_without_a_relevant_pair_is_refused(folder):
    (folder / "qrels.tsv").write_text("J1\tV1\t1\n", encoding="utf-8")
    (folder / "split.tsv").write_text("J1\ttrain\nJ2\ttest\n", encoding="utf-8")
    assert run(folder, "--model", "overlap").exception.code == "benchmark_nothing_judged"


@pytest.mark.parametrize(("consent", "n_queries"), [("yes", 2), ("", 2), ("no", 1)])
def test_who_withheld_consent_is_left_out(folder, consent, n_queries):
    head, first, second = (folder / "jobseekers.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{head},consent", f"{first},{consent}", f"{second},yes"]
    (folder / "jobseekers.csv").write_text("\n".join(rows), encoding="utf-8")
    assert json.loads(run(folder, "--model", "overlap", "--json").stdout)["queries"] == n_queries


def test_the_prior_is_taken_when_no_model_is_named(folder):
    assert json.loads(run(folder, "--json").stdout)["model"].startswith("prior@")


@pytest.mark.parametrize(("lang", "words"), [("en", "is not a number"), ("ru", "не число"), ("kk", "сан емес")])
def test_a_bad_folder_exits_with_2_and_names_file_and_line(folder, lang, words):
    (folder / "qrels.tsv").write_text("J1\tV1\t1\nJ2\tV3\tgood\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "matcher", "evaluate", "--benchmark", str(folder), "--lang", lang],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert "qrels.tsv" in done.stderr
    assert "2" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_an_unknown_model_is_refused(folder):
    assert run(folder, "--model", "nobody").exception.code == "unknown_model"
