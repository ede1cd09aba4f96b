"""Officers answer objections, within three working days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from matcher.core.records.centre import Objection, Stored
from matcher.errors import ConflictError, UsageError
from matcher.ports import Repository

LONGEST = 4_000
"""Letters of an answer."""


@dataclass(frozen=True)
class DueObjection:
    """An objection that waits for its answer; `is_overdue` from the day after ``answer_by``."""

    objection: Stored[Objection]
    is_overdue: bool


def due_objections(repository: Repository, centre_id: str, today: date) -> list[DueObjection]:
    """List the objections that wait, the longest overdue first."""
    rows = repository.find(centre_id, Objection, answered_at=None)
    found = [DueObjection(row, row.record.answer_by < today) for row in rows]
    return sorted(found, key=lambda each: (each.objection.record.answer_by, each.objection.record.raised_at))


def answer_objection(
    repository: Repository,
    centre_id: str,
    objection: Stored[Objection],
    *,
    answer: tuple[str, str],
    clock: Callable[[], datetime],
) -> None:
    """Answer an objection; an answer that the person may have read is never replaced.

    Parameters
    ----------
    objection : Stored of Objection
        At the version that the page showed.
    answer : (str, str)
        Login of the officer, and the words.

    Raises
    ------
    ConflictError
        When somebody has answered; ``stored`` holds their answer.
    UsageError
        ``objection_answer`` for no words, or for too many.
    """
    officer, words = answer
    if not words or len(words) > LONGEST:
        raise UsageError("objection_answer", field="answer", most=LONGEST)
    if objection.record.answered_at is not None:
        raise ConflictError("conflict", stored=objection)
    answered = replace(objection.record, answered_at=clock(), answered_by=officer, answer=words)
    repository.save(centre_id, replace(objection, record=answered), expected_version=objection.version)
