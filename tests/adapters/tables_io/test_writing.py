"""What we write never runs in a spreadsheet, comes back as it was, and appears whole or not at all."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.tables_io.reading import read_table
from matcher.adapters.tables_io.writing import read_back, safe_cell, write_table

HOSTILE = st.text("=+-@;,\t\n\r '\"15.aя＝＋－＠\xa0", max_size=12)
LIVE = tuple("=+@＝＋－＠")
NEGATIVE = re.compile(r"-\d+([.,]\d+)?")


def live(part):
    """Say whether a spreadsheet may run a cell."""
    plain = part.lstrip(" \xa0")
    return plain.startswith(LIVE) or (plain.startswith("-") and not NEGATIVE.fullmatch(plain.rstrip(" \xa0")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 701 000 00 00",
        "-cmd|'/C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1",
        "skill;=1",
        "- dash",
        "a\n-b",
    ],
)
def test_a_formula_gets_an_apostrophe_and_comes_back_without(text):
    assert safe_cell(text) != text
    assert read_back(safe_cell(text)) == text


@pytest.mark.parametrize(
    "text", ["-1.5", "-3", "-0,25", "a-b", "C++", "x = y", "Qarmet' works", "'quoted'", "a;-5;b", "", "007"]
)
def test_a_plain_cell_stays_as_it_is(text):
    assert safe_cell(text) == text
    assert read_back(text) == text


def test_a_phone_comes_back_with_its_plus():
    assert safe_cell("+7 701 000 00 00") == "'+7 701 000 00 00"
    assert read_back("'+7 701 000 00 00") == "+7 701 000 00 00"


@given(HOSTILE)
def test_no_part_that_a_spreadsheet_may_make_a_cell_is_live(text):
    parts = re.split(r"[;\t\r\n]", safe_cell(text))
    assert not any(map(live, parts))


@given(HOSTILE)
def test_guarding_can_be_undone(text):
    assert read_back(safe_cell(text)) == text


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=5))
def test_a_table_comes_back_cell_by_cell(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("out") / "O.csv"
    rows = [{"text": f"x{one}", "note": two} for one, two in cells]
    write_table(path, ("text", "note"), rows)
    checked = read_table(path, "text")
    assert checked.errors == []
    newlines = {ord("\r"): "\n"}
    back = [(row.values["text"], row.extra["note"]) for row in checked.accepted]
    wanted = [(row["text"].strip(), row["note"]) for row in rows]

    def plain(pairs):
        return [tuple(text.replace("\r\n", "\n").translate(newlines) for text in pair) for pair in pairs]

    assert plain(back) == plain(wanted)


def test_the_file_is_what_spreadsheets_of_the_region_open(tmp_path):
    write_table(tmp_path / "new" / "O.csv", ("a", "b"), [{"a": "қазақша", "b": "x,y"}, {"b": 'z"'}])
    content = (tmp_path / "new" / "O.csv").read_bytes()
    assert content == b"\xef\xbb\xbf" + 'a,b\r\nқазақша,"x,y"\r\n,"z"""\r\n'.encode()


def test_a_table_that_cannot_be_finished_leaves_the_old_one_and_no_draft(tmp_path):
    path = tmp_path / "O.csv"
    write_table(path, ("a",), [{"a": "old"}])

    def rows():
        yield {"a": "new"}
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, ("a",), rows())
    assert [found.name for found in tmp_path.iterdir()] == ["O.csv"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["a"], ["old"]]
