"""What LibreOffice sees in a workbook of ours; skipped where Debian's libreoffice-calc is not installed."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from adapters.tables_io.formulas import FORMULAS

from matcher.adapters.tables_io.exporting import ExportColumn, export_bytes

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="not installed: libreoffice-calc (Debian package)"),
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LETTERS = "Аа Әә Бб Вв Гг Ғғ Дд Ее Ёё Жж Зз Ии Йй Кк Ққ Лл Мм Нн Ңң Оо Өө Пп Рр Сс Тт Уу Ұұ Үү Фф Хх Һһ Цц Чч Шш Щщ Ъъ Ыы Іі Ьь Ээ Юю Яя ₸"
COLUMNS = [
    *(ExportColumn("Нөмірі"), ExportColumn("Мәтін"), ExportColumn("Сан", "number")),
    *(ExportColumn("Ақша", "money"), ExportColumn("Күні", "day")),
]


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """Each cell of the workbook as LibreOffice holds it: (type, value, formula, words)."""
    folder = tmp_path_factory.mktemp("office")
    rows = [("000123456789", LETTERS, 1.5, 285_000.0, date(2026, 3, 1))]
    rows += [(text, "+7 701 000 00 00", None, None, None) for text in FORMULAS]
    (folder / "made.xlsx").write_bytes(export_bytes("xlsx", "Әріптер", COLUMNS, rows=rows))
    command = [OFFICE, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "fods"]
    subprocess.run(
        [*command, "--outdir", folder, folder / "made.xlsx"], check=True, capture_output=True, timeout=300, cwd=folder
    )
    tree = ET.parse(folder / "made.fods")
    return [[_cell(cell) for cell in row.iter(f"{TABLE}table-cell")] for row in tree.iter(f"{TABLE}table-row")]


def _cell(cell):
    value = cell.get(f"{VALUE}date-value") or cell.get(f"{VALUE}value")
    words = "\n".join("".join(part.itertext()) for part in cell)
    return cell.get(f"{VALUE}value-type"), value, cell.get(f"{TABLE}formula"), words


def test_zeros_letters_days_and_sums_are_kept(cells):
    number, letters, figure, money, day = cells[1][:5]
    assert number == ("string", None, None, "000123456789")
    assert (letters[0], letters[3]) == ("string", LETTERS)
    assert figure[:2] == ("float", "1.5")
    assert money[:2] == ("float", "285000")
    assert day[:2] == ("date", "2026-03-01")
    assert day[3] == "01.03.2026"


def test_nothing_is_a_formula_and_a_phone_is_a_text(cells):
    shown = [row for row in cells[2:] if row and row[0][0]]
    assert len(shown) == len(FORMULAS)
    assert {cell[2] for row in cells for cell in row} == {None}
    assert {row[0][0] for row in shown} == {"string"}
    assert {row[1][3] for row in shown} == {"+7 701 000 00 00"}
