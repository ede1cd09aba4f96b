r"""Regular expressions whose time grows in proportion to the text, whatever somebody types.

Python's engine backtracks: two repeats without bound that may match the same letters, or one that a search starts anew at every letter of
a run, take quadratic or cubic time. Every pattern that meets people's text is compiled here: each repeat of a class gets an upper bound,
so that an attempt at one place costs at most a constant. ``tests/core/test_bounds.py`` walks all compiled patterns.

Notes
-----
Source: CWE-1333, "Inefficient Regular Expression Complexity". ``google-re2`` was weighed: it has no look-around, which these patterns need.
"""

from __future__ import annotations

import re

LONGEST_WORD = 40
"""Letters of a word; the longest label of the taxonomy has 31 in one word."""
LONGEST_SPACE = 8
"""Blanks between words; callers squeeze longer runs where a miss would matter."""
LONGEST_NUMBER = 12
LONGEST_RUN = 100
"""Of any other class."""

_REPEAT = re.compile(r"(?P<atom>\\[wWsSdD]|\[(?:\\.|[^\]\\])+\])(?P<sign>[*+])(?![+])")
_BOUNDS = {r"\w": LONGEST_WORD, r"\s": LONGEST_SPACE, r"\d": LONGEST_NUMBER}


def bounded(pattern: str) -> str:
    r"""Return a pattern in which every repeat of a class has an upper bound; possessive repeats stay.

    Examples
    --------
    >>> bounded(r"\bне\s+старше\s*\d+\w*")
    '\\bне\\s{1,8}старше\\s{0,8}\\d{1,12}\\w{0,40}'
    >>> bounded("[а-я]+,")
    '[а-я]{1,100},'
    """

    def bound(found: re.Match[str]) -> str:
        least = 1 if found["sign"] == "+" else 0
        return f"{found['atom']}{{{least},{_BOUNDS.get(found['atom'], LONGEST_RUN)}}}"

    return _REPEAT.sub(bound, pattern)


def compile_bounded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern as :func:`bounded` makes it."""
    return re.compile(bounded(pattern), flags)
