"""ESCO in the layout of the official download, and the faults that a download may have."""

import csv
import gzip
import io
import zipfile

import pytest
from esco_rows import OCCUPATION, SKILL, TABLES, write_esco, zip_esco

from matcher.adapters.esco import read_esco
from matcher.adapters.esco_files import OPTIONAL, open_esco
from matcher.config import ROOT
from matcher.errors import TaxonomyError

SHARED = ROOT.parent / "shared" / "bench" / "esco_v1.2.0"


def read(*sources):
    return read_esco(open_esco(sources))


def fault(*sources):
    with pytest.raises(TaxonomyError) as caught:
        read(*sources)
    return caught.value.code, caught.value.params


def changed(folder, table, turn):
    """Rewrite one table of a folder with its rows turned."""
    path = folder / f"{table}_en.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = turn(list(csv.reader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_esco(tmp_path / "esco", "en")


def test_words_relations_hierarchy_and_unit_groups_are_read(folder):
    found = read(folder)
    weld = found.skills["esco-s1"]
    assert weld.labels == {"en": "operate welding equipment"}
    assert weld.alt_labels == {"en": ("weld metal", "use welding equipment", "welding")}
    assert (weld.group, weld.broader, weld.related) == ("esco-S8", "esco-s2", ("esco-s3",))
    assert found.skills["esco-s3"].group == "esco-S8"  # through the broader skill
    welder = found.occupations["esco-o1"]
    assert welder.isco08 == "7212"
    assert welder.essential == (("esco-s1", 0), ("esco-s2", 0))
    assert welder.optional == (("esco-s3", 0),)
    assert found.groups["esco-S8"].labels == {"en": "working with machinery"}
    assert found.groups["isco-7212"].broader == "isco-721"
    assert found.skills["esco-s1"].definitions["en"].startswith("Operate welding equipment to melt")


def test_a_pair_that_is_essential_and_optional_is_essential_and_what_is_not_released_is_left_out(folder):
    found = read(folder)
    assert "esco-s9" not in found.skills
    assert all(skill != "esco-s9" for skill, _ in found.occupations["esco-o1"].essential)


def test_a_zip_with_a_folder_inside_holds_the_same_as_a_folder(folder, tmp_path):
    assert read(zip_esco(tmp_path / "esco.zip", "en")) == read(folder)


def test_packed_tables_without_a_language_are_english(folder, tmp_path):
    packed = tmp_path / "packed"
    packed.mkdir()
    for path in folder.iterdir():
        name = path.name.replace("_en", "") if "skills" in path.name else path.name
        (packed / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert read(packed) == read(folder)


def test_several_languages_are_brought_together(folder, tmp_path):
    both = read(folder, zip_esco(tmp_path / "uk.zip", "uk"))
    assert both.skills["esco-s1"].labels == {"en": "operate welding equipment", "uk": "uk operate welding equipment"}
    assert both.groups["isco-7212"].labels.keys() == {"en", "uk"}
    assert list(both.skills["esco-s1"].definitions) == ["en"]
    together = tmp_path / "together"
    together.mkdir()
    for lang in ("en", "uk"):
        zip_esco(together / f"{lang}.zip", lang)
    assert read(together) == both


def test_one_language_other_than_english_is_enough(tmp_path):
    found = read(write_esco(tmp_path / "uk", "uk"))
    assert found.skills["esco-s1"].definitions.keys() == {"uk"}
    assert found.label("esco-s1", "kk") == "uk operate welding equipment"


def test_a_concept_without_a_translation_keeps_its_english(folder, tmp_path):
    other = write_esco(tmp_path / "uk", "uk")
    (other / "skills_uk.csv").write_text(
        (other / "skills_uk.csv").read_text(encoding="utf-8").replace("uk weld joints", ""), encoding="utf-8"
    )
    assert read(folder, other).skills["esco-s2"].labels == {"en": "weld joints"}


def test_tables_that_are_only_of_use_may_be_absent_and_are_named(folder):
    for table in OPTIONAL:
        (folder / f"{table}_en.csv").unlink()
    files = open_esco([folder])
    assert files.absent == OPTIONAL
    assert read_esco(files).skills["esco-s1"].group == ""


@pytest.mark.parametrize("table", ["skills", "occupations", "occupationSkillRelations"])
def test_a_missing_table_is_named(folder, table):
    (folder / f"{table}_en.csv").unlink()
    code, params = fault(folder)
    assert (code, params["file"]) == ("esco_table_missing", f"{table}_en.csv")


def test_a_source_that_is_not_esco_is_named(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    assert fault(folder, tmp_path / "empty")[0] == "esco_not_found"
    assert fault(tmp_path / "none.zip") == ("esco_not_found", {"folder": str(tmp_path / "none.zip")})


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("skills", "conceptUri"),
        ("skills", "preferredLabel"),
        ("occupations", "iscoGroup"),
        ("occupationSkillRelations", "relationType"),
        ("broaderRelationsSkillPillar", "broaderUri"),
        ("skillSkillRelations", "relatedSkillUri"),
        ("ISCOGroups", "code"),
    ],
)
def test_a_missing_column_is_named_with_its_file(folder, table, column):
    changed(folder, table, lambda rows: [[cell if cell != column else "x" for cell in row] for row in rows])
    code, params = fault(folder)
    assert (code, params["line"], params["column"]) == ("esco_column_missing", 1, column)
    assert params["file"].endswith(f"{table}_en.csv")


def test_a_uri_twice_is_named_with_its_line(folder):
    changed(folder, "occupations", lambda rows: [*rows, rows[1]])
    code, params = fault(folder)
    assert (code, params["value"]) == ("taxonomy_duplicate_id", OCCUPATION)
    # The header, and the records before it, of which the first has a line break inside its cell.
    assert params["line"] == 1 + sum(len(row["altLabels"].split("\n")) for row in TABLES["occupations"]) + 1


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("occupationSkillRelations", "relationType", "sometimes"),
        ("occupations", "iscoGroup", "welders"),
        ("skills", "conceptUri", ""),
        ("skills", "preferredLabel", ""),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(folder, table, column, value):
    def turn(rows):
        rows[1][rows[0].index(column)] = value
        return rows

    code, params = fault(changed(folder, table, turn))
    assert (code, params["line"], params["column"], params["value"]) == ("taxonomy_bad_cell", 2, column, value)


@pytest.mark.parametrize("rest", [SKILL, f'{SKILL},"never closed'], ids=["too few cells", "open quote"])
def test_a_row_that_does_not_fit_is_named_with_its_line(folder, rest):
    path = folder / "occupationSkillRelations_en.csv"
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    with path.open("a", encoding="utf-8") as file:
        file.write(rest + "\n")
    code, params = fault(folder)
    assert (code, params["line"]) == ("esco_bad_row", n_lines + 1)


def test_another_encoding_is_named_with_its_line(folder):
    path = folder / "skillGroups_en.csv"
    path.write_bytes(path.read_bytes() + "x,сварка\n".encode("cp1251"))
    code, params = fault(folder)
    assert code == "esco_not_utf8"
    assert params["line"] == path.read_bytes().count(b"\n")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_half_a_zip_is_named(tmp_path, share):
    path = zip_esco(tmp_path / "esco.zip", "en")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert fault(path)[0] == "esco_archive_damaged"


def test_a_damaged_member_of_a_zip_is_named(tmp_path):
    path = zip_esco(tmp_path / "esco.zip", "en")
    with zipfile.ZipFile(path) as archive:
        place = next(each for each in archive.infolist() if "skills_en" in each.filename).header_offset
    content = bytearray(path.read_bytes())
    content[place + 90 : place + 130] = bytes(40)
    path.write_bytes(bytes(content))
    code, params = fault(path)
    assert code == "esco_archive_damaged"
    assert "skills_en.csv" in params["file"]


def test_half_a_packed_table_is_named(folder):
    packed = gzip.compress((folder / "skills_en.csv").read_bytes())
    (folder / "skills_en.csv").unlink()
    (folder / "skills_en.csv.gz").write_bytes(packed[: len(packed) // 2])
    assert fault(folder)[0] == "esco_archive_damaged"


@pytest.mark.parametrize(
    "name", ["../skills_en.csv", "/etc/skills_en.csv", "a/../../skills_en.csv", "C:\\skills_en.csv"]
)
def test_a_zip_whose_names_climb_out_is_refused(tmp_path, name):
    path = zip_esco(tmp_path / "esco.zip", "en")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    code, params = fault(path)
    assert (code, params["value"]) == ("esco_unsafe_name", name)
    assert {each.name for each in tmp_path.iterdir()} == {"esco.zip"}


def test_two_versions_side_by_side_are_refused(folder):
    write_esco(folder / "older", "en")
    assert fault(folder)[0] == "esco_table_twice"


def test_a_table_that_is_too_large_is_refused(folder, monkeypatch, tmp_path):
    monkeypatch.setattr("matcher.adapters.esco_files.MOST_BYTES", 100)
    assert fault(zip_esco(tmp_path / "esco.zip", "en"))[0] == "esco_too_large"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the ESCO files are not there")
def test_the_real_classification_is_read_whole():
    found = read(SHARED)
    assert (len(found.skills), len(found.occupations)) == (13939, 3039)
    n_essential = sum(len(each.essential) for each in found.occupations.values())
    n_optional = sum(len(each.optional) for each in found.occupations.values())
    # 17 pairs are both essential and optional.
    assert (n_essential, n_optional) == (67622, 61382 - 17)
    assert sum(not each.group for each in found.skills.values()) < 20


def test_a_table_with_a_byte_order_mark_is_read(folder):
    path = folder / "skills_en.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "esco-s1" in read(folder).skills


def test_the_made_tables_have_the_official_columns(folder):
    with (folder / "occupations_en.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(io.StringIO(file.read())))
    assert header[:5] == ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"]
