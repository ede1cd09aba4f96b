"""The column contract of every table in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.core import cell_lists, cells
from matcher.core.records.matches import READINESS


@dataclass(frozen=True)
class Column:
    """One column: how its cells are read, and whether they must be there."""

    name: str
    read: Callable[[str], Any]
    required: bool = False


@dataclass(frozen=True)
class Table:
    """The contract of one table.

    Attributes
    ----------
    key : str
        Column whose values identify a row; empty where none does.
    one_of : tuple of str
        Columns of which at least one must be filled; empty where there is no such rule.
    in_order : tuple of (str, str)
        Pairs of columns of which the first may not exceed the second.
    consent : str
        Column that withholds the row where it says no; empty where there is none.
    """

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    one_of: tuple[str, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    consent: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the contract."""
        return tuple(column.name for column in self.columns)


_COUNT = cells.number_between(0, 1_000_000, whole=True)
_MONEY = cells.number_between(0, 1_000_000_000)
_HOURS_PER_WEEK = cells.number_between(0, 168)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "jobseekers",
            (
                Column("jobseeker_id", cells.read_id, required=True),
                Column("birth_date", cells.read_date),
                Column("sex", cells.choice("F", "M", words=cells.SEXES)),
                Column("locality", cells.read_text),
                Column("education_level", cells.read_education),
                Column("occupations", cell_lists.read_titles),
                Column("skills", cell_lists.read_skills),
                Column("experience", cells.read_text),
                Column("languages", cell_lists.read_languages),
                Column("licences", cells.read_licences),
                Column("shifts", cells.codes(*cells.SHIFTS)),
                Column("hours_per_week", _HOURS_PER_WEEK),
                Column("max_travel_minutes", cells.number_between(0, 600, whole=True)),
                Column("work_conditions_not_possible", cells.codes(*cells.WORK_CONDITIONS)),
                Column("wanted_occupations", cell_lists.read_titles),
                Column("unemployed_since", cells.read_date),
                Column("care_hours", _HOURS_PER_WEEK),
                Column("consent", cells.read_yes_no),
            ),
            key="jobseeker_id",
            consent="consent",
        ),
        Table(
            "vacancies",
            (
                Column("vacancy_id", cells.read_id, required=True),
                Column("employer_id", cells.read_id),
                Column("employer", cells.read_text),
                Column("title", cells.read_text, required=True),
                Column("occupation", cells.read_text),
                Column("locality", cells.read_text),
                Column("positions", _COUNT),
                Column("jobs_planned", _COUNT),
                Column("start_date", cells.read_date),
                Column("valid_through", cells.read_date),
                Column("essential_skills", cell_lists.read_skills),
                Column("description", cells.read_text),
                Column("optional_skills", cell_lists.read_skills),
                Column("education_level", cells.read_education),
                Column("experience_years", cells.number_between(0, 60)),
                Column("licences", cells.read_licences),
                Column("languages", cell_lists.read_languages),
                Column("shifts", cells.codes(*cells.SHIFTS)),
                Column("hours_per_week", _HOURS_PER_WEEK),
                Column("salary_from_kzt", _MONEY),
                Column("salary_to_kzt", _MONEY),
                Column("work_conditions", cells.codes(*cells.WORK_CONDITIONS)),
            ),
            key="vacancy_id",
            one_of=("essential_skills", "description"),
            in_order=(("salary_from_kzt", "salary_to_kzt"),),
        ),
        Table(
            "courses",
            (
                Column("course_id", cells.read_id, required=True),
                Column("provider", cells.read_text),
                Column("title", cells.read_text, required=True),
                Column("skills_taught", cell_lists.read_skills),
                Column("description", cells.read_text),
                Column("prerequisites", cell_lists.read_skills),
                Column("education_level", cells.read_education),
                Column("hours", cells.number_between(0, 10_000)),
                Column("cost_kzt", _MONEY),
                Column("language", cells.choice("kk", "ru", "en")),
                Column("mode", cells.choice(*cells.MODES)),
                Column("locality", cells.read_text),
                Column("childcare", cells.read_yes_no),
                Column("certificate", cells.read_text),
            ),
            key="course_id",
            one_of=("skills_taught", "description"),
        ),
        Table(
            "sessions",
            (
                Column("session_id", cells.read_id, required=True),
                Column("course_id", cells.read_id, required=True),
                Column("start_date", cells.read_date),
                Column("end_date", cells.read_date),
                Column("seats", _COUNT, required=True),
                Column("locality", cells.read_text),
            ),
            key="session_id",
            in_order=(("start_date", "end_date"),),
        ),
        Table(
            "outcomes",
            (
                Column("jobseeker_id", cells.read_id, required=True),
                Column("vacancy_id", cells.read_id, required=True),
                Column("referred_on", cells.read_date),
                Column("outcome", cells.choice(*cells.OUTCOMES), required=True),
                Column("reason", cells.read_text),
                Column("decided_on", cells.read_date),
                Column("still_employed_after_days", cells.number_between(0, 40_000, whole=True)),
            ),
            in_order=(("referred_on", "decided_on"),),
        ),
        # An audit reads back what a match wrote.
        Table(
            "matches",
            (
                Column("vacancy_id", cells.read_id, required=True),
                Column("jobseeker_id", cells.read_id, required=True),
                Column("rank", cells.number_between(1, 1_000_000, whole=True), required=True),
                Column("readiness", cells.choice(*READINESS), required=True),
                Column("gaps", cell_lists.read_gaps),
            ),
        ),
        Table(
            "text",
            (
                Column("text", cells.read_text, required=True),
                Column("lang", cells.choice("kk", "ru", "en")),
            ),
        ),
    )
}
# A person is described by skills or by experience; an empty profile is accepted, gets no score, and is told what to fill in.
