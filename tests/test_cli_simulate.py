"""``matcher simulate`` from the command line."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from matcher.cli.simulate import simulate


def run(*arguments: str) -> tuple[int, str]:
    """Run the command; its exit status and all that it printed."""
    result = CliRunner().invoke(simulate, list(arguments))
    return result.exit_code, result.output


def test_it_writes_five_tables_and_says_how_many_rows(tmp_path: Path) -> None:
    status, said = run(
        "--jobseekers", "12", "--vacancies", "5", "--courses", "3", "--outcomes", "4", "--seed", "1", "--out", str(tmp_path)
    )  # fmt: skip
    assert status == 0
    assert "jobseekers.csv: 12" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "courses.csv",
        "jobseekers.csv",
        "outcomes.csv",
        "sessions.csv",
        "vacancies.csv",
    ]
    assert (tmp_path / "jobseekers.csv").read_bytes().startswith(b"\xef\xbb\xbfjobseeker_id,")


def test_no_seed_is_wrong_usage_and_writes_nothing(tmp_path: Path) -> None:
    status, said = run("--out", str(tmp_path / "town"))
    assert status == 2
    assert "--seed" in said
    assert not (tmp_path / "town").exists()


def test_a_negative_count_is_wrong_usage(tmp_path: Path) -> None:
    assert run("--jobseekers", "-1", "--seed", "1", "--out", str(tmp_path / "town"))[0] == 2


def test_the_help_shows_an_example() -> None:
    status, said = run("--help")
    assert status == 0
    assert "matcher simulate --jobseekers 400" in said


def test_the_truth_is_written_when_asked_for_only(tmp_path: Path) -> None:
    status, said = run(
        "--jobseekers", "12", "--vacancies", "5", "--outcomes", "4", "--truth", "--seed", "1", "--out", str(tmp_path)
    )  # fmt: skip
    assert status == 0
    assert "truth.csv: 4" in said
    assert (tmp_path / "truth.csv").read_text(encoding="utf-8-sig").count("\n") == 5
