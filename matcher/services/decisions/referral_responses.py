"""A jobseeker agrees to a referral or declines it; before they agree, no employer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.core.records import Outcome, Vacancy
from matcher.core.records.centre import Guard, Referral, Stored
from matcher.core.records.decisions import Action, LoggedDecision
from matcher.errors import ConflictError, UsageError
from matcher.ports import Repository
from matcher.services.decisions.pair import is_settled
from matcher.services.own_record import Clock
from matcher.services.rights import read_rights


@dataclass(frozen=True)
class OwnReferral:
    """A referral as its person sees it.

    Attributes
    ----------
    outcome : str
        Code of what came of it; empty while that is open.
    """

    referral: Stored[Referral]
    vacancy: Stored[Vacancy]
    outcome: str = ""

    @property
    def may_answer(self) -> bool:
        """Whether the person may agree or decline now: a refused offer, a withdrawal and an outcome settle it."""
        record = self.referral.record
        return record.status != "withdrawn" and not record.is_refused_offer and not self.outcome


@dataclass(frozen=True)
class OwnReferrals:
    """One person's referrals in their centre.

    Parameters
    ----------
    clock : callable
        Gives the time with its zone.
    """

    repository: Repository
    centre_id: str
    jobseeker_id: str
    clock: Clock

    def all(self) -> list[OwnReferral]:
        """List them, newest first."""
        rows = self.repository.find(self.centre_id, Referral, jobseeker_id=self.jobseeker_id)
        found = [self._of(row) for row in rows]
        return sorted(found, key=lambda each: each.referral.record.referred_at, reverse=True)

    def waits(self) -> bool:
        """Say whether a referral waits for the person's answer."""
        open_now = (each.referral.record for each in self.all() if each.may_answer)
        return any(each.agreed_at is None and each.declined_at is None for each in open_now)

    def get(self, public_id: str) -> OwnReferral | None:
        """Give one; None where it is not there or is another person's."""
        row = self.repository.get(self.centre_id, Referral, public_id)
        return None if row is None or row.record.jobseeker_id != self.jobseeker_id else self._of(row)

    def agree(self, own: OwnReferral, *, version: int) -> None:
        """Agree: from now on the employer of this vacancy sees the person.

        Raises
        ------
        ConflictError
            When an officer has changed the referral since; nothing is changed.
        UsageError
            ``answer_settled``, ``answer_no_consent``.
        """
        self._refuse(own, version)
        rights = read_rights(self.repository, self.centre_id, self.jobseeker_id)
        if rights.consent is not True:
            raise UsageError("answer_no_consent")
        now = self.clock()
        self._save(own, replace(own.referral.record, agreed_at=now, declined_at=None), "agreed", rights.guards)

    def decline(self, own: OwnReferral, *, version: int) -> None:
        """Decline, also after having agreed: the employer does not see the person any more; raises as :meth:`agree`.

        To decline a recommendation has no consequence; what an officer made an offer is noted as refused.
        """
        self._refuse(own, version)
        action: Action = "offer_refused" if own.referral.record.status == "offered" else "declined"
        self._save(own, replace(own.referral.record, agreed_at=None, declined_at=self.clock()), action)

    def _refuse(self, own: OwnReferral, version: int) -> None:
        if own.referral.version != version:
            raise ConflictError("conflict", stored=own.referral)
        if not own.may_answer:
            raise UsageError("answer_settled")

    def _save(self, own: OwnReferral, referral: Referral, action: Action, guards: Sequence[Guard] = ()) -> None:
        entry = LoggedDecision(self.jobseeker_id, referral.vacancy_id, action, self.jobseeker_id, self.clock())
        saved = [replace(own.referral, record=referral)]
        self.repository.save_all(self.centre_id, saved, added=[entry], guards=guards)

    def _of(self, row: Stored[Referral]) -> OwnReferral:
        ids = {"jobseeker_id": row.record.jobseeker_id, "vacancy_id": row.record.vacancy_id}
        vacancy = next(self.repository.find(self.centre_id, Vacancy, limit=1, vacancy_id=row.record.vacancy_id))
        outcomes = self.repository.find(self.centre_id, Outcome, limit=1, **ids)
        found = [each.record.outcome for each in outcomes if is_settled(row.record, each.record)]
        return OwnReferral(row, vacancy, found[0] if found else "")


def refused_offers(repository: Repository, centre_id: str, jobseeker_id: str) -> int:
    """Count the offers that a person refused: declined by themselves, or noted so by an officer; recommendations never count."""
    rows = repository.find(centre_id, Outcome, jobseeker_id=jobseeker_id, outcome="refused_by_jobseeker")
    refused = {row.record.vacancy_id: row.record for row in rows}
    offers = [row.record for row in repository.find(centre_id, Referral, jobseeker_id=jobseeker_id)]
    return sum(
        each.is_refused_offer or (each.status == "offered" and is_settled(each, refused.get(each.vacancy_id)))
        for each in offers
    )


def agreed_people(repository: Repository, centre_id: str, vacancy_id: str) -> tuple[str, ...]:
    """List the people whom the employer of a vacancy may see: referred, agreed, not blocked, and with a consent that holds."""
    rows = repository.find(centre_id, Referral, vacancy_id=vacancy_id)
    agreed = {row.record.jobseeker_id for row in rows if row.record.agreed_at is not None and row.record.is_live}
    return tuple(sorted(each for each in agreed if read_rights(repository, centre_id, each).may_be_matched))
