"""``matcher erase``, ``matcher retention`` and ``matcher reads verify`` as a clerk types them."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from matcher.bootstrap import build
from matcher.cli.erase import erase, retention
from matcher.cli.reads import reads
from matcher.config import Settings
from matcher.core.records import Jobseeker, Profile
from matcher.core.records.centre import Consent, Viewer
from matcher.errors import UsageError


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")

    def run(command, *arguments):
        return CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)

    return run


@pytest.fixture
def container(tmp_path):
    made = build(Settings(instance_dir=tmp_path))
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    made.repository.add_all("saran", [Jobseeker("000010", Profile(), consent=True), Jobseeker("000011", Profile())])
    made.repository.add_all("saran", [Consent(each, True, long_ago, "x") for each in ("000010", "000011")])
    yield made
    made.database.dispose()


def people(container):
    return [row.record.jobseeker_id for row in container.repository.find("saran", Jobseeker)]


def test_a_person_is_erased_only_when_told_to(call, container):
    shown = call(erase, "--centre", "saran", "--jobseeker", "000010")
    assert shown.return_value == 0
    assert "consents: 1" in shown.output
    assert "dry run" in shown.output
    assert people(container) == ["000010", "000011"]
    done = call(erase, "--centre", "saran", "--jobseeker", "000010", "--apply")
    assert "jobseekers: 1" in done.output
    assert people(container) == ["000011"]
    with pytest.raises(UsageError, match="nothing_held"):
        call(erase, "--centre", "saran", "--jobseeker", "000010", "--apply")


def test_retention_tells_waits_and_erases(call, container):
    shown = call(retention, "--as-of", "2026-01-10")
    assert shown.output.count("give notice") == 2
    assert "dry run" in shown.output
    call(retention, "--as-of", "2026-01-10", "--apply")
    assert "notice was given" in call(retention, "--as-of", "2026-01-20").output
    done = call(retention, "--as-of", "2026-02-09", "--centre", "saran", "--apply")
    assert done.output.count("is erased") == 2
    assert "records erased in 2026: 2; hirings that these people had had: 0" in done.output
    assert people(container) == []


def test_the_log_of_looks_is_verified_and_a_broken_one_is_told_with_its_row(call, container):
    assert "Nobody has looked" in call(reads, "verify").output
    for _ in range(3):
        container.repository.read_people("saran", ["000010"], viewer=Viewer("u1", "staff", "search"))
    whole = call(reads, "verify")
    assert (whole.return_value, "looks: 3" in whole.output) == (0, True)
    with container.database.begin() as connection:
        connection.execute(text("DROP TRIGGER read_log_no_update"))
        connection.execute(text("UPDATE read_log SET role = 'nobody' WHERE seq = 2"))
    broken = call(reads, "verify")
    assert broken.return_value == 1
    assert "does not fit: 2 (of 3)" in broken.output
