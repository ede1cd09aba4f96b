"""Who asks: the person in whose name a token is, and why a person is looked at."""

from __future__ import annotations

from matcher.core.records.centre import Viewer
from matcher.core.records.identity import User
from web.sessions import current_user


def get_caller() -> User:
    """Give the person in whose name the request comes; the policy has let them in."""
    user = current_user()
    assert user is not None
    return user


def own_employer(user: User) -> str | None:
    """Give the employer whose needs may be seen; None for staff, who see those of the centre."""
    return user.employer_id if user.role == "employer" else None


def the_viewer(vacancy_id: str = "") -> Viewer:
    """Say who looks at a person, and for which vacancy, for the read log."""
    user = get_caller()
    return Viewer(user.user_id, user.role, "api", vacancy_id)
