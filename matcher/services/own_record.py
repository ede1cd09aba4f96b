"""What a jobseeker does with their own record: skills, conditions, consent, objections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.core.records import HeldSkill, Jobseeker, LanguageLevel
from matcher.core.records.centre import AccessLogEntry, Blocking, Consent, Objection, Stored
from matcher.core.working_days import ANSWER_DAYS, CORRECTION_DAYS, after_working_days
from matcher.ports import Repository
from matcher.services.rights import RightsState, read_rights

Clock = Callable[[], datetime]
PAGE = 500


@dataclass(frozen=True)
class Conditions:
    """What a person says of work that suits them; None is unknown, never "no".

    Attributes
    ----------
    languages : tuple of LanguageLevel or None
    hours_per_week : float or None
    """

    languages: tuple[LanguageLevel, ...] | None = None
    education_level: int | None = None
    locality: str | None = None
    licences: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    hours_per_week: float | None = None
    max_travel_minutes: int | None = None
    work_conditions_not_possible: frozenset[str] | None = None

    @classmethod
    def of(cls, person: Jobseeker) -> Conditions:
        """Take them from a record."""
        around = person.circumstances
        return cls(
            languages=person.profile.languages,
            education_level=person.profile.education_level,
            locality=around.locality,
            licences=around.licences,
            shifts=around.shifts,
            hours_per_week=around.hours_per_week,
            max_travel_minutes=around.max_travel_minutes,
            work_conditions_not_possible=around.work_conditions_not_possible,
        )

    def put_into(self, person: Jobseeker) -> Jobseeker:
        """Give the record with these conditions; all else stays."""
        around = replace(
            person.circumstances,
            locality=self.locality,
            licences=self.licences,
            shifts=self.shifts,
            hours_per_week=self.hours_per_week,
            max_travel_minutes=self.max_travel_minutes,
            work_conditions_not_possible=self.work_conditions_not_possible,
        )
        profile = replace(person.profile, languages=self.languages, education_level=self.education_level)
        return replace(person, profile=profile, circumstances=around)


@dataclass(frozen=True)
class OwnRecord:
    """One person's record in their centre; nothing here reads or writes another person's.

    Parameters
    ----------
    clock : callable
        Gives the time with its zone, that of Kazakhstan: the day of an objection is the day there.
    """

    repository: Repository
    centre_id: str
    jobseeker_id: str
    clock: Clock

    def person(self) -> Stored[Jobseeker] | None:
        """Give the record; None where the centre has none."""
        found = self.repository.find(self.centre_id, Jobseeker, jobseeker_id=self.jobseeker_id, limit=1)
        return next(iter(found), None)

    def consent(self) -> bool | None:
        """Say whether consent is given: the latest note, else what the record says; None where nobody has asked."""
        return self._rights().consent

    def note_consent(self, is_given: bool) -> None:
        """Give or withdraw consent; one entry of the history, so that it holds at once for every search and match."""
        self._note(self._rights(), Consent(self.jobseeker_id, is_given, self.clock(), self.jobseeker_id))

    def is_blocked(self) -> bool:
        """Say whether the record is blocked: kept, and matched with nothing."""
        return self._rights().is_blocked

    def block(self, is_blocked: bool) -> None:
        """Block the record or lift the block; one entry of the history, so that it holds at once everywhere."""
        rights = self._rights()
        if rights.is_blocked is not is_blocked:
            self._note(rights, Blocking(self.jobseeker_id, is_blocked, self.clock(), self.jobseeker_id))

    def may_be_matched(self) -> bool:
        """Say whether consent is given and no block holds."""
        return self._rights().may_be_matched

    def _rights(self) -> RightsState:
        return read_rights(self.repository, self.centre_id, self.jobseeker_id)

    def _note(self, rights: RightsState, note: object) -> None:
        """Add a note of the person, unless their rights have changed since they were read.

        Raises
        ------
        ConflictError
            With the note that came first.
        """
        self.repository.save_all(self.centre_id, (), added=[note], guards=rights.guards)

    def keep(self, person: Stored[Jobseeker]) -> None:
        """Note that the person is there, so that retention counts anew."""
        self.repository.save(self.centre_id, person, expected_version=person.version)

    def access_log(self) -> Iterator[AccessLogEntry]:
        """Yield who looked at the record, newest first."""
        before: int | None = None
        while True:
            page = self.repository.access_log(self.centre_id, jobseeker_id=self.jobseeker_id, before=before, limit=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            before = page[-1].seq

    def ask_correction(self, text: str) -> Stored[Objection]:
        """Ask for a correction; the answer falls due in one working day."""
        now = self.clock()
        due = after_working_days(now.date(), CORRECTION_DAYS)
        return self._raise(Objection(self.jobseeker_id, text, now, due, kind="correction"))

    def objections(self) -> list[Stored[Objection]]:
        """List the person's own objections, newest first."""
        found = list(self.repository.find(self.centre_id, Objection, jobseeker_id=self.jobseeker_id))
        return found[::-1]

    def object(self, text: str) -> Stored[Objection]:
        """Object, or ask for a human; the answer falls due in three working days."""
        now = self.clock()
        due = after_working_days(now.date(), ANSWER_DAYS)
        return self._raise(Objection(self.jobseeker_id, text, now, due))

    def _raise(self, objection: Objection) -> Stored[Objection]:
        """Add an objection; the same words that wait for an answer already are not added twice."""
        rights = self._rights()
        said = ((row.record.kind, row.record.text) for row in rights.objections)
        if (objection.kind, objection.text) not in set(said):
            self._note(rights, objection)
        return next(row for row in self.objections() if (row.record.kind, row.record.text) == (objection.kind, objection.text))

    def save_conditions(self, person: Stored[Jobseeker], conditions: Conditions, *, version: int) -> None:
        """Save what a person says of suitable work.

        Raises
        ------
        ConflictError
            When the record was saved since `version`; nothing is changed.
        """
        self._save(person, conditions.put_into(person.record), version)

    def save_skill(self, person: Stored[Jobseeker], skill: HeldSkill, *, version: int) -> None:
        """Add a skill, or give it another level; raises as :meth:`save_conditions`."""
        self._save_skills(person, [*self._others(person, skill.skill_id), skill], version)

    def remove_skill(self, person: Stored[Jobseeker], skill_id: str, *, version: int) -> None:
        """Take a skill away; raises as :meth:`save_conditions`."""
        self._save_skills(person, self._others(person, skill_id), version)

    def save_unpaid(
        self, person: Stored[Jobseeker], chosen: Sequence[str], *, among: frozenset[str], version: int
    ) -> None:
        """Save which unpaid experience a person has; raises as :meth:`save_conditions`.

        Parameters
        ----------
        chosen : sequence of str
            Skills of unpaid experience; those held already keep their level and evidence.
        among : frozenset of str
            All that could be chosen; other skills stay as they are.
        """
        held = person.record.profile.skills
        kept = [skill for skill in held if skill.skill_id not in among or skill.skill_id in chosen]
        known = {skill.skill_id for skill in held}
        added = [HeldSkill(each) for each in sorted(set(chosen) & among - known)]
        self._save_skills(person, [*kept, *added], version)

    @staticmethod
    def _others(person: Stored[Jobseeker], skill_id: str) -> list[HeldSkill]:
        return [skill for skill in person.record.profile.skills if skill.skill_id != skill_id]

    def _save_skills(self, person: Stored[Jobseeker], skills: Sequence[HeldSkill], version: int) -> None:
        profile = replace(person.record.profile, skills=tuple(skills))
        self._save(person, replace(person.record, profile=profile), version)

    def _save(self, person: Stored[Jobseeker], record: Jobseeker, version: int) -> None:
        if record != person.record or version != person.version:
            self.repository.save(self.centre_id, replace(person, record=record), expected_version=version)
