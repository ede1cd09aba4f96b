"""A long stream of invented decisions with known truth: who was shown, why, and what would have been fair.

Notes
-----
The generating model, one round after another:

1. A vacancy and :data:`SLATE` people are drawn. *Utility* is the share of the asked levels that a person holds, 0 to 1.
2. The past policy (a counsellor) puts the people in the order of utility plus noise, even over 0 to :data:`NOISE`.
3. The person at position ``k`` (1 is first) is looked at, and referred, with the chance ``1 / k``: the position bias of
   T. Joachims, A. Swaminathan and T. Schnabel, "Unbiased Learning-to-Rank with Biased Feedback", WSDM 2017 (eta = 1).
4. Where the shifts do not fit, the person refuses with the chance 0.6.
5. Else the person is hired with the chance 0.05 + 0.85 utility; the employer :data:`DISCRIMINATES` multiplies the chance of a woman
   by :data:`PENALTY`, whatever she can do.

The same pair is never referred twice. People are drawn, not all pairs built: memory grows with outcomes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from matcher.services.simulation.fixtures import TODAY, Row
from matcher.services.simulation.offers import Role
from matcher.services.simulation.outcomes import hiring_chance
from matcher.services.simulation.people import Person
from matcher.services.simulation.rng import Dice

SLATE = 20
"""People whom a counsellor looks at for one vacancy."""
NOISE = 0.5
DISCRIMINATES = "E03"
"""The employer who hires women less often than men who can do the same."""
PENALTY = 0.3
DAYS = (60, 790)
"""How many days ago a referral may lie."""
TRUTH_COLUMNS = (
    "jobseeker_id",
    "vacancy_id",
    "employer_id",
    "sex",
    "utility",
    "position",
    "probability_shown",
    "shifts_clash",
    "chance_without_discrimination",
    "chance",
    "employer_discriminates",
)


def invent_stream(
    people: Sequence[Person], roles: Sequence[Role], rng: Dice, wanted: int
) -> tuple[list[Row], list[Row]]:
    """Invent outcomes and the truth behind each.

    Returns
    -------
    outcomes, truth : list of Row
        In the order of the identifiers; row by row the same pairs. Fewer than `wanted` where the town has too few pairs.
    """
    drawn: dict[tuple[str, str], tuple[Row, Row]] = {}
    rounds = 3 * wanted if people and roles else 0
    for _ in range(rounds):
        if len(drawn) >= wanted:
            break
        role = rng.one(roles)
        for position, person in enumerate(_slate(people, role, rng), 1):
            pair = (person.row["jobseeker_id"], role.row["vacancy_id"])
            if rng.chance(1 / position) and pair not in drawn and len(drawn) < wanted:
                drawn[pair] = _decided(person, role, position, rng)
    rows = [drawn[pair] for pair in sorted(drawn)]
    return [outcome for outcome, _ in rows], [truth for _, truth in rows]


def _slate(people: Sequence[Person], role: Role, rng: Dice) -> list[Person]:
    """Order a draw of people as the past policy saw them."""
    seen: dict[str, tuple[float, str, Person]] = {}
    for _ in range(min(SLATE, len(people))):
        person = rng.one(people)
        sight = hiring_chance(person.skills, role.needs) + NOISE * rng.between(0, 1000) / 1000
        seen.setdefault(person.row["jobseeker_id"], (-sight, person.row["jobseeker_id"], person))
    return [person for _, _, person in sorted(seen.values(), key=lambda one: one[:2])]


def _decided(person: Person, role: Role, position: int, rng: Dice) -> tuple[Row, Row]:
    fair = hiring_chance(person.skills, role.needs)
    discriminates = role.row["employer_id"] == DISCRIMINATES
    chance = fair * PENALTY if discriminates and person.row["sex"] == "F" else fair
    possible, asked = set(person.row.get("shifts", "").split(";")), set(role.row["shifts"].split(";"))
    clash = possible != {""} and not possible & asked
    pair = {"jobseeker_id": person.row["jobseeker_id"], "vacancy_id": role.row["vacancy_id"]}
    referred = TODAY - timedelta(days=rng.between(*DAYS))
    days = {
        "referred_on": referred.isoformat(),
        "decided_on": (referred + timedelta(days=rng.between(1, 30))).isoformat(),
    }
    truth = pair | {
        "employer_id": role.row["employer_id"],
        "sex": person.row["sex"],
        "utility": f"{(fair - 0.05) / 0.85:.6f}",
        "position": str(position),
        "probability_shown": f"{1 / position:.6f}",
        "shifts_clash": "yes" if clash else "no",
        "chance_without_discrimination": f"{fair:.6f}",
        "chance": f"{chance:.6f}",
        "employer_discriminates": "yes" if discriminates else "no",
    }
    return pair | days | _verdict(clash, chance, rng), truth


def _verdict(clash: bool, chance: float, rng: Dice) -> Row:
    if clash and rng.chance(0.6):
        return {"outcome": "refused_by_jobseeker", "reason": "shifts"}
    if rng.chance(chance):
        return {"outcome": "hired", "still_employed_after_days": str(rng.between(5, 60))}
    if rng.chance(0.15):
        return {"outcome": rng.one(("no_show", "withdrawn"))}
    return {"outcome": "refused_by_employer", "reason": "skills"}
