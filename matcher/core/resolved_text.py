"""All words of a table, resolved in one batch each for skills, titles and free text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from matcher.core.records import PastOccupation
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Mention, Taxonomy
from matcher.core.taxonomy.concepts import Kind, Resolution
from matcher.core.taxonomy.exact_match import NKZ_CODE

Levelled = tuple[str, int | None]


class WordSource(Protocol):
    """What reads words: a :class:`~matcher.core.taxonomy.Resolver`, or one that remembers its answers."""

    @property
    def taxonomy(self) -> Taxonomy:
        """Concepts that words may name."""
        ...

    def resolve(self, texts: Sequence[str], *, kind: Kind = "skill", lang: str = "") -> list[Resolution]:
        """Resolve each text to concepts."""
        ...

    def mentions(self, texts: Sequence[str], *, lang: str = "") -> list[list[Mention]]:
        """Find what free texts name."""
        ...


class ResolvedText:
    """What the words of a table resolve to.

    Parameters
    ----------
    resolver : WordSource
    rows : sequence of TypedRow
        Of one table.
    skills, texts, titles : sequence of str
        Columns that hold lists of skills, free text, and titles of occupations.
    """

    def __init__(
        self,
        resolver: WordSource,
        rows: Sequence[TypedRow],
        *,
        skills: Sequence[str],
        texts: Sequence[str],
        titles: Sequence[str],
    ) -> None:
        self._taxonomy = resolver.taxonomy
        skill_texts = _unique(text for row in rows for name in skills for text, _ in row.values.get(name) or ())
        self._skills = dict(zip(skill_texts, resolver.resolve(skill_texts, kind="skill"), strict=True))
        loose = [text for text in skill_texts if not self._skills[text].accepted]
        free = _unique([*loose, *(row.values.get(name) or "" for row in rows for name in texts)])
        self._mentions = dict(zip(free, resolver.mentions(free), strict=True))
        all_titles = _unique(text for row in rows for name in titles for text in _titles(row.values.get(name)))
        self._titles = dict(zip(all_titles, resolver.resolve(all_titles, kind="occupation"), strict=True))

    def skills(self, cell: Sequence[Levelled] | None) -> tuple[list[tuple[str, int | None, str]], list[str]]:
        """Give (skill_id, level, words) for what resolves, and the words that do not."""
        found: list[tuple[str, int | None, str]] = []
        unknown: list[str] = []
        for text, level in cell or ():
            resolution = self._skills[text]
            if resolution.accepted:
                found.append((resolution.concept_id, level, text))
                continue
            named = [m for m in self._mentions.get(text, ()) if m.kind == "skill" and m.concept_id]
            found.extend((m.concept_id, level if level is not None else m.level, text) for m in named)
            if not named:
                unknown.append(text)
        return found, unknown

    def mentions(self, text: str | None) -> Sequence[Mention]:
        """Give what free text names."""
        return self._mentions.get(text, ()) if text else ()

    def occupation(self, title: str, years: float | None) -> PastOccupation:
        """Resolve a title or a code of ISCO-08 or NKZ; empty identifiers where it does not resolve."""
        if len(title) == 4 and title.isdigit():
            return PastOccupation(title, "", title, years)
        resolution = self._titles.get(title)
        if resolution is None:
            return PastOccupation(title, "", "", years)
        occupation = self._taxonomy.occupations.get(resolution.concept_id)
        isco08 = occupation.isco08 if occupation else resolution.isco08
        return PastOccupation(title, resolution.concept_id, isco08, years)


def nkz_code(work: PastOccupation) -> str:
    """Return the NKZ code through which the map gave an occupation its unit group; empty where it was given otherwise.

    Examples
    --------
    >>> nkz_code(PastOccupation("7212-1", "", "7212", None)), nkz_code(PastOccupation("welder", "occ-welder", "7212", None))
    ('7212-1', '')
    """
    return work.text.strip() if work.isco08 and NKZ_CODE.fullmatch(work.text.strip()) else ""


def _titles(cell: str | Sequence[tuple[str, float | None]] | None) -> list[str]:
    if cell is None:
        return []
    return [cell] if isinstance(cell, str) else [text for text, _ in cell]


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
