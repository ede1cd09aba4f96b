"""The page of a model card: what a model learned from, how good it is, whom it was audited for, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from matcher.adapters.audit_page import audit_section
from matcher.adapters.audit_words import AuditWords
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
        _paragraph(say("ui.card.versions", **{name: card[name] for name in ("taxonomy", "prior", "schema", "as_of")})),
        _paragraph(say("ui.card.bias", effective=card["exposure"]["effective_outcomes"])),
        f"<h2>{escape(say('ui.card.quality'))}</h2>",
        _quality(card["quality"], say),
        *_grown(card, say),
        *_calibrated(card["calibration"], say),
        f"<h2>{escape(say('ui.card.weights'))}</h2>",
        _list(
            say(f"reason.moved_by_{column}", p1=f"{100 * share:.1f}")
            for column, share in sorted(card["weight_of_columns"].items(), key=lambda each: -each[1])
            if share > 0
        ),
        f"<h2>{escape(say('ui.card.fairness'))}</h2>",
        _paragraph(say("ui.card.proxy", auc=card["proxy"]["sex_auc"] if card["proxy"]["sex_auc"] is not None else "-")),
        *_audited(card["audit"], messages),
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


def _grown(card: Mapping[str, Any], say: Any) -> list[str]:
    """Say from how many outcomes on the model may be served, and is better than the prior."""
    since = card["better_than_prior_from"]
    told = [say("ui.card.served_from", fewest=card["served_from"])]
    told.append(say("ui.card.never_better") if since is None else say("ui.card.better_from", n=since))
    head = (say("ui.card.outcomes"), say("ui.card.less_prior"), say("ui.card.less_overlap"))
    rows = [
        (str(part["outcomes"]), _estimate(part["less_prior"]), _estimate(part["less_overlap"]))
        for part in card["learning_curve"]
    ]
    return [f"<h3>{escape(say('ui.card.curve'))}</h3>", *map(_paragraph, told), *([_table(head, rows)] if rows else [])]


def _calibrated(figures: Mapping[str, Any] | None, say: Any) -> list[str]:
    if not figures:
        return []
    head = (say("ui.card.outcomes"), say("ui.card.expected"), say("ui.card.observed"))
    rows = [(str(part["n"]), f"{part['expected']:.3f}", f"{part['observed']:.3f}") for part in figures["bins"]]
    told = _paragraph(say("ui.card.calibration_told"))
    return [f"<h3>{escape(say('ui.card.calibration'))}</h3>", told, _table(head, rows)]


def _audited(found: Mapping[str, Any] | None, messages: Messages) -> list[str]:
    if not found or "dimensions" not in found:
        return [_paragraph(messages.text("ui.card.not_audited"))]
    words = AuditWords(found, messages)
    return [audit_section(one, words) for one in words.sections() if one.sentences or one.rows]


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


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
