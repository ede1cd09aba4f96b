"""The page of an audit: a whole HTML file a language, without scripts, that prints on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from matcher.adapters.audit_words import LINE, AuditWords, Section

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.875rem}"
    "td,th{border:1px solid #767676;padding:.2rem .6rem;text-align:left;vertical-align:top}caption{text-align:left;font-weight:bold}"
    "svg{max-width:100%;height:auto}svg text{font:14px sans-serif}"
    "@media print{body{margin:0;max-width:none;font-size:12px}section{break-inside:avoid}}"
)
_LEFT, _WIDTH, _ROW, _MOST = 260, 640, 26, 1.4
"""Pixels of the names, of the whole drawing and of one row; the largest ratio that is drawn."""


def audit_page(words: AuditWords) -> str:
    """Render an audit as one page in the language of its words."""
    first, *rest = words.sections()
    body = [
        f"<h1>{escape(first.title)}</h1>",
        *map(_paragraph, first.sentences),
        *(audit_section(one, words) for one in rest if one.sentences or one.rows),
    ]
    language = words.messages.language
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(first.title)}</title><style>{_STYLE}</style>"
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>{head}</head>\n<body>\n<main>\n'
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def audit_section(one: Section, words: AuditWords) -> str:
    """Render one part of an audit, for a page of its own or for a model's card."""
    parts = [f"<h2>{escape(one.title)}</h2>", *map(_paragraph, one.sentences)]
    if one.ratios:
        parts.append(_drawing(one, words.say("audit.chart")))
    if one.rows:
        parts.append(_table(one.rows, one.title))
    if one.barriers:
        parts.append(_table(one.barriers, words.say("audit.barriers")))
    return "<section>" + "\n".join(parts) + "</section>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(rows: Sequence[Sequence[str]], caption: str) -> str:
    head, *body = rows
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in body
    )
    # What scrolls must be reached with the keyboard.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def _drawing(one: Section, chart: str) -> str:
    """Draw the ratio of each group to the best one with its interval, and the line at 0.80; the table says the same in figures."""
    height = _ROW * len(one.ratios) + _ROW
    parts = [
        f'<line x1="{_at(LINE)}" x2="{_at(LINE)}" y1="0" y2="{height - _ROW}" stroke="#b00020" stroke-dasharray="6 4"/>',
        f'<text x="{_at(LINE)}" y="{height - 8}" text-anchor="middle" fill="#b00020">{LINE:.2f}</text>',
        f'<line x1="{_at(1)}" x2="{_at(1)}" y1="0" y2="{height - _ROW}" stroke="#767676"/>',
        f'<text x="{_at(1)}" y="{height - 8}" text-anchor="middle">1</text>',
    ]
    for number, (group, value, low, high) in enumerate(one.ratios):
        y = _ROW * number + _ROW // 2
        parts.append(f'<text x="0" y="{y + 5}">{escape(group)}</text>')
        if low is not None and high is not None:
            parts.append(
                f'<line x1="{_at(low)}" x2="{_at(high)}" y1="{y}" y2="{y}" stroke="#003f7d" stroke-width="2"/>'
            )
        parts.append(f'<circle cx="{_at(value)}" cy="{y}" r="5" fill="#003f7d"/>')
    return (
        f'<svg role="img" aria-label="{escape(chart)}" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}">' + "".join(parts) + "</svg>"
    )


def _at(ratio: float) -> float:
    """Give the pixel of a ratio; what is larger than the drawing ends at its edge."""
    return round(_LEFT + (_WIDTH - _LEFT - 10) * min(ratio, _MOST) / _MOST, 1)
