"""Words of leave, status, family and care, looked up by their skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matcher.core.text import protected_words as table
from matcher.core.text.normal import fold, skeleton

Classes = frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Classes of exact words and of beginnings, and the phrases by their first word; all in skeleton."""

    words: dict[str, Classes]
    beginnings: dict[str, Classes]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def lexicon() -> Lexicon:
    """Build the lexicon, once."""
    words: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for listed, name in (
        (table.STATUS_WORDS, "person"), (table.KIN, "relative"), (table.PARENTS, "parents"), (table.FAMILY, "family"), (table.SITTING, "sitting"), (table.CHILDREN, "children"), (table.OWN, "own"),
        (table.CARE, "care"), (table.RAISE, "raise"), (table.EDUCATE, "educate"), (table.WHOM, "whom"), (table.WEAK, "weak"), (table.BEING, "being"), (table.SMALL, "small"),
    ):  # fmt: skip
        for word in _entries(listed):
            home, key = (beginnings, key_of(word[:-1])) if word.endswith("*") else (words, key_of(word))
            home.setdefault(key, set()).add(name)
    young = {key_of(stem) for stem in table.CHILD_KIN.split()}
    for stems, endings in ((table.KIN_RU, table.KIN_RU_ENDINGS), (table.KIN_KK, table.KIN_KK_ENDINGS)):
        for stem in stems.split():
            for ending in endings:
                words.setdefault(key_of(stem + ending), set()).update(
                    {"relative"} | ({"young"} if key_of(stem) in young else set())
                )
    for key in young & words.keys():
        words[key].add("young")
    return Lexicon(_frozen(words), _frozen(beginnings), _phrases())


def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for listed, name in (
        (table.STATUS_PHRASES, "status"),
        (table.RELATIVE_PHRASES, "relative"),
        (table.PARENT_PHRASES, "parents"),
    ):
        for entry in _entries(listed):
            phrase = tuple(
                key_of(word.rstrip("*")) + "*" * word.endswith("*") for word in entry.replace("-", " ").split()
            )
            first = f"{phrase[0][:4]}*" if phrase[0].endswith("*") else phrase[0]
            found.setdefault(first, []).append((phrase, name))
    return {first: tuple(each) for first, each in found.items()}


def _entries(listed: str) -> list[str]:
    return [entry.strip() for entry in listed.replace("\n", "|").split("|") if entry.strip()]


def key_of(word: str) -> str:
    """Return the form under which words are compared."""
    return skeleton(fold(word))


def _frozen(classes: dict[str, set[str]]) -> dict[str, Classes]:
    return {key: frozenset(names) for key, names in classes.items() if key}
