"""Where referrals to training are kept."""

from __future__ import annotations

from sqlalchemy import Column, Date

from matcher.adapters.database.tables import UtcDateTime, identifier, keep, word
from matcher.core.records.trainings import TrainingReferral

training_referrals = keep(
    TrainingReferral,
    "training_referrals",
    identifier("jobseeker_id"),
    identifier("course_id", nullable=True),
    word("referred_by"),
    Column("referred_at", UtcDateTime, nullable=False),
    Column("begins_on", Date, nullable=False),
)
