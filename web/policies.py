"""Who may open a page: every route says it by a decorator, and a route that says nothing is open to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from matcher.core.records.identity import ROLES, User
from web.bearer import is_api
from web.sessions import current_user

EVERYONE, SIGNED_IN = "everyone", "signed_in"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may open a route.

    Attributes
    ----------
    allowed : frozenset of str
        Roles; or ``everyone``; or ``signed_in``.
    """

    allowed: frozenset[str]

    def admits(self, user: User | None) -> bool:
        """Say whether a person may open the route."""
        if EVERYONE in self.allowed:
            return True
        return user is not None and (SIGNED_IN in self.allowed or user.role in self.allowed)


def policy(*allowed: str) -> Callable[[View], View]:
    """Declare who may open a route; stands under the route's own decorator.

    Parameters
    ----------
    *allowed : str
        Roles, or ``everyone``, or ``signed_in``.

    Raises
    ------
    ValueError
        At import, for no name or an unknown one: a misspelt role must not lock or open a page silently.
    """
    unknown = set(allowed) - {*ROLES, EVERYONE, SIGNED_IN}
    if unknown or not allowed:
        raise ValueError(f"policy: {sorted(unknown)} is not among {[*ROLES, EVERYONE, SIGNED_IN]}")

    def declare(view: View) -> View:
        view.policy = Policy(frozenset(allowed))  # type: ignore[attr-defined]
        return view

    return declare


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Give the policy of an endpoint; None where it declares none. Static files hold nothing personal."""
    if endpoint == "static":
        return Policy(frozenset({EVERYONE}))
    found: Policy | None = getattr(app.view_functions.get(endpoint), "policy", None)
    return found


def undeclared(app: Flask) -> list[str]:
    """List the endpoints without a policy, sorted."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None})


def require_policy() -> Response | None:
    """Let a request through, or send it to the sign-in page, or refuse it; runs before every view."""
    if request.endpoint is None or request.routing_exception is not None:
        return None
    declared = policy_of(current_app, request.endpoint)
    if declared is None:
        raise Forbidden
    user = current_user()
    if declared.admits(user):
        return None
    if user is None and is_api():
        raise Unauthorized
    if user is None and request.method in ("GET", "HEAD"):
        language = (request.view_args or {}).get("language", current_app.config["LANGUAGE"])
        return redirect(url_for("auth.sign_in", language=language, next=request.full_path.rstrip("?")), 303)
    raise Forbidden
