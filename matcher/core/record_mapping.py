"""From checked rows to records: words become concepts, and what does not resolve is kept as text, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from matcher.core.deduplication import highest_taught, strongest_skills
from matcher.core.needs import NeedWords, read_needs
from matcher.core.places import Places
from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    LanguageLevel,
    Outcome,
    PastOccupation,
    Profile,
    SensitiveFeatures,
    Session,
    TaughtSkill,
    Vacancy,
)
from matcher.core.resolved_text import ResolvedText, WordSource
from matcher.core.sensitive import age_on, sensitive_features
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Mention
from matcher.core.text.protected import without_status

ADULT_YEARS = 18
TWO_YEARS_DAYS = 730


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that named no concept: for the review list."""

    table: str
    row_id: str
    column: str
    text: str


@dataclass
class RecordParser:
    """Turns checked rows into records with one batch of look-ups a table.

    Parameters
    ----------
    resolver : WordSource
    places : Places
        Names of localities.
    as_of : date
        The day of the match; ages and durations are counted to it.

    Attributes
    ----------
    unresolved : list of Unresolved
        Grows with every table read; in the order of the rows.
    """

    resolver: WordSource
    places: Places
    as_of: date
    unresolved: list[Unresolved] = field(default_factory=list)

    def jobseekers(self, rows: Sequence[TypedRow]) -> tuple[list[Jobseeker], list[SensitiveFeatures]]:
        """Read the table of jobseekers; leave, status and family are taken out before a word is read."""
        read = [_evidence_only(row) for row in rows]
        words = ResolvedText.of_rows(
            self.resolver, read, skills=("skills",), texts=("experience",), titles=("occupations", "wanted_occupations")
        )
        people = [
            self._jobseeker(evidence.values, words, row.values.get("experience") or "")
            for row, evidence in zip(rows, read, strict=True)
        ]
        return people, [sensitive_features(row.values) for row in rows]

    def vacancies(self, rows: Sequence[TypedRow]) -> list[Vacancy]:
        """Read the table of vacancies; a description is searched for needs only where no essential skills are listed."""
        words = ResolvedText.of_rows(
            self.resolver,
            rows,
            skills=("essential_skills", "optional_skills"),
            texts=("description",),
            titles=("occupation", "title"),
        )
        return [self._vacancy(row.values, words) for row in rows]

    def courses(self, rows: Sequence[TypedRow]) -> list[Course]:
        """Read the table of courses; where only a title is known, the skills are those of the occupation that it names."""
        words = ResolvedText.of_rows(
            self.resolver, rows, skills=("skills_taught", "prerequisites"), texts=("description",), titles=("title",)
        )
        return [self._course(row.values, words) for row in rows]

    def sessions(self, rows: Sequence[TypedRow]) -> list[Session]:
        """Read the table of sessions."""
        return [
            Session(
                session_id=v["session_id"],
                course_id=v["course_id"],
                seats=v["seats"],
                start_date=v.get("start_date"),
                end_date=v.get("end_date"),
                locality=self.places.code(v.get("locality")),
            )
            for v in (row.values for row in rows)
        ]

    def _note(self, table: str, row_id: str, column: str, texts: Iterable[str]) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(text for text in texts if text))
        self.unresolved.extend(Unresolved(table, row_id, column, text) for text in kept)
        return kept

    def _jobseeker(self, values: Mapping[str, Any], words: ResolvedText, own_text: str) -> Jobseeker:
        row_id = values["jobseeker_id"]
        named, unknown = words.skills(values.get("skills"))
        mentions = words.mentions(values.get("experience"))
        past = [words.occupation(title, years) for title, years in values.get("occupations") or ()]
        past += [self._mentioned_occupation(m) for m in mentions if m.kind == "occupation" and m.concept_id]
        wanted = [words.occupation(title, years) for title, years in values.get("wanted_occupations") or ()]
        skills = [HeldSkill(skill_id, level, text) for skill_id, level, text in named]
        skills += [HeldSkill(m.concept_id, m.level, m.text) for m in mentions if m.kind == "skill" and m.concept_id]
        skills += [held for work in past for held in self._skills_of(work)]
        unknown_titles = [work.text for work in past if not (work.occupation_id or work.isco08)]
        unresolved = (
            *self._note("jobseekers", row_id, "skills", unknown),
            *self._note("jobseekers", row_id, "experience", [m.text for m in mentions if not m.concept_id]),
            *self._note("jobseekers", row_id, "occupations", unknown_titles),
        )
        profile = Profile(
            skills=strongest_skills(skills),
            occupations=tuple(past),
            wanted_occupations=tuple(wanted),
            education_level=values.get("education_level"),
            languages=_languages(values.get("languages")),
            text=own_text,
        )
        return Jobseeker(row_id, profile, self._circumstances(values), values.get("consent"), unresolved)

    def _circumstances(self, values: Mapping[str, Any]) -> Circumstances:
        born, unemployed_since = values.get("birth_date"), values.get("unemployed_since")
        return Circumstances(
            locality=self.places.code(values.get("locality")),
            licences=values.get("licences"),
            shifts=values.get("shifts"),
            hours_per_week=values.get("hours_per_week"),
            max_travel_minutes=values.get("max_travel_minutes"),
            work_conditions_not_possible=values.get("work_conditions_not_possible"),
            is_adult=None if born is None else age_on(born, self.as_of) >= ADULT_YEARS,
            over_two_years_unemployed=(
                None if unemployed_since is None else (self.as_of - unemployed_since).days > TWO_YEARS_DAYS
            ),
        )

    def _mentioned_occupation(self, mention: Mention) -> PastOccupation:
        occupation = self.resolver.taxonomy.occupations.get(mention.concept_id)
        isco08 = occupation.isco08 if occupation else ""
        return PastOccupation(mention.text, mention.concept_id, isco08, mention.years)

    def _skills_of(self, work: PastOccupation) -> list[HeldSkill]:
        """Take the essential skills of work done; a level lower where it was less than a year."""
        occupation = self.resolver.taxonomy.occupations.get(work.occupation_id)
        if occupation is None:
            return []
        short = work.years is not None and work.years < 1
        return [
            HeldSkill(skill_id, max(1, level - short) if level else None, f"occupation:{occupation.occupation_id}")
            for skill_id, level in occupation.essential
        ]

    def _vacancy(self, values: Mapping[str, Any], words: ResolvedText) -> Vacancy:
        row_id = values["vacancy_id"]
        said = NeedWords(
            values["title"],
            values.get("occupation") or "",
            values.get("description") or "",
            tuple(values.get("essential_skills") or ()),
            tuple(values.get("optional_skills") or ()),
        )
        read = read_needs(said, words, self.resolver.taxonomy)
        for column in dict.fromkeys(column for column, _ in read.unresolved):
            self._note("vacancies", row_id, column, [text for name, text in read.unresolved if name == column])
        return Vacancy(
            vacancy_id=row_id,
            title=values["title"],
            needs=read.needs,
            occupation_id=read.occupation_id,
            isco08=read.isco08,
            nkz=read.nkz,
            locality=self.places.code(values.get("locality")),
            languages=_languages(values.get("languages")),
            needs_from_occupation=read.is_borrowed,
            unresolved=read.unresolved_skills,
            occupation_words=read.occupation_words,
            text=values.get("description") or "",
            employer_id=values.get("employer_id") or "",
            employer=values.get("employer") or "",
            **_fields(values, _PLAIN_VACANCY_FIELDS),
        )

    def _course(self, values: Mapping[str, Any], words: ResolvedText) -> Course:
        row_id = values["course_id"]
        taught, unknown = words.skills(values.get("skills_taught"))
        asked, unknown_asked = words.skills(values.get("prerequisites"))
        mentions = words.mentions(values.get("description")) if not values.get("skills_taught") else []
        teaches = [TaughtSkill(skill_id, level) for skill_id, level, _ in taught]
        teaches += [TaughtSkill(m.concept_id, m.level) for m in mentions if m.kind == "skill" and m.concept_id]
        borrowed = [] if teaches else self._skills_of(words.occupation(values["title"], None))
        teaches += [TaughtSkill(held.skill_id, held.level) for held in borrowed]
        unresolved = (
            *self._note("courses", row_id, "skills_taught", unknown),
            *self._note("courses", row_id, "prerequisites", unknown_asked),
            *self._note("courses", row_id, "description", [m.text for m in mentions if not m.concept_id]),
        )
        certificate = values.get("certificate") or ""
        return Course(
            course_id=row_id,
            title=values["title"],
            teaches=highest_taught(teaches),
            prerequisites=highest_taught(TaughtSkill(skill_id, level) for skill_id, level, _ in asked),
            locality=self.places.code(values.get("locality")),
            certificate=certificate,
            licences=frozenset(part.strip() for part in certificate.split(";") if part.strip()),
            teaches_from_occupation=bool(borrowed),
            unresolved=unresolved,
            provider=values.get("provider") or "",
            language=values.get("language") or "",
            mode=values.get("mode") or "",
            **_fields(values, ("education_level", "hours", "cost_kzt", "childcare")),
        )


_PLAIN_VACANCY_FIELDS = (
    "positions",
    "jobs_planned",
    "start_date",
    "valid_through",
    "education_level",
    "experience_years",
    "licences",
    "shifts",
    "hours_per_week",
    "salary_from_kzt",
    "salary_to_kzt",
    "work_conditions",
)


def _evidence_only(row: TypedRow) -> TypedRow:
    """Return a row of a jobseeker with what may be evidence of a skill; a cell that tells of nothing but status is left out."""
    values = dict(row.values)
    for name in ("skills", "occupations", "wanted_occupations"):
        if values.get(name):
            read = [(without_status(text), stated) for text, stated in values[name]]
            values[name] = [(text, stated) for text, stated in read if text]
    values["experience"] = without_status(values.get("experience") or "")
    return replace(row, values=values)


def _languages(cell: Sequence[tuple[str, str]] | None) -> tuple[LanguageLevel, ...] | None:
    return None if cell is None else tuple(LanguageLevel(language, level) for language, level in cell)


def outcomes(rows: Sequence[TypedRow]) -> list[Outcome]:
    """Read the table of outcomes."""
    names = ("jobseeker_id", "vacancy_id", "outcome", "referred_on", "decided_on", "still_employed_after_days")
    return [Outcome(reason=row.values.get("reason") or "", **_fields(row.values, names)) for row in rows]


def _fields(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values.get(name) for name in names}
