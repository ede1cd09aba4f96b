"""An officer decides about one person and one vacancy; every decision keeps what it was made on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Decision, Guard, Referral, ShortlistEntry, Stored
from matcher.core.records.decisions import Action, LoggedDecision, Shown
from matcher.errors import ConflictError, UsageError
from matcher.ports import Repository
from matcher.services.advice import Advisor
from matcher.services.decisions.decision_snapshot import show, snapshot_digest
from matcher.services.decisions.pair import RECOMMENDED, JudgedMatch, OutcomeForm, Pair, check_outcome, check_reason
from matcher.services.own_record import Clock
from matcher.services.rights import RightsState, read_rights


@dataclass(frozen=True)
class Decisions:
    """Decisions of one officer in their centre.

    Parameters
    ----------
    officer : str
        Login of the officer who is signed in.
    clock : callable
        Gives the time with its zone, that of Kazakhstan.
    """

    repository: Repository
    advisor: Advisor
    centre_id: str
    officer: str
    clock: Clock

    def pair(self, person: Stored[Jobseeker], vacancy: Stored[Vacancy]) -> Pair:
        """Lay out a pair."""
        jobseeker_id = person.record.jobseeker_id
        ids: dict[str, Any] = {"jobseeker_id": jobseeker_id, "vacancy_id": vacancy.record.vacancy_id}
        find = self.repository.find
        told = None
        if self.may_be_matched(jobseeker_id):
            told = self.advisor.why_not(self.centre_id, person.record, vacancy.public_id)
        found = Pair(
            person,
            vacancy,
            told,
            snapshot_digest(told) if told else "",
            next(find(self.centre_id, ShortlistEntry, limit=1, **ids), None),
            next(find(self.centre_id, Referral, limit=1, **ids), None),
            next(find(self.centre_id, Outcome, limit=1, **ids), None),
        )
        decided = [row.record for row in find(self.centre_id, Decision, **ids)]
        if decided:
            found = replace(found, decision=decided[-1], n_decisions=len(decided))
        standing = self.standing(jobseeker_id)
        pair_guards = (
            Guard(Referral, version=found.referral.version if found.referral else 0, **ids),
            Guard(Decision, version=len(decided), **ids),
            Guard(Outcome, version=found.outcome.version if found.outcome else 0, **ids),
        )
        return replace(found, obstacle=_obstacle(found, standing), guards=(*pair_guards, *standing.guards))

    def refer(self, pair: Pair, *, version: int, seal: str) -> None:
        """Recommend the person for the vacancy; the employer sees them only after they agreed.

        Parameters
        ----------
        version, seal : int, str
            As the page showed them.

        Raises
        ------
        ConflictError
            ``conflict`` when somebody has decided since, with the referral as it stands; ``shown_changed`` when the match has
            changed.
        UsageError
            ``refer_no_consent``, ``refer_blocked``, ``refer_objection``, ``refer_closed``, ``refer_offer_refused``,
            ``refer_needs_override``.
        """
        self._refuse_conflict(pair, version, is_there=pair.is_live)
        self._refuse_obstacle(pair, seal)
        ids = (pair.person.record.jobseeker_id, pair.vacancy.record.vacancy_id)
        referral = Referral(*ids, self.officer, self.clock())
        entry = self._entry(pair, "referred", is_shown=True)
        if pair.referral is not None:
            self._save(pair, referral, added=[entry])
        else:
            self._add(pair, referral, entry)

    def offer(self, pair: Pair, *, version: int, seal: str) -> None:
        """Make a recommendation an offer, in the officer's own name.

        Raises
        ------
        ConflictError, UsageError
            As :meth:`refer`; also ``offer_needs_officer``, ``not_referred``, ``referral_settled``.
        """
        if not self.officer:
            raise UsageError("offer_needs_officer")
        self._refuse_conflict(pair, version, is_there=not pair.is_live)
        referral = self._live(pair)
        self._refuse_obstacle(pair, seal)
        if referral.status == "offered":
            raise ConflictError("conflict", stored=pair.referral)
        made = replace(referral, status="offered", offered_by=self.officer, offered_at=self.clock())
        self._save(pair, made, added=[self._entry(pair, "offered", is_shown=True)])

    def withdraw(self, pair: Pair, reason: str, words: str, *, version: int) -> None:
        """Take a referral back; raises as :meth:`decide`, and ``not_referred``, ``referral_settled``."""
        check_reason("withdrawn", reason, words)
        self._refuse_conflict(pair, version)
        taken = replace(self._live(pair), status="withdrawn")
        self._save(pair, taken, added=[self._entry(pair, "withdrawn", reason, words)])

    def decide(self, pair: Pair, judged: JudgedMatch, *, version: int, seal: str) -> None:
        """Refuse what was shown, or override it.

        Raises
        ------
        ConflictError
            ``conflict`` when somebody has decided since; ``shown_changed`` when the match has changed since it was shown.
        UsageError
            ``decision_reason`` for a reason that is not on the list, ``decision_words`` where it asks for words, or for too many.
        """
        kind, reason, words = judged.kind, judged.reason, judged.words
        check_reason(kind, reason, words)
        self._refuse_conflict(pair, version)
        self._refuse_other_seal(pair, seal)
        ids = (pair.person.record.jobseeker_id, pair.vacancy.record.vacancy_id)
        decision = Decision(*ids, kind, reason, self.officer, self.clock())
        self._add(pair, decision, self._entry(pair, kind, reason, words, is_shown=pair.told is not None))

    def note_outcome(self, pair: Pair, form: OutcomeForm, *, version: int) -> None:
        """Note what happened; a pair has one outcome, which may be mended.

        Raises
        ------
        ConflictError
            When somebody has noted one, or decided otherwise, since.
        UsageError
            ``not_referred``, ``outcome_early``, ``outcome_future``, ``outcome_not_hired``.
        """
        self._refuse_conflict(pair, version)
        if pair.referral is None:
            raise UsageError("not_referred")
        referred_on = self._day(pair.referral.record.referred_at)
        check_outcome(form, referred_on, today=self.clock().date())
        ids = (pair.person.record.jobseeker_id, pair.vacancy.record.vacancy_id)
        days = form.still_employed_after_days
        outcome = Outcome(*ids, form.outcome, referred_on, form.reason, form.decided_on, days)
        entry = self._entry(pair, "outcome", form.outcome, is_shown=pair.told is not None)
        if pair.outcome is None:
            self._save(pair, pair.referral.record, added=[outcome, entry])
        else:
            self._save(pair, pair.referral.record, replace(pair.outcome, record=outcome), added=[entry])

    def commit(self, pair: Pair, *, person_on: date | None, employer_on: date | None, version: int) -> None:
        """Keep both promises of a training on an employer's request (Social Code art. 109); raises as :meth:`note_outcome`."""
        self._refuse_conflict(pair, version)
        today = self.clock().date()
        if any(day is not None and day > today for day in (person_on, employer_on)):
            raise UsageError("outcome_future", field="commitment")
        made = replace(self._live(pair), person_commits_on=person_on, employer_commits_on=employer_on)
        self._save(pair, made, added=[self._entry(pair, "commitment")])

    def note_shortlisted(self, pair: Pair) -> None:
        """Note a candidate for a vacancy; once noted, nothing changes.

        Raises
        ------
        ConflictError
            When somebody else has noted them since.
        """
        if pair.noted is None:
            ids = (pair.person.record.jobseeker_id, pair.vacancy.record.vacancy_id)
            entry = ShortlistEntry(*ids, self.officer, self.clock())
            guard = Guard(ShortlistEntry, ids[0], 0, ids[1])
            self.repository.save_all(self.centre_id, (), added=[entry], guards=[guard])

    def remove_from_shortlist(self, pair: Pair) -> None:
        """Take a note away."""
        if pair.noted is not None:
            self.repository.delete(self.centre_id, ShortlistEntry, pair.noted.public_id)

    def may_be_matched(self, jobseeker_id: str) -> bool:
        """Return whether a person consents and no block holds."""
        return self.standing(jobseeker_id).may_be_matched

    def standing(self, jobseeker_id: str) -> RightsState:
        """Return what a person has said of their rights, as it stands now."""
        return read_rights(self.repository, self.centre_id, jobseeker_id)

    def _refuse_obstacle(self, pair: Pair, seal: str) -> None:
        if pair.obstacle is not None:
            raise pair.obstacle
        self._refuse_other_seal(pair, seal)

    def _refuse_other_seal(self, pair: Pair, seal: str) -> None:
        if seal != pair.seal:
            raise ConflictError("shown_changed")

    def _refuse_conflict(self, pair: Pair, version: int, *, is_there: bool = False) -> None:
        if pair.version != version or (is_there and pair.referral is not None):
            raise ConflictError("conflict", stored=pair.referral)

    def _live(self, pair: Pair) -> Referral:
        if pair.referral is None or not pair.is_live:
            raise UsageError("not_referred")
        if pair.is_settled:
            raise UsageError("referral_settled")
        return pair.referral.record

    def _save(self, pair: Pair, referral: Referral, *others: Stored[Outcome], added: Sequence[object]) -> None:
        assert pair.referral is not None
        saved = [replace(pair.referral, record=referral), *others]
        self.repository.save_all(self.centre_id, saved, added=added, guards=pair.guards)

    def _add(self, pair: Pair, *records: object) -> None:
        self.repository.save_all(self.centre_id, (), added=records, guards=pair.guards)

    def _entry(
        self, pair: Pair, action: Action, reason: str = "", words: str = "", *, is_shown: bool = False
    ) -> LoggedDecision:
        shown: Shown | None = None
        now = self.clock()
        if is_shown and pair.told is not None:
            person = pair.person.record
            shown = show(self.repository, self.centre_id, person, told=pair.told, as_of=now.date())
        ids = (pair.person.record.jobseeker_id, pair.vacancy.record.vacancy_id)
        return LoggedDecision(*ids, action, self.officer, now, reason, words, shown)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.clock().tzinfo).date()


def _obstacle(pair: Pair, rights: RightsState) -> UsageError | None:
    """Return why a pair cannot be referred now; None where nothing stands in the way."""
    if rights.obstacle is not None:
        return rights.obstacle
    if pair.told is None:
        return UsageError("refer_closed")
    if pair.referral is not None and pair.referral.record.is_refused_offer:
        return UsageError("refer_offer_refused")
    refused = pair.decision is not None and pair.decision.kind == "refusal"
    overridden = pair.decision is not None and pair.decision.kind == "override"
    if refused or (pair.told.verdict not in RECOMMENDED and not overridden):
        return UsageError("refer_needs_override")
    return None
