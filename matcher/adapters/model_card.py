"""The page of a model card: what a model learned from, how good it is, whom it was audited for, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from matcher.adapters.messages import Messages

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .6rem;text-align:left}"
)


def card_page(card: Mapping[str, Any], messages: Messages, *, name: str) -> str:
    """Render the card of a model as one HTML page without scripts, in the language of `messages`."""
    say = messages.text
    counts, split = card["outcomes"], card["split"]
    parts = [
        f"<h1>{escape(say('ui.card.title', model=name))}</h1>",
        _paragraph(say(f"ui.card.{card['status']}")),
        *(_paragraph(say(f"ui.card.{reason}", fewest=card["served_from"])) for reason in card["refusals"]),
        f"<h2>{escape(say('ui.card.learned_from'))}</h2>",
        _paragraph(say("ui.card.counts", **counts)),
        _paragraph(say("ui.card.split", cut=split["cut"] or "-", learned=split["learned"], measured=split["measured"])),
        _paragraph(say("ui.card.bias", effective=card["exposure"]["effective_outcomes"])),
        f"<h2>{escape(say('ui.card.quality'))}</h2>",
        _quality(card["quality"], say),
        f"<h2>{escape(say('ui.card.weights'))}</h2>",
        _table(
            (say("ui.card.column"), say("ui.card.share")),
            [
                (column, f"{100 * share:.1f} %")
                for column, share in sorted(card["weight_of_columns"].items(), key=lambda each: -each[1])
            ],
        ),
        f"<h2>{escape(say('ui.card.fairness'))}</h2>",
        _paragraph(say("ui.card.proxy", auc=card["proxy"]["sex_auc"] if card["proxy"]["sex_auc"] is not None else "-")),
        _paragraph(say("ui.card.audited" if card["audit"] else "ui.card.not_audited")),
        f"<h2>{escape(say('ui.card.limits'))}</h2>",
        _paragraph(say("ui.card.limits_told")),
    ]
    title = escape(say("ui.card.title", model=name))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="{messages.language}">\n<head>{head}</head>\n<body>\n'
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _quality(quality: Mapping[str, Any], say: Any) -> str:
    if not quality["n_queries"]:
        return _paragraph(say("ui.card.not_measured"))
    metrics = list(quality["estimates"]["ours"])
    rows = [
        (ranking, *(_estimate(figures[metric]) for metric in metrics))
        for ranking, figures in quality["estimates"].items()
    ]
    return _paragraph(say("ui.card.measured", vacancies=quality["n_queries"])) + _table(("", *metrics), rows)


def _estimate(figure: Mapping[str, float]) -> str:
    return f"{figure['mean']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
