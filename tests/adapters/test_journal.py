"""The journal says what is on its list, and nothing else."""

import json
import logging
import stat

from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.journal import EVENTS as KNOWN
from matcher.adapters.journal import FORMS, LibraryHandler, fault_fields, only_allowed, open_journal

NAME = "Айгүл Серікқызы"


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_has_the_event_its_fields_and_the_time_and_drops_the_rest(tmp_path):
    path = tmp_path / "log" / "matcher.log"
    open_journal(path).info("request", endpoint="advice.me", status=200, name=NAME, query=NAME)
    (line,) = lines(path)
    assert line.pop("at").endswith("Z")
    assert line == {"event": "request", "level": "info", "endpoint": "advice.me", "status": 200}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_opened_before_the_first_line_nor_without_a_path(tmp_path, capfd):
    open_journal(tmp_path / "log" / "matcher.log")
    open_journal().error("fault", endpoint="advice.me")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@given(
    st.dictionaries(st.sampled_from([*FORMS, "name", "text"]), st.text(max_size=30)), st.sampled_from([*KNOWN, NAME])
)
def test_whatever_is_said_only_words_of_the_listed_forms_come_through(said, event):
    kept = only_allowed(None, "", {"event": event, **said})
    assert NAME not in kept.values()
    assert set(kept) <= {"event", *FORMS}
    assert all(value.isascii() for name, value in kept.items() if name != "event" or event in KNOWN)


def test_a_full_file_is_begun_anew_and_five_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("matcher.adapters.journal.MOST_BYTES", 500)
    journal = open_journal(tmp_path / "matcher.log")
    for _ in range(100):
        journal.info("request", endpoint="advice.me", status=200)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "matcher.log",
        *(f"matcher.log.{at}" for at in range(1, 6)),
    ]
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= 500


def test_of_a_library_its_name_and_the_class_of_its_fault_are_told_not_its_words(tmp_path):
    path = tmp_path / "matcher.log"
    logger = logging.Logger("sqlalchemy.pool")
    logger.addHandler(LibraryHandler(open_journal(path)))
    logger.info("%s waits", NAME)
    logger.warning("%s is slow", NAME)
    try:
        raise ValueError(NAME)
    except ValueError:
        logger.exception("%s failed", NAME)
    first, second = lines(path)
    assert (first["event"], first["logger"], first["level"]) == ("library", "sqlalchemy.pool", "warning")
    assert second["exception"] == "ValueError"
    assert NAME not in path.read_text(encoding="utf-8")


def test_a_fault_is_told_by_its_class_and_the_places_in_our_code():
    def fail():
        raise KeyError(NAME)

    try:
        fail()
    except KeyError as fault:
        told = fault_fields(fault)
    assert told["exception"] == "KeyError"
    first, second = told["where"].split()
    assert first.startswith("tests/adapters/test_journal.py:")
    assert second.endswith(":fail")
