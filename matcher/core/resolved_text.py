"""All words of a table, resolved in one batch each for skills, titles and free text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from matcher.core.records import PastOccupation
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Mention, Taxonomy
from matcher.core.taxonomy.concepts import Kind, Resolution
from matcher.core.taxonomy.exact_match import NKZ_CODE

Levelled = tuple[str, int | None]
Found = TypeVar("Found")


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
    """What some words resolve to, looked up in one batch each.

    Parameters
    ----------
    resolver : WordSource
    skills, texts, titles : iterable of str
        Words for one skill each, free text, and titles or codes of occupations.
    lang : str
        Language that is tried first.
    """

    def __init__(
        self,
        resolver: WordSource,
        *,
        skills: Iterable[str],
        texts: Iterable[str],
        titles: Iterable[str],
        lang: str = "",
    ) -> None:
        self._taxonomy = resolver.taxonomy
        skill_texts = _unique(skills)
        self._skills = _looked_up(skill_texts, lambda new: resolver.resolve(new, kind="skill", lang=lang))
        loose = [text for text in skill_texts if not self._skills[text].accepted]
        self._mentions = _looked_up(_unique([*loose, *texts]), lambda new: resolver.mentions(new, lang=lang))
        self._titles = _looked_up(_unique(titles), lambda new: resolver.resolve(new, kind="occupation", lang=lang))

    @classmethod
    def of_rows(
        cls,
        resolver: WordSource,
        rows: Sequence[TypedRow],
        *,
        skills: Sequence[str],
        texts: Sequence[str],
        titles: Sequence[str],
    ) -> ResolvedText:
        """Look up the words of a table; `skills`, `texts` and `titles` name its columns."""
        return cls(
            resolver,
            skills=(text for row in rows for name in skills for text, _ in row.values.get(name) or ()),
            texts=(row.values.get(name) or "" for row in rows for name in texts),
            titles=(text for row in rows for name in titles for text in _titles(row.values.get(name))),
        )

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
        if len(title) == 4 and title.isascii() and title.isdigit():
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


def _looked_up(texts: list[str], look_up: Callable[[list[str]], list[Found]]) -> dict[str, Found]:
    return dict(zip(texts, look_up(texts), strict=True)) if texts else {}


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
