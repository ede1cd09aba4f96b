"""Small groups stay hidden, and cannot be found by subtraction.

Notes
-----
Primary and complementary cell suppression: A. Hundepool et al., "Statistical Disclosure Control", Wiley 2012, ch. 4.
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 10
"""A group under this size is not shown."""


def hidden_groups(sizes: Mapping[str, int], *, smallest: int = SMALLEST, crossed: bool = False) -> frozenset[str]:
    """Say which groups of one dimension are hidden.

    A group below `smallest` is hidden; with it the next smallest ones, until at least two are hidden that together reach `smallest`:
    the total less what is shown then tells no small group. Where groups cross two dimensions that are shown too, one small cell hides
    all: in a table of two by two any cell gives the three others.

    Parameters
    ----------
    sizes : mapping of str to int
        People of each group, 0 or more; a group of nobody is no group.

    Examples
    --------
    >>> sorted(hidden_groups({"a": 4, "b": 30, "c": 50}))
    ['a', 'b']
    """
    ordered = sorted((size, name) for name, size in sizes.items() if size > 0)
    small = [(size, name) for size, name in ordered if size < smallest]
    if not small:
        return frozenset()
    if crossed:
        return frozenset(name for _, name in ordered)
    hidden, total = 0, 0
    for size, _ in ordered:
        if hidden >= max(2, len(small)) and total >= smallest:
            break
        hidden, total = hidden + 1, total + size
    return frozenset(name for _, name in ordered[:hidden])
