"""The decision log, which only grows, and the texts that its entries point at.

Notes
-----
Triggers refuse every change of an entry (revision that makes the tables). Entries may be deleted: erasure of a person takes theirs with
``jobseeker_id``, and nothing else of the log tells of a person. Kept texts hold vacancies and courses only.
"""

from __future__ import annotations

from sqlalchemy import Column

from matcher.adapters.database.tables import UtcDateTime, identifier, keep, word
from matcher.core.records.decisions import KeptText, LoggedDecision

kept_texts = keep(KeptText, "kept_texts", identifier("text_id"), key="text_id")
decision_log = keep(
    LoggedDecision,
    "decision_log",
    identifier("jobseeker_id"),
    identifier("vacancy_id"),
    word("action"),
    word("decided_by"),
    Column("decided_at", UtcDateTime, nullable=False),
)
