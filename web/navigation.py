"""Where people of each role begin, and what stands at the top of their pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from matcher.core.records.identity import User

# (endpoint, key of its words), in the order shown; the first one is the page that a role begins with.
LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "admin": (
        ("accounts.listed", "ui.accounts.heading"),
        ("auth.codes", "ui.print_code"),
        ("overview.page", "ui.overview.heading"),
        ("reads.log", "ui.reads.title"),
    ),
    "staff": (
        ("staff.vacancies", "ui.vacancies"),
        ("staff.search", "ui.staff.search"),
        ("staff.caseload", "ui.caseload.heading"),
        ("employers.needs", "ui.needs.heading"),
        ("overview.page", "ui.overview.heading"),
        ("imports.listed", "ui.imports.heading"),
        ("unknown.listed", "ui.unknown.heading"),
        ("auth.codes", "ui.print_code"),
        ("reads.log", "ui.reads.title"),
    ),
    "employer": (("employers.needs", "ui.needs.heading"), ("reads.log", "ui.reads.title")),
    "jobseeker": (("advice.me", "ui.me.title"),),
}
OUTSIDE = "auth.sign_in"


@dataclass(frozen=True)
class Link:
    """A place in the navigation; `is_here` where the page that is shown belongs to it."""

    address: str
    key: str
    is_here: bool


def links_of(user: User | None, language: str) -> list[Link]:
    """Give the navigation of a person; empty for strangers."""
    links = LINKS[user.role] if user else ()
    return [Link(url_for(name, language=language), key, request.endpoint == name) for name, key in links]


def page_of(user: User | None, language: str) -> str:
    """Give the address of the page that a person begins with; for strangers, of the sign-in page."""
    return url_for(LINKS[user.role][0][0] if user else OUTSIDE, language=language)
