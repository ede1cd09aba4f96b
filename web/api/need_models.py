"""Needs as programs send them and are told them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from matcher.core.cells import read_licences
from matcher.core.records import LanguageLevel
from matcher.services.needs.forms import Declared, NeedForm, SkillWords, SupplyCounts
from web.api import words
from web.api.models import (
    LanguageOut,
    Level,
    Line,
    Page,
    PageQuery,
    RequestModel,
    ResponseModel,
    Shift,
    SkillOut,
    Words,
    WorkCondition,
)
from web.context import get_container

AS_SENT = (
    *("positions", "jobs_planned", "jobs_planned_by", "positions_filled", "filled_on", "start_date", "valid_through"),
    *("education_level", "experience_years", "hours_per_week", "salary_from_kzt", "salary_to_kzt"),
)
"""Fields of a need that go out as they came in."""
Status = Literal["draft", "published", "superseded", "expired"]
Count = Annotated[int, Field(ge=0, le=100_000)]
Money = Annotated[float, Field(ge=0, le=1_000_000_000)]


class NeedsQuery(PageQuery):
    """A page of needs."""


class SkillIn(RequestModel):
    """A skill as the employer calls it, or its `skill_id`."""

    text: Annotated[Line, Field(min_length=1)]
    level: Level | None = None
    essential: bool = True


class LanguageIn(RequestModel):
    """A language that the work asks for; an empty level asks for some of it."""

    language: Literal["kk", "ru", "en"]
    level: Literal["", "A1", "A2", "B1", "B2", "C1", "C2"] = ""


class NeedIn(RequestModel):
    """A need as an employer declares it; what is left out is unknown.

    Wording that names sex, age, nationality, looks, family, religion or disability is refused with the article of the law.
    """

    title: Annotated[Line, Field(min_length=1)]
    occupation: Line = Field(default="", description="Identifier or words; empty to take it from the title.")
    description: Words = ""
    skills: Annotated[list[SkillIn], Field(max_length=60)] = []
    positions: Count | None = None
    jobs_planned: Count | None = None
    jobs_planned_by: date | None = None
    positions_filled: Count | None = None
    filled_on: date | None = None
    start_date: date | None = None
    valid_through: date | None = None
    education_level: Annotated[int, Field(ge=0, le=8)] | None = Field(default=None, description="ISCED 0 to 8.")
    experience_years: Annotated[float, Field(ge=0, le=60)] | None = None
    licences: Annotated[list[Line], Field(max_length=20)] | None = None
    languages: Annotated[list[LanguageIn], Field(max_length=3)] | None = None
    shifts: Annotated[list[Shift], Field(max_length=4)] | None = None
    work_conditions: Annotated[list[WorkCondition], Field(max_length=3)] | None = None
    hours_per_week: Annotated[float, Field(ge=1, le=168)] | None = None
    salary_from_kzt: Money | None = None
    salary_to_kzt: Money | None = None
    locality: Line | None = Field(default=None, description="KATO code or name.")

    def form(self) -> NeedForm:
        """Give it as the form of the page does."""
        skills = [SkillWords(each.text.strip(), each.level, each.essential) for each in self.skills]
        languages = {each.language: LanguageLevel(each.language, each.level) for each in self.languages or ()}
        return NeedForm(
            title=self.title.strip(),
            occupation=self.occupation.strip(),
            description=self.description.strip(),
            skills=tuple(each for each in skills if each.text),
            licences=read_licences(";".join(self.licences or ())) or None,
            languages=tuple(languages.values()) or None,
            shifts=frozenset(self.shifts or ()) or None,
            work_conditions=frozenset(self.work_conditions or ()) or None,
            locality=get_container().places.code(self.locality) or None,
            **{name: getattr(self, name) for name in AS_SENT},
        )


class DeclareIn(NeedIn):
    """A need to declare; `supersedes` is the `vacancy_id` of one's own need that it replaces once it is published."""

    supersedes: Line = ""


class NeedSkillOut(SkillOut):
    """A skill that is needed, with the employer's own words."""

    essential: bool
    text: str


class NeedOut(ResponseModel):
    """A need with where it stands; null is unknown."""

    id: str
    vacancy_id: str
    status: Status
    supersedes: str
    title: str
    description: str
    employer_id: str
    employer: str
    occupation_id: str
    isco08: str
    skills: list[NeedSkillOut]
    needs_from_occupation: bool
    positions: int | None
    jobs_planned: int | None
    jobs_planned_by: date | None
    positions_filled: int | None
    filled_on: date | None
    start_date: date | None
    valid_through: date | None
    education_level: int | None
    experience_years: float | None
    licences: list[str] | None
    languages: list[LanguageOut] | None
    shifts: list[str] | None
    work_conditions: list[str] | None
    hours_per_week: float | None
    salary_from_kzt: float | None
    salary_to_kzt: float | None
    locality: str | None
    unresolved: list[str]


class NeedPage(Page[NeedOut]):
    """Needs in the order they were declared."""


class ShortSkillOut(ResponseModel):
    """A skill that people lack; `people` is null for fewer than five."""

    skill_id: str
    label: str
    people: int | None


class SupplyOut(ResponseModel):
    """How the centre can answer a need, in steps of five; null stands for fewer than five people."""

    ready: int | None
    trainable: int | None
    short: list[ShortSkillOut]
    filled: int | None


def need_out(declared: Declared) -> NeedOut:
    """Tell a need."""
    vacancy, standing = declared.vacancy.record, declared.standing.record
    plain = ("vacancy_id", "title", "employer_id", "employer", "occupation_id", "isco08", "needs_from_occupation")
    return NeedOut(
        id=declared.vacancy.public_id,
        status=standing.status,
        supersedes=standing.supersedes,
        description=vacancy.text,
        skills=[
            NeedSkillOut(
                **words.skill(need.skill_id, need.level).model_dump(), essential=need.essential, text=need.text
            )
            for need in vacancy.needs
        ],
        licences=words.codes(vacancy.licences),
        languages=words.languages(vacancy.languages),
        shifts=words.codes(vacancy.shifts),
        work_conditions=words.codes(vacancy.work_conditions),
        unresolved=list(vacancy.unresolved),
        **{name: getattr(vacancy, name) for name in (*plain, *AS_SENT, "locality")},
    )


def supply_out(supply: SupplyCounts, n_filled: int | None) -> SupplyOut:
    """Tell what a centre can answer."""
    short = [
        ShortSkillOut(skill_id=skill_id, label=words.skill(skill_id, None).label, people=n)
        for skill_id, n in supply.short
    ]
    return SupplyOut(ready=supply.n_ready, trainable=supply.n_trainable, short=short, filled=n_filled)
