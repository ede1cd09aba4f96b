"""Concepts of the taxonomy, in ESCO's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["kk", "ru", "en"]

LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill concept of the taxonomy, in ESCO's words.

    Attributes
    ----------
    labels : dict of str to str
        Preferred label by language.
    alt_labels : dict of str to tuple of str
        How people say it, by language.
    group : str
        Skill group that holds its siblings; empty where none.
    broader : str
        A more general skill; empty where none.
    related : tuple of str
        Skills between which training transfers.
    evidences : tuple of (str, int)
        Skills, with a level, that this unpaid experience proves.
    """

    skill_id: str
    labels: dict[str, str]
    alt_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    group: str = ""
    broader: str = ""
    related: tuple[str, ...] = ()
    evidences: tuple[tuple[str, int], ...] = ()
    esco_uri: str = ""
    kk_status: str = "unchecked"


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of the taxonomy with the skills that it asks for.

    Attributes
    ----------
    isco08 : str
        Unit group of ISCO-08, four digits.
    essential, optional : tuple of (str, int)
        Skill and level, 1 to 5 (0 where the source states none).
    hazard : bool or None
        Whether it may count as heavy, harmful or dangerous work; the employer's certification decides.
    """

    occupation_id: str
    isco08: str
    labels: dict[str, str]
    alt_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    essential: tuple[tuple[str, int], ...] = ()
    optional: tuple[tuple[str, int], ...] = ()
    hazard: bool | None = None
    tvet: str = ""
    esco_uri: str = ""
    kk_status: str = "unchecked"
