"""The one policy of consent: who may be matched, shown, counted and exported.

Notes
-----
Law on personal data of the Republic of Kazakhstan, art. 8: no processing without consent; a note of the person's own is newer than what a
file said. Unknown is not consent. A block ("blocking" of personal data, art. 1) holds until it is lifted, whatever was consented.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.core.records.centre import Blocking, Consent


def consent_of(recorded: bool | None, notes: Sequence[Consent]) -> bool | None:
    """Return whether consent is given: the latest note, else what the record says; None where nobody has asked.

    Examples
    --------
    >>> consent_of(True, ()), consent_of(None, ())
    (True, None)
    """
    return notes[-1].is_given if notes else recorded


def is_blocked(notes: Sequence[Blocking]) -> bool:
    """Return whether the latest note blocks the record."""
    return bool(notes) and notes[-1].is_blocked


def may_be_processed(recorded: bool | None, consents: Sequence[Consent], blocks: Sequence[Blocking]) -> bool:
    """Return whether a person may be matched, shown to others, counted and exported."""
    return consent_of(recorded, consents) is True and not is_blocked(blocks)
