"""Drawings made on the server: SVG without a script, each beside a table that tells the same.

Places along a line are percentages and letters keep their size, so that a drawing fits a telephone as it fits paper. Names of bars are
no part of the SVG, where nothing breaks a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LINE, BAR = 18, 14
HEIGHT, FOOT = 160, 22
EVERY = 6
"""Every sixth month has its name below."""
ROOM = 82
"""Percent of the width that the longest bar takes; its number stands behind it."""
_BARS = Markup('<div class="bars" role="img" aria-label="{words}">{parts}</div>')
_ROW = Markup('<p>{label}</p><svg class="chart" width="100%" height="{height}" aria-hidden="true">{parts}</svg>')
_SVG = Markup('<svg class="chart" width="100%" height="{height}" role="img" aria-label="{words}">{parts}</svg>')
_TEXT = Markup('<text x="{x}" y="{y}"{more}>{words}</text>')
_BAR = Markup('<rect class="series-{series}" x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"/>')
_MIDDLE = Markup(' text-anchor="middle"')


@dataclass(frozen=True)
class ChartRow:
    """One line of a drawing.

    Attributes
    ----------
    values : sequence of int or None
        One a series; None for one that is hidden.
    """

    label: str
    values: Sequence[int | None]


def bars(rows: Sequence[ChartRow], *, words: str, told: Callable[[int | None], str]) -> Markup:
    """Draw lying bars, several a row, under the row's name.

    Parameters
    ----------
    words : str
        What the drawing shows, for those who do not see it.
    told : callable
        Puts a value in words; None is one that is hidden.
    """
    most = max((value or 0 for row in rows for value in row.values), default=0) or 1
    drawn = []
    for row in rows:
        parts = []
        for series, value in enumerate(row.values):
            width, y = ROOM * (value or 0) / most, series * (BAR + 2)
            parts.append(_BAR.format(series=series, x=0, y=y, width=width, height=BAR))
            parts.append(_TEXT.format(x=f"{width + 1:.2f}%", y=y + BAR - 2, more="", words=escape(told(value))))
        height = len(row.values) * (BAR + 2)
        drawn.append(_ROW.format(label=escape(row.label), height=height, parts=Markup("").join(parts)))
    return _BARS.format(words=escape(words), parts=Markup("").join(drawn))


def columns(rows: Sequence[ChartRow], *, words: str, told: Callable[[int | None], str]) -> Markup:
    """Draw standing bars, several a row, the row's name below; hidden values are left out."""
    most = max((value or 0 for row in rows for value in row.values), default=0) or 1
    parts = [_TEXT.format(x="0", y=12, more="", words=escape(told(most)))]
    step = 100 / max(1, len(rows))
    for at, row in enumerate(rows):
        width = step * 0.8 / max(1, len(row.values))
        for series, value in enumerate(row.values):
            tall = (HEIGHT - LINE) * (value or 0) / most
            x = at * step + step * 0.1 + series * width
            parts.append(_BAR.format(series=series, x=x, y=HEIGHT - tall, width=width, height=tall))
        if at % EVERY == 0:
            x_middle = f"{min(max(at * step + step / 2, 6), 94):.2f}%"
            parts.append(_TEXT.format(x=x_middle, y=HEIGHT + FOOT - 6, more=_MIDDLE, words=escape(row.label)))
    parts.append(Markup('<line class="axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>').format(y=HEIGHT))
    return _SVG.format(height=HEIGHT + FOOT, words=escape(words), parts=Markup("").join(parts))
