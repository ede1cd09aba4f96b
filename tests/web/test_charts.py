"""Drawings: what they hold, and what they never hold."""

import xml.etree.ElementTree as ET

import pytest

from web.charts import ChartRow, bars, columns

ROWS = [ChartRow("<script>&\"'", [8, 4]), ChartRow("ә", [None, 0])]


def tree(drawing):
    return ET.fromstring(str(drawing))


@pytest.mark.parametrize(
    "draw",
    [lambda rows, words: bars(rows, words=words, told=str), lambda rows, words: columns(rows, words=words, told=str)],
)
def test_a_drawing_is_sound_says_what_it_shows_and_brings_no_style_or_script(draw):
    drawing = draw(ROWS, "a <b> c")
    root = tree(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "a <b> c"
    assert "style=" not in drawing
    assert "<script" not in drawing
    assert tree(draw([], "nothing")).get("role") == "img"


def test_lying_bars_are_as_long_as_their_numbers_and_a_hidden_one_is_told():
    root = tree(bars(ROWS, words="x", told=lambda n: "fewer than 5" if n is None else str(n)))
    widths = [float(each.get("width").rstrip("%")) for each in root.iter("rect")]
    assert widths == [82.0, 41.0, 0.0, 0.0]
    assert [each.text for each in root.iter("text")] == ["8", "4", "fewer than 5", "0"]
    assert [each.text for each in root.iter("p")] == ["<script>&\"'", "ә"]
    assert all(width <= 100 for width in widths)


def test_standing_bars_stay_within_the_drawing():
    root = tree(columns([ChartRow(str(n), [n, 24 - n, None]) for n in range(25)], words="x", told=str))
    for each in root.iter("rect"):
        assert float(each.get("x").rstrip("%")) + float(each.get("width").rstrip("%")) <= 100
        assert float(each.get("y")) >= 0
