"""Taxonomy files and ESCO."""

import csv
import zipfile

import pytest

from matcher.adapters.esco import merge, read_esco
from matcher.adapters.taxonomy_files import read_taxonomy, write_taxonomy
from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Group, Taxonomy
from matcher.errors import TaxonomyError

SKILL_URI = "http://data.europa.eu/esco/skill/s1"
OURS = Taxonomy(
    {"weld": Skill("weld", {"ru": "сварка", "en": "welding"}, {"ru": ("варю",)}, {}, "metal", esco_uri=SKILL_URI)},
    {"occ": Occupation("occ", "7212", {"en": "welder"}, essential=(("weld", 3),), hazard=True)},
    {"metal": Group("metal", {"en": "metal"})},
)


def esco_zip(path):
    tables = {
        "skills_en.csv": [
            ("conceptUri", "preferredLabel", "altLabels"),
            (SKILL_URI, "weld metal", "join metal\nfuse metal"),
        ],
        "occupations_en.csv": [
            ("conceptUri", "iscoGroup", "preferredLabel", "altLabels"),
            ("o/1", "7212", "welder", ""),
        ],
        "occupationSkillRelations_en.csv": [
            ("occupationUri", "relationType", "skillUri"),
            ("o/1", "essential", SKILL_URI),
        ],
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            with archive.open(name, "w") as file:
                file.write("\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode())
    return path


def test_what_is_written_is_read_again(tmp_path):
    write_taxonomy(OURS, tmp_path)
    assert read_taxonomy(tmp_path) == OURS


def test_a_folder_without_skills_is_named(tmp_path):
    with pytest.raises(TaxonomyError, match="taxonomy_not_found"):
        read_taxonomy(tmp_path)


def test_an_identifier_twice_is_named_with_its_line(tmp_path):
    write_taxonomy(OURS, tmp_path)
    rows = list(csv.reader((tmp_path / "skills.csv").read_text(encoding="utf-8").splitlines()))
    with (tmp_path / "skills.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows, rows[1]])
    with pytest.raises(TaxonomyError) as fault:
        read_taxonomy(tmp_path)
    assert fault.value.params["line"] == 3


def test_esco_is_read_from_its_zip_and_merged_by_uri(tmp_path):
    esco = read_esco(esco_zip(tmp_path / "esco.zip"))
    assert esco.skills["esco-s1"].alt_labels == {"en": ("join metal", "fuse metal")}
    assert esco.occupations["esco-1"].essential == (("esco-s1", 0),)
    merged = merge(OURS, esco)
    assert merged.skills["weld"].alt_labels["en"] == ("weld metal", "join metal", "fuse metal")
    assert merged.occupations["esco-1"].essential == (("weld", 0),)
    assert "esco-s1" not in merged.skills


def test_a_folder_that_is_not_esco_is_named(tmp_path):
    with pytest.raises(TaxonomyError, match="esco_not_found"):
        read_esco(tmp_path)
