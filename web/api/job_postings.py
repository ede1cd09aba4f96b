"""A vacancy as schema.org's JobPosting (https://schema.org/JobPosting), which job boards and search engines read."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import g, url_for
from pydantic import ConfigDict, Field

from matcher.services.needs.forms import Declared
from web.api.models import ResponseModel
from web.context import get_container

COUNTRY = "KZ"
MONTHS = 12


class _Node(ResponseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class Organization(_Node):
    """Who hires."""

    type: Literal["Organization"] = Field(default="Organization", alias="@type")
    name: str


class PostalAddress(_Node):
    """Where the work is."""

    type: Literal["PostalAddress"] = Field(default="PostalAddress", alias="@type")
    addressLocality: str
    addressCountry: str = COUNTRY


class Place(_Node):
    """Where the work is."""

    type: Literal["Place"] = Field(default="Place", alias="@type")
    address: PostalAddress


class Range(_Node):
    """From and to, a month."""

    type: Literal["QuantitativeValue"] = Field(default="QuantitativeValue", alias="@type")
    minValue: float | None = None
    maxValue: float | None = None
    unitText: str = "MONTH"


class Salary(_Node):
    """What is paid, in tenge."""

    type: Literal["MonetaryAmount"] = Field(default="MonetaryAmount", alias="@type")
    currency: str = "KZT"
    value: Range


class Experience(_Node):
    """How long somebody must have done the work."""

    type: Literal["OccupationalExperienceRequirements"] = Field(
        default="OccupationalExperienceRequirements", alias="@type"
    )
    monthsOfExperience: int


class JobPosting(_Node):
    """A published vacancy; what the employer did not say is left out."""

    context: Literal["https://schema.org"] = Field(default="https://schema.org", alias="@context")
    type: Literal["JobPosting"] = Field(default="JobPosting", alias="@type")
    identifier: str
    url: str
    title: str
    description: str | None = None
    datePosted: date | None = None
    hiringOrganization: Organization | None = None
    jobLocation: Place | None = None
    occupationalCategory: str | None = None
    skills: list[str] | None = None
    qualifications: list[str] | None = None
    experienceRequirements: Experience | None = None
    baseSalary: Salary | None = None
    workHours: str | None = None
    totalJobOpenings: int | None = None
    jobStartDate: date | None = None
    validThrough: date | None = None


def job_posting(declared: Declared, root: str) -> JobPosting:
    """Tell a vacancy in schema.org's words.

    Parameters
    ----------
    root : str
        Address of this installation, with a slash at its end.
    """
    row = declared.vacancy
    vacancy = row.record
    place = get_container().places.label(vacancy.locality, g.say.language) if vacancy.locality else ""
    paid = vacancy.salary_from_kzt is not None or vacancy.salary_to_kzt is not None
    months = round(vacancy.experience_years * MONTHS) if vacancy.experience_years else 0
    return JobPosting(
        identifier=vacancy.vacancy_id,
        url=root.rstrip("/") + url_for("api.jobposting", public_id=row.public_id),
        title=vacancy.title,
        description=vacancy.text or None,
        datePosted=declared.standing.record.published_on,
        hiringOrganization=Organization(name=vacancy.employer) if vacancy.employer else None,
        jobLocation=Place(address=PostalAddress(addressLocality=place)) if place else None,
        occupationalCategory=vacancy.isco08 or None,
        skills=[g.say.skill(need.skill_id) for need in vacancy.needs if need.essential] or None,
        qualifications=sorted(vacancy.licences or ()) or None,
        experienceRequirements=Experience(monthsOfExperience=months) if months else None,
        baseSalary=Salary(value=Range(minValue=vacancy.salary_from_kzt, maxValue=vacancy.salary_to_kzt))
        if paid
        else None,
        workHours=f"{vacancy.hours_per_week:g} h/week" if vacancy.hours_per_week else None,
        totalJobOpenings=vacancy.positions,
        jobStartDate=vacancy.start_date,
        validThrough=vacancy.valid_through,
    )
