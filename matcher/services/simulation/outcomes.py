"""Invented decisions on referrals, with a known chance of being hired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from matcher.services.simulation.fixtures import TODAY, Row
from matcher.services.simulation.offers import Role
from matcher.services.simulation.people import Person
from matcher.services.simulation.rng import Dice


def hiring_chance(held: Mapping[str, int], needs: Mapping[str, int]) -> float:
    """Give the true probability, 0.05 to 0.9, that a person with `held` levels is hired where `needs` are asked for.

    Examples
    --------
    >>> hiring_chance({"weld": 3}, {"weld": 3, "measure": 2})
    0.56
    """
    if not needs:
        return 0.05
    met = sum(min(held.get(skill, 0), level) for skill, level in needs.items())
    return 0.05 + 0.85 * met / sum(needs.values())


def invent_outcomes(people: Sequence[Person], roles: Sequence[Role], rng: Dice, wanted: int) -> list[Row]:
    """Invent decisions on distinct pairs, in the order of the identifiers."""
    drawn: dict[tuple[str, str], Row] = {}
    if not people or not roles:
        return []
    for _ in range(wanted * 3):
        if len(drawn) == wanted:
            break
        role = rng.one(roles)
        # a counsellor refers the best of a dozen people, as people do
        person = max((rng.one(people) for _ in range(12)), key=lambda one: hiring_chance(one.skills, role.needs))
        pair = (person.row["jobseeker_id"], role.row["vacancy_id"])
        if pair not in drawn:
            drawn[pair] = _outcome(person, role, rng)
    return [drawn[pair] for pair in sorted(drawn)]


def _outcome(person: Person, role: Role, rng: Dice) -> Row:
    possible, asked = set(person.row.get("shifts", "").split(";")), set(role.row["shifts"].split(";"))
    clash = possible != {""} and not possible & asked
    referred = TODAY - timedelta(days=rng.between(60, 300))
    row = {
        "jobseeker_id": person.row["jobseeker_id"],
        "vacancy_id": role.row["vacancy_id"],
        "referred_on": referred.isoformat(),
        "decided_on": (referred + timedelta(days=rng.between(1, 30))).isoformat(),
    }
    if clash and rng.chance(0.6):
        return row | {"outcome": "refused_by_jobseeker", "reason": "shifts"}
    if rng.chance(hiring_chance(person.skills, role.needs)):
        return row | {"outcome": "hired", "still_employed_after_days": str(rng.between(5, 60))}
    if rng.chance(0.15):
        return row | {"outcome": rng.one(("no_show", "withdrawn"))}
    return row | {"outcome": "refused_by_employer", "reason": "skills"}
