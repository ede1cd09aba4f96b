"""Endings of Russian nouns for people, so that a feminine form gives the masculine form of the same case and number."""

from __future__ import annotations

from collections.abc import Iterator

Endings = tuple[tuple[str, ...], ...]
"""One entry a case, alternatives inside: singular (six cases), then plural nominative, genitive, dative, instrumental, prepositional."""


def _endings(text: str) -> Endings:
    return tuple(tuple(each.replace("-", "") for each in part.split("/")) for part in text.split())


DECLENSIONS: dict[str, Endings] = {
    "f": _endings("а ы/и е у ой/ою/ей/ею е ы/и - ам ами ах"),  # уборщица, кассирша
    "ft": _endings("ка ки ке ку кой/кою ке ки ок кам ками ках"),  # официантка
    "fi": _endings("я и е ю ей/ею е и ь ям ями ях"),  # няня, психологиня
    "fe": _endings("я и е ю ей/ею е и й ям ями ях"),  # швея
    "fs": _endings("ра ры ре ру рой/рою ре ры ер рам рами рах"),  # медсестра
    "fa": _endings("ая ой/ей ой/ей ую ой/ою/ей/ею ой/ей ые/ие ых/их ым/им ыми/ими ых/их"),  # заведующая
    "fw": _endings("иха ихи ихе иху ихой/ихою ихе ихи их ихам ихами ихах"),  # ткачиха
    "m": _endings("- а у а ом/ем е ы/и ов/ев/ей ам ами ах"),  # повар, сторож
    "ms": _endings("ь я ю я ем е и ей ям ями ях"),  # воспитатель
    "mc": _endings("ец ца цу ца цом це цы цов цам цами цах"),  # продавец
    "ma": _endings("ый ого ому ого ым ом ые ых ым ыми ых"),  # вожатый
    "mi": _endings("ий его ему его им ем ие их им ими их"),  # управляющий
    "mo": _endings("ой ого ому ого ым ом ые ых ым ыми ых"),  # портной
}

_INSTRUMENTAL = 4


def pairs(nouns: str) -> Iterator[tuple[str, str]]:
    """Give each form of one noun with the same form of the other; of a form with several cases the nominative counts, then the instrumental ("работала заведующей").

    Parameters
    ----------
    nouns : str
        Stem and declension of one noun, then of the other.

    Examples
    --------
    >>> dict(pairs("продавщиц f продав mc"))["продавщицей"]
    'продавцом'
    """
    stem, kind, other, other_kind = nouns.split()
    cases = list(zip(DECLENSIONS[kind], DECLENSIONS[other_kind], strict=True))
    for ours, theirs in [cases[0], cases[_INSTRUMENTAL], *cases]:
        for ending in ours:
            yield stem + ending, other + theirs[0]


def table_of(nouns: str) -> dict[str, str]:
    """Return the forms of many pairs of nouns as a table; a form that is there keeps its first meaning.

    Parameters
    ----------
    nouns : str
        As of :func:`pairs`, with ``|`` or a new line between pairs.
    """
    found: dict[str, str] = {}
    for entry in nouns.replace("\n", "|").split("|"):
        if entry.strip():
            for form, meant in pairs(entry):
                found.setdefault(form, meant)
    return found
