"""What a person has said of their rights: consent, blocking, objections; read once, by every decision about them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.core.consent import consent_of, is_blocked, may_be_processed
from matcher.core.records import Jobseeker
from matcher.core.records.centre import Blocking, Consent, Guard, Objection, Stored
from matcher.errors import UsageError
from matcher.ports import Repository


@dataclass(frozen=True)
class RightsState:
    """A person's rights as they were read.

    Attributes
    ----------
    consent : bool or None
        None where nobody has asked.
    objections : tuple of Stored[Objection]
        Those that wait for an answer.
    guards : tuple of Guard
        That none of this has changed since.
    """

    consent: bool | None
    is_blocked: bool
    may_be_matched: bool
    objections: tuple[Stored[Objection], ...] = ()
    guards: tuple[Guard, ...] = ()

    @property
    def obstacle(self) -> UsageError | None:
        """Why the person cannot be referred to anything now; None where nothing stands in the way."""
        if self.consent is not True:
            return UsageError("refer_no_consent")
        if self.is_blocked:
            return UsageError("refer_blocked")
        if self.objections:
            return UsageError("refer_objection", day=self.objections[0].record.answer_by)
        return None


def read_rights(repository: Repository, centre_id: str, jobseeker_id: str) -> RightsState:
    """Read a person's rights as they stand now."""
    consents = list(repository.find(centre_id, Consent, jobseeker_id=jobseeker_id))
    blocks = list(repository.find(centre_id, Blocking, jobseeker_id=jobseeker_id))
    objections = list(repository.find(centre_id, Objection, jobseeker_id=jobseeker_id))
    person = next(repository.find(centre_id, Jobseeker, jobseeker_id=jobseeker_id, limit=1), None)
    recorded = person.record.consent if person else None
    given, blocked = [row.record for row in consents], [row.record for row in blocks]
    rows = ((Consent, consents), (Blocking, blocks), (Objection, objections))
    return RightsState(
        consent_of(recorded, given),
        is_blocked(blocked),
        may_be_processed(recorded, given, blocked),
        tuple(row for row in objections if row.record.answered_at is None),
        tuple(Guard(kind, jobseeker_id, sum(row.version for row in of_kind)) for kind, of_kind in rows),
    )
