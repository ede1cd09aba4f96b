"""Places of the town and the minutes between them."""

from __future__ import annotations

import csv

import pytest

from matcher.adapters.town_files import read_places, read_travel
from matcher.config import ROOT

TOWN = ROOT / "data" / "towns" / "saran"


def column(path: str, name: str) -> list[str]:
    """Read one column of a table that comes with the program."""
    with (ROOT / "data" / path).open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize("name", ["Сарань", "Саран", "Saran", "Soran", "г. Сарань", "САРАНЬ", "352210000"])
def test_a_town_is_known_by_all_its_names(name: str) -> None:
    assert read_places(TOWN / "places.csv").code(name) == "352210000"


def test_a_way_takes_as_long_back_as_there_and_none_at_home() -> None:
    travel = read_travel(TOWN / "travel.csv")
    assert travel.between("352210000", "351010000") == travel.between("351010000", "352210000") == 45
    assert travel.between("aktas", "aktas") == 0
    assert travel.between("352210000", "750000000") is None


def test_every_way_joins_two_known_places_in_less_than_three_hours() -> None:
    codes = set(column("towns/saran/places.csv", "code"))
    ends = list(zip(column("towns/saran/travel.csv", "from"), column("towns/saran/travel.csv", "to"), strict=True))
    assert {end for pair in ends for end in pair} <= codes
    assert len({frozenset(pair) for pair in ends}) == len(ends)
    assert all(0 < int(minutes) < 180 for minutes in column("towns/saran/travel.csv", "minutes"))


@pytest.mark.parametrize("name", ["jobseekers", "vacancies", "courses", "sessions"])
def test_every_place_of_the_sample_is_known(name: str) -> None:
    places = read_places(TOWN / "places.csv")
    named = {text for text in column(f"samples/{name}.csv", "locality") if text}
    assert named
    assert {text for text in named if places.code(text) not in set(column("towns/saran/places.csv", "code"))} == set()
