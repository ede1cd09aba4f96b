"""An audit in plain words and tables, in the reader's language: what the terminal and the page both show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal

from matcher.adapters.messages import Messages

LINE = 0.8
CLEAR = 0.05
"""A corrected p below this: chance alone would hardly make such a difference."""
SEEN = 0.01
"""A constraint that closes less than one point of a gap is not told."""
NOTES = ("says", "line", "chance_means", "exposure_means", "visible_means", "hidden_means", "employers_mean", "cannot")
COLUMNS = ("group", "pool", "eligible", "ready", "selected", "rate", "ratio", "chance", "exposure", "visible")
OWN_NAMES = ("sex", "youth", "women_youth", "language")
"""Dimensions whose groups have names of their own; the groups of the others are yes and no."""
DASH = "–"


@dataclass(frozen=True)
class Section:
    """One part of the report.

    Attributes
    ----------
    rows : tuple of tuple of str
        The first is the head of the table; empty where there is none.
    barriers : tuple of tuple of str
        A second table of the same form: shares of vacancies that one constraint alone puts out of reach.
    ratios : tuple of (str, float, float or None, float or None)
        For a drawing: group, ratio to the best group and its interval.
    """

    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    barriers: tuple[tuple[str, ...], ...] = ()
    ratios: tuple[tuple[str, float, float | None, float | None], ...] = field(default=())


class AuditWords:
    """Says an audit.

    Parameters
    ----------
    found : mapping
        As an audit gives itself for JSON.
    messages : Messages
    """

    def __init__(self, found: Mapping[str, Any], messages: Messages) -> None:
        self.found, self.messages = found, messages
        self.say = messages.text

    def sections(self) -> list[Section]:
        """Give the report: what was counted, a section a dimension, employers, and what the figures can and cannot say."""
        return [
            self._opening(),
            *map(self._dimension, self.found["dimensions"]),
            *self.twins(),
            self._employers(),
            self._notes(),
        ]

    def _opening(self) -> Section:
        found, say = self.found, self.say
        pool = found["pool"] if found["pool"] is not None else say("audit.hidden")
        told = [say("audit.pool", pool=pool, top=found["top_k"], day=found["as_of"])]
        told.append(say("audit.complete" if found["complete"] else "audit.incomplete"))
        if found["matches_not_in_pool"]:
            told.append(say("audit.foreign", rows=found["matches_not_in_pool"]))
        told += [say(f"audit.no_{table}") for table in ("vacancies", "outcomes") if not found["tables"][table]]
        if found.get("second_count"):
            counted = found["second_count"]
            told.append(say("audit.second_agrees" if counted["agrees"] else "audit.second_differs", by=counted["by"]))
        return Section(say("audit.title"), tuple(told))

    def _dimension(self, name: str) -> Section:
        groups = self.found["dimensions"][name]
        shown = [one for one in groups if not one["hidden"]]
        named = {one["group"]: self._name(name, one["group"]) for one in groups}
        head = tuple(self.say(f"audit.column.{column}") for column in COLUMNS)
        return Section(
            self.say(f"audit.dimension.{name}"),
            tuple(self._readings(shown, named)),
            (head, *(self._row(one, named[one["group"]]) for one in groups)),
            self._barriers(shown, named),
            tuple(
                (named[one["group"]], ratio["value"], ratio["low"], ratio["high"])
                for one in shown
                if (ratio := one["selection_ratio"])["value"] is not None
            ),
        )

    def _name(self, dimension: str, group: str) -> str:
        own = dimension in OWN_NAMES and group != "not_stated"
        return self.say(f"audit.group.{dimension}.{group}" if own else f"audit.group.{group}")

    def _row(self, one: Mapping[str, Any], name: str) -> tuple[str, ...]:
        if one["hidden"]:
            return name, self.say("audit.hidden"), *[DASH] * (len(COLUMNS) - 2)
        exposure = self._interval(one["exposure_ratio"])
        if one["exposure_p_holm"] is not None:
            exposure += f"; p {self.chance(one['exposure_p_holm'])}"
        return (
            name,
            *(self.number(one[key], 0) for key in ("pool", "eligible", "ready", "selected")),
            self.percent(one["selection_rate"]),
            self._interval(one["selection_ratio"]),
            self.chance(one["selection_p_holm"]),
            exposure,
            self.percent(one["smallest_visible_difference"]),
        )

    def _barriers(self, shown: Sequence[Mapping[str, Any]], named: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
        """Lay out for each group the share of vacancies that a constraint alone puts out of reach."""
        counted = [one for one in shown if one["constraints"]]
        if not counted:
            return ()
        names = sorted(set(counted[0]["constraints"]) - {"all"})
        head = (self.say("audit.column.group"), *(self.say(f"audit.constraint.{name}") for name in names))
        return head, *(
            (named[one["group"]], *(self.percent(one["constraints"][name]["alone"]) for name in names))
            for one in counted
        )

    def _readings(self, shown: Sequence[Mapping[str, Any]], named: Mapping[str, str]) -> list[str]:
        """Say of each group what its figures mean for a pool of this size."""
        if len(shown) < 2:
            return [self.say("audit.reading.alone")]
        told = [sentence for one in shown for sentence in self._reading(one, named[one["group"]])]
        if not any(one["below_four_fifths"] for one in shown):
            points = max((one["smallest_visible_difference"] or 0.0 for one in shown), default=0.0)
            told.insert(0, self.say("audit.reading.none", points=self.points(points)))
        return told

    def _reading(self, one: Mapping[str, Any], group: str) -> list[str]:
        told, ratio, exposure = [], one["selection_ratio"]["value"], one["exposure_ratio"]["value"]
        if one["below_four_fifths"]:
            clear = one["selection_p_holm"] is not None and one["selection_p_holm"] < CLEAR
            points = self.points(one["smallest_visible_difference"] or 0.0)
            key = "audit.reading.clear" if clear else "audit.reading.unsure"
            told.append(self.say(key, group=group, ratio=self.number(ratio), points=points))
        if exposure is not None and exposure < 1 and one["exposure_p_holm"] < CLEAR:
            told.append(self.say("audit.reading.exposure", group=group, ratio=self.number(exposure)))
        if one["main_constraint"] and one["main_constraint_closes"] >= SEEN:
            constraint = self.say(f"audit.constraint.{one['main_constraint']}")
            points = self.points(one["main_constraint_closes"])
            told.append(self.say("audit.barrier", group=group, constraint=constraint, points=points))
        if one["equal_opportunity_rate"] is not None:
            rate, behind = self.percent(one["equal_opportunity_rate"]), self.points(one["equal_opportunity_difference"])
            told.append(self.say("audit.opportunity", group=group, rate=rate, difference=behind))
        return told

    def _employers(self) -> Section:
        found = self.found
        told = [
            self.say(
                "audit.employer_clear" if one["clear"] else "audit.employer",
                employer=one["employer_id"],
                gap=self.points(one["gap"]),
                p=self.chance(one["p_holm"]),
                women=one["decided_women"],
                men=one["decided_men"],
            )
            for one in found["employers"]
        ]
        if found["hidden_employers"]:
            told.append(self.say("audit.employers_hidden", hidden=found["hidden_employers"]))
        return Section(self.say("audit.employers"), tuple(told))

    def twins(self) -> list[Section]:
        """Say how many pairs of texts have different scores that differ in protected words alone; nothing where it was not measured."""
        found = self.found.get("twins")
        if not found or not found["n"]:
            return []
        figures = {"n": found["n"], "differing": found["differing"], "largest": self.number(found["largest"], 3)}
        told = self.say("audit.twins_differ" if found["differing"] else "audit.twins_same", **figures)
        head = tuple(self.say(f"audit.column.{name}") for name in ("twins", "pairs", "differing", "largest"))
        rows = (
            (
                self.say(f"audit.twins_{kind}"),
                *(self.number(one[name], 0) for name in ("n", "differing")),
                self.number(one["largest"], 3),
            )
            for kind, one in sorted(found["by_kind"].items())
        )
        return [Section(self.say("audit.twins"), (told,), (head, *rows))]

    def _notes(self) -> Section:
        notes = (self.say(f"audit.note.{name}", smallest=self.found["smallest_group"]) for name in NOTES)
        return Section(self.say("audit.notes"), tuple(notes))

    def _interval(self, ratio: Mapping[str, float | None]) -> str:
        if ratio["value"] is None:
            return DASH
        return f"{self.number(ratio['value'])} [{self.number(ratio['low'])}; {self.number(ratio['high'])}]"

    def number(self, value: float | None, digits: int = 2) -> str:
        """Give a number as the language writes it; a dash for None."""
        if value is None:
            return DASH
        places = f".{'0' * digits}" if digits else ""
        return str(format_decimal(value, format=f"#,##0{places}", locale=self.messages.language))

    def chance(self, p: float | None) -> str:
        """Give a p-value with two decimals; what is less than 0.01 is said to be."""
        return f"< {self.number(0.01)}" if p is not None and p < 0.01 else self.number(p)

    def percent(self, share: float | None) -> str:
        """Give a share in per cent."""
        return DASH if share is None else f"{self.points(share)} %"

    def points(self, share: float) -> str:
        """Give a share or a difference of shares in points, without a sign of per cent."""
        return self.number(100 * share, 1)
