"""An officer refers a person to training, with the reason that the law asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from matcher.core.records import Course, Jobseeker
from matcher.core.records.centre import Guard, Stored
from matcher.core.records.trainings import TRAINING_REASONS, TrainingReferral, right_again_on
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.officers import Decisions
from matcher.services.decisions.pair import LONGEST


@dataclass(frozen=True)
class TrainingForm:
    """What an officer says of a referral to training.

    Attributes
    ----------
    begins_on : date or None
        None for today.
    is_confirmed : bool
        That the officer knows that two years are not over since the last publicly paid training.
    """

    course_id: str
    reason: str
    begins_on: date | None = None
    is_publicly_paid: bool = True
    is_confirmed: bool = False
    words: str = ""


@dataclass(frozen=True)
class TrainingCase:
    """A person, the training they were referred to or had, and what the law says of more.

    Attributes
    ----------
    trainings : tuple of Stored
        Newest first, withdrawn ones too.
    right_again : date or None
        A day to come, before which publicly paid training is an exception; None where there is a right today.
    guards : tuple of Guard
        What a decision about the case rests on, as it was read.
    """

    person: Stored[Jobseeker]
    trainings: tuple[Stored[TrainingReferral], ...] = ()
    right_again: date | None = None
    obstacle: UsageError | None = None
    guards: tuple[Guard, ...] = ()

    @property
    def version(self) -> int:
        """Grows with everything that is noted of the person's training."""
        return sum(row.version for row in self.trainings)


@dataclass(frozen=True)
class Trainings:
    """Referrals to training by the officer of `decisions`, in their centre."""

    decisions: Decisions

    def of(self, jobseeker_id: str) -> tuple[Stored[TrainingReferral], ...]:
        """List what a person was referred to or had, newest first."""
        found = self.decisions.repository.find(self.decisions.centre_id, TrainingReferral, jobseeker_id=jobseeker_id)
        return tuple(sorted(found, key=lambda row: (row.record.begins_on, row.record.referred_at), reverse=True))

    def case(self, person: Stored[Jobseeker]) -> TrainingCase:
        """Lay out a person's case."""
        jobseeker_id = person.record.jobseeker_id
        trainings, today = self.of(jobseeker_id), self.decisions.clock().date()
        again = right_again_on(row.record for row in trainings)
        rights = self.decisions.standing(jobseeker_id)
        guards = (Guard(TrainingReferral, jobseeker_id, sum(row.version for row in trainings)), *rights.guards)
        return TrainingCase(person, trainings, again if again and again > today else None, rights.obstacle, guards)

    def refer(self, case: TrainingCase, form: TrainingForm, *, version: int) -> None:
        """Refer a person to a course.

        The law gives publicly paid training once in two years. Within them nothing is refused by the program, which does not know
        every exception: the officer confirms it and says why, and both are kept.

        Raises
        ------
        ConflictError
            ``conflict`` when somebody has noted training of the person since.
        UsageError
            ``training_course``, ``training_reason``, ``decision_words``, ``training_two_years`` with the day and the ``field`` that
            lacks; ``refer_no_consent``, ``refer_blocked``, ``refer_objection``.
        """
        self._refuse_conflict(case, version)
        if case.obstacle is not None:
            raise case.obstacle
        if not self._is_course(form.course_id):
            raise UsageError("training_course", field="course_id")
        if form.reason not in TRAINING_REASONS:
            raise UsageError("training_reason", field="reason")
        if len(form.words) > LONGEST:
            raise UsageError("decision_words", field="words", most=LONGEST)
        begins_on = form.begins_on or self.decisions.clock().date()
        again = right_again_on(row.record for row in case.trainings)
        is_early = form.is_publicly_paid and again is not None and begins_on < again
        if is_early and not (form.is_confirmed and form.words):
            raise UsageError("training_two_years", field="words" if form.is_confirmed else "confirmed", day=again)
        made = TrainingReferral(
            case.person.record.jobseeker_id,
            self.decisions.officer,
            self.decisions.clock(),
            begins_on,
            form.reason,
            form.course_id,
            form.is_publicly_paid,
            form.words,
        )
        self._save(case, added=[made])

    def note_former(self, case: TrainingCase, began_on: date | None, *, version: int) -> None:
        """Note publicly paid training that the person had elsewhere.

        Raises
        ------
        ConflictError, UsageError
            As :meth:`refer`; ``training_day`` for no day or one to come.
        """
        self._refuse_conflict(case, version)
        if began_on is None or began_on > self.decisions.clock().date():
            raise UsageError("training_day", field="began_on")
        jobseeker_id, officer = case.person.record.jobseeker_id, self.decisions.officer
        noted = TrainingReferral(jobseeker_id, officer, self.decisions.clock(), began_on)
        self._save(case, added=[noted])

    def withdraw(self, case: TrainingCase, public_id: str, *, version: int) -> None:
        """Take a referral or a note back; it stays to be read.

        Raises
        ------
        ConflictError
            As :meth:`refer`.
        UsageError
            ``unknown_record`` for none of this person, or one that was taken back.
        """
        self._refuse_conflict(case, version)
        rows = [row for row in case.trainings if row.public_id == public_id and row.record.withdrawn_at is None]
        if not rows:
            raise UsageError("unknown_record")
        taken = replace(rows[0].record, withdrawn_at=self.decisions.clock(), withdrawn_by=self.decisions.officer)
        self._save(case, replace(rows[0], record=taken))

    def _save(self, case: TrainingCase, *saved: Stored[TrainingReferral], added: Sequence[TrainingReferral] = ()) -> None:
        """Write, unless somebody has noted training, or the person has said something of their rights, since the case was read."""
        self.decisions.repository.save_all(self.decisions.centre_id, saved, added=added, guards=case.guards)

    def _is_course(self, course_id: str) -> bool:
        found = self.decisions.repository.find(self.decisions.centre_id, Course, limit=1, course_id=course_id)
        return bool(course_id) and any(True for _ in found)

    def _refuse_conflict(self, case: TrainingCase, version: int) -> None:
        if case.version != version:
            raise ConflictError("conflict", stored=next(iter(case.trainings), None))
