"""What would have to change, so that a vacancy suits a person: one reason for each constraint that fails."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.core.records import Check, Gap, Reason, Vacancy


def changes_needed(checks: Iterable[Check], gaps: Iterable[Gap], vacancy: Vacancy) -> tuple[Reason, ...]:
    """Say what would change the answer; each is for the person to decide, none is asked of them.

    Parameters
    ----------
    checks : iterable of Check
        Of one pair, as :func:`matcher.core.matching.constraints.check_pair` gives.
    gaps : iterable of Gap
        Of the same pair; optional ones change nothing.

    Returns
    -------
    tuple of Reason
        ``change_<constraint>`` in the order of the checks, with the least value that passes, then ``change_skill`` with the skill.

    Examples
    --------
    >>> from matcher.core.records import Reason
    >>> late = Check("travel", "failed", Reason("travel_failed", ("45", "30")))
    >>> changes_needed([late], [Gap("welding", 1)], Vacancy("V", "welder"))
    (Reason(code='change_travel', params=('45',)), Reason(code='change_skill', params=('welding',)))
    """
    failed = [check for check in checks if check.status == "failed"]
    return (
        *(Reason(f"change_{check.name}", _least(check, vacancy)) for check in failed),
        *(Reason("change_skill", (gap.skill_id,)) for gap in gaps if gap.essential),
    )


def _least(check: Check, vacancy: Vacancy) -> tuple[str, ...]:
    """Take from a failed check the value that would pass."""
    params = check.reason.params
    if check.name in ("education", "experience"):
        return params[1:]
    if check.name == "shifts":
        rotates = "rotating" in (vacancy.shifts or ())
        return ("rotating",) if rotates else params
    return params[:1]
