"""Foreign column names: the presets that come with the program, and maps of one's own."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.adapters.tables_io.columns import load_map, load_maps
from matcher.adapters.tables_io.reading import read_table
from matcher.config import ROOT
from matcher.core.tables import TypedRow
from matcher.errors import InputError, UsageError

PRESETS = ROOT / "data" / "columns"


def read(folder: Path, preset: str, table: str, row: dict[str, str]) -> TypedRow:
    """Write one foreign row, and read it through a preset."""
    path = folder / "foreign.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    checked = read_table(path, table, load_maps(preset, PRESETS))
    assert checked.errors == []
    return checked.accepted[0]


def own_map(folder: Path, content: Any) -> str:
    """Write a mapping file of one's own."""
    path = folder / "own.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_the_exchange_preset_serves_vacancies_and_jobseekers() -> None:
    assert [(found.name, found.table) for found in load_maps("enbek", PRESETS)] == [
        ("enbek", "vacancies"),
        ("enbek-jobseekers", "jobseekers"),
    ]
    assert [found.table for found in load_maps("hh", PRESETS)] == ["vacancies"]


def test_a_vacancy_of_the_exchange_in_russian_is_understood(tmp_path: Path) -> None:
    row = read(
        tmp_path,
        "enbek",
        "vacancies",
        {
            "Номер вакансии": "0042",
            "Название": "Сварщик",
            "Место работы": "Карагандинская область, г. Темиртау",
            "Заработная плата": "от 250\u00a0000 до 300 000 тг.",
            "Опыт работы": "3 года стажа",
            "График работы": "Сменный график",
            "Профессиональные навыки": "сварка, чтение чертежей",
            "Обязанности": "Варить швы",
            "Условия труда": "Вредные",
            "Действует до": "31.12.2026",
            "Стажировка": "нет",
        },
    )
    assert row.values == {
        "vacancy_id": "0042",
        "title": "Сварщик",
        "locality": "г. Темиртау",
        "salary_from_kzt": 250_000,
        "salary_to_kzt": 300_000,
        "experience_years": 3,
        "shifts": frozenset({"rotating"}),
        "essential_skills": (("сварка", None), ("чтение чертежей", None)),
        "description": "Варить швы",
        "work_conditions": frozenset({"harmful"}),
        "valid_through": date(2026, 12, 31),
    }
    assert row.extra == {"Стажировка": "нет"}


def test_a_vacancy_of_the_exchange_in_kazakh_is_understood(tmp_path: Path) -> None:
    words = {
        "Вакансия нөмірі": "7",
        "Атауы": "Аспазшы",
        "Міндеттері": "Ас әзірлеу",
        "Жұмыс өтілі": "Тәжірибесіз",
        "Білімі": "Орта",
    }
    row = read(tmp_path, "enbek", "vacancies", words)
    assert row.values == {
        "vacancy_id": "7",
        "title": "Аспазшы",
        "description": "Ас әзірлеу",
        "experience_years": 0,
        "education_level": 3,
    }


@pytest.mark.parametrize(
    ("pay", "low", "high"),
    [
        ("от 90 000 тг.", 90_000, None),
        ("до 120 000 тг.", None, 120_000),
        ("150000 - 200000", 150_000, 200_000),
        ("", None, None),
    ],
)
def test_pay_with_one_bound_leaves_the_other_unknown(
    tmp_path: Path, pay: str, low: float | None, high: float | None
) -> None:
    words = {"Номер вакансии": "1", "Название": "Повар", "Обязанности": "Готовить", "Зарплата": pay}
    values = read(tmp_path, "enbek", "vacancies", words).values
    assert (values.get("salary_from_kzt"), values.get("salary_to_kzt")) == (low, high)


def test_jobseekers_of_the_exchange_are_understood_in_both_languages(tmp_path: Path) -> None:
    russian = {
        "Номер соискателя": "001",
        "Пол": "женский",
        "Навыки": "шитьё, кройка",
        "Знание языков": "казахский: C1",
        "Согласие": "да",
    }
    assert read(tmp_path, "enbek", "jobseekers", russian).values == {
        "jobseeker_id": "001",
        "sex": "F",
        "skills": (("шитьё", None), ("кройка", None)),
        "languages": (("kk", "C1"),),
        "consent": True,
    }
    kazakh = {"Тіркеу нөмірі": "002", "Жынысы": "Ер", "Туған күні": "01.02.1990", "Дағдылары": "сату"}
    assert read(tmp_path, "enbek", "jobseekers", kazakh).values == {
        "jobseeker_id": "002",
        "sex": "M",
        "birth_date": date(1990, 2, 1),
        "skills": (("сату", None),),
    }


def test_a_file_with_our_own_names_is_read_as_it_is_whatever_the_preset(tmp_path: Path) -> None:
    row = read(tmp_path, "enbek", "vacancies", {"vacancy_id": "1", "title": "Повар", "description": "Готовить"})
    assert row.values == {"vacancy_id": "1", "title": "Повар", "description": "Готовить"}


def test_a_preset_that_does_not_fit_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, "enbek", "vacancies", {"Nummer": "1", "Titel": "Koch"})
    assert told.value.code == "columns_do_not_fit"


def test_an_unknown_preset_is_told_with_those_that_are_known() -> None:
    with pytest.raises(UsageError) as told:
        load_maps("nowhere", PRESETS)
    assert told.value.params["expected"] == "enbek, enbek-jobseekers, hh"


def test_a_map_of_one_s_own_is_loaded_by_path_and_alone(tmp_path: Path) -> None:
    path = own_map(tmp_path, {"table": "sessions", "columns": {"seats": "places", "locality": {"constant": "Саран"}}})
    (found,) = load_maps(path, PRESETS)
    assert found.apply({"places": "7", "note": "x"}) == {"seats": "7", "locality": "Саран", "note": "x"}


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"table": "nothing", "columns": {}},
        {"table": "courses", "columns": {"colour": "x"}},
        {"table": "courses", "columns": {"title": {"any": ["a"], "join": ["b"]}}},
        {"table": "courses", "columns": {"title": {"regexp": "a"}}},
    ],
)
def test_a_map_that_is_no_map_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(InputError) as told:
        load_map(own_map(tmp_path, content), PRESETS)
    assert told.value.code == "bad_columns"


def test_a_map_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError) as told:
        load_map(str(path), PRESETS)
    assert told.value.code == "bad_json"
