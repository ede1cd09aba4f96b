"""The column contract of every table in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.core import cell_lists, cells
from matcher.core.records.matches import READINESS


@dataclass(frozen=True)
class TableColumn:
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
    columns: tuple[TableColumn, ...]
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
                TableColumn("jobseeker_id", cells.read_id, required=True),
                TableColumn("birth_date", cells.read_date),
                TableColumn("sex", cells.choice("F", "M", words=cells.SEXES)),
                TableColumn("locality", cells.read_text),
                TableColumn("education_level", cells.read_education),
                TableColumn("occupations", cell_lists.read_titles),
                TableColumn("skills", cell_lists.read_skills),
                TableColumn("experience", cells.read_text),
                TableColumn("languages", cell_lists.read_languages),
                TableColumn("licences", cells.read_licences),
                TableColumn("shifts", cells.codes(*cells.SHIFTS)),
                TableColumn("hours_per_week", _HOURS_PER_WEEK),
                TableColumn("max_travel_minutes", cells.number_between(0, 600, whole=True)),
                TableColumn("work_conditions_not_possible", cells.codes(*cells.WORK_CONDITIONS)),
                TableColumn("wanted_occupations", cell_lists.read_titles),
                TableColumn("unemployed_since", cells.read_date),
                TableColumn("care_hours", _HOURS_PER_WEEK),
                TableColumn("consent", cells.read_yes_no),
            ),
            key="jobseeker_id",
            consent="consent",
        ),
        Table(
            "vacancies",
            (
                TableColumn("vacancy_id", cells.read_id, required=True),
                TableColumn("employer_id", cells.read_id),
                TableColumn("employer", cells.read_text),
                TableColumn("title", cells.read_text, required=True),
                TableColumn("occupation", cells.read_text),
                TableColumn("locality", cells.read_text),
                TableColumn("positions", _COUNT),
                TableColumn("jobs_planned", _COUNT),
                TableColumn("start_date", cells.read_date),
                TableColumn("valid_through", cells.read_date),
                TableColumn("essential_skills", cell_lists.read_skills),
                TableColumn("description", cells.read_text),
                TableColumn("optional_skills", cell_lists.read_skills),
                TableColumn("education_level", cells.read_education),
                TableColumn("experience_years", cells.number_between(0, 60)),
                TableColumn("licences", cells.read_licences),
                TableColumn("languages", cell_lists.read_languages),
                TableColumn("shifts", cells.codes(*cells.SHIFTS)),
                TableColumn("hours_per_week", _HOURS_PER_WEEK),
                TableColumn("salary_from_kzt", _MONEY),
                TableColumn("salary_to_kzt", _MONEY),
                TableColumn("work_conditions", cells.codes(*cells.WORK_CONDITIONS)),
            ),
            key="vacancy_id",
            one_of=("essential_skills", "description"),
            in_order=(("salary_from_kzt", "salary_to_kzt"),),
        ),
        Table(
            "courses",
            (
                TableColumn("course_id", cells.read_id, required=True),
                TableColumn("provider", cells.read_text),
                TableColumn("title", cells.read_text, required=True),
                TableColumn("skills_taught", cell_lists.read_skills),
                TableColumn("description", cells.read_text),
                TableColumn("prerequisites", cell_lists.read_skills),
                TableColumn("education_level", cells.read_education),
                TableColumn("hours", cells.number_between(0, 10_000)),
                TableColumn("cost_kzt", _MONEY),
                TableColumn("language", cells.choice("kk", "ru", "en")),
                TableColumn("mode", cells.choice(*cells.MODES)),
                TableColumn("locality", cells.read_text),
                TableColumn("childcare", cells.read_yes_no),
                TableColumn("certificate", cells.read_text),
            ),
            key="course_id",
            one_of=("skills_taught", "description"),
        ),
        Table(
            "sessions",
            (
                TableColumn("session_id", cells.read_id, required=True),
                TableColumn("course_id", cells.read_id, required=True),
                TableColumn("start_date", cells.read_date),
                TableColumn("end_date", cells.read_date),
                TableColumn("seats", _COUNT, required=True),
                TableColumn("locality", cells.read_text),
            ),
            key="session_id",
            in_order=(("start_date", "end_date"),),
        ),
        Table(
            "outcomes",
            (
                TableColumn("jobseeker_id", cells.read_id, required=True),
                TableColumn("vacancy_id", cells.read_id, required=True),
                TableColumn("referred_on", cells.read_date),
                TableColumn("outcome", cells.choice(*cells.OUTCOMES), required=True),
                TableColumn("reason", cells.read_text),
                TableColumn("decided_on", cells.read_date),
                TableColumn("still_employed_after_days", cells.number_between(0, 40_000, whole=True)),
            ),
            in_order=(("referred_on", "decided_on"),),
        ),
        # An audit reads back what a match wrote.
        Table(
            "matches",
            (
                TableColumn("vacancy_id", cells.read_id, required=True),
                TableColumn("jobseeker_id", cells.read_id, required=True),
                TableColumn("rank", cells.number_between(1, 1_000_000, whole=True), required=True),
                TableColumn("readiness", cells.choice(*READINESS), required=True),
                TableColumn("gaps", cell_lists.read_gaps),
            ),
        ),
        Table(
            "text",
            (
                TableColumn("text", cells.read_text, required=True),
                TableColumn("lang", cells.choice("kk", "ru", "en")),
            ),
        ),
    )
}
# A person is described by skills or by experience; an empty profile is accepted, gets no score, and is told what to fill in.
