"""From codes and identifiers to the reader's words."""

from __future__ import annotations

from matcher.adapters.messages import Messages
from matcher.bootstrap import House


class Sentences:
    """Words of one language for templates.

    Parameters
    ----------
    house : House
    language : str
        kk, ru or en.
    """

    def __init__(self, house: House, language: str) -> None:
        self.language = language
        self._house = house
        self._messages = Messages(house.settings.translations_dir, language)

    def __call__(self, key: str, **params: object) -> str:
        """Give the sentence of a key."""
        return self._messages.text(key, **params)

    def reason(self, cell: str) -> str:
        """Give the sentence of a reason as the files hold it: ``code:first:second``."""
        code, *params = cell.split(":")
        if code in ("course_travel",):
            params = [self.place(place) for place in params]
        return self(f"reason.{code}", **{f"p{at}": value for at, value in enumerate(params, 1)})

    def skill(self, skill_id: str) -> str:
        """Give the label of a skill."""
        return self._house.taxonomy.label(skill_id, self.language)

    def gap(self, cell: str) -> str:
        """Give the words of a gap as the files hold it: ``skill_id:levels``."""
        skill_id, _, levels = cell.rpartition(":")
        return f"{self.skill(skill_id)} ({levels})"

    def unknown(self, cell: str) -> str:
        """Give the words of a field that was empty; a skill without a level by its label."""
        kind, _, skill_id = cell.partition(":")
        return self.skill(skill_id) if kind == "level" else self(f"field.{cell}")

    def place(self, code: str) -> str:
        """Give the name of a locality."""
        return self._house.places.label(code, self.language)
