"""The taxonomy's own files."""

import csv
from collections import Counter

import pytest

from matcher.adapters.taxonomy_files import read_shared_labels, read_taxonomy, write_shared_labels, write_taxonomy
from matcher.config import ROOT
from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Group, Taxonomy
from matcher.core.text import fold
from matcher.errors import TaxonomyError

SKILL_URI = "http://data.europa.eu/esco/skill/s1"
OURS = Taxonomy(
    {"weld": Skill("weld", {"ru": "сварка", "en": "welding"}, {"ru": ("варю",)}, {}, "metal", esco_uri=SKILL_URI)},
    {"occ": Occupation("occ", "7212", {"en": "welder"}, essential=(("weld", 3),), hazard=True)},
    {"metal": Group("metal", {"en": "metal"})},
)


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


def test_labels_in_other_languages_have_columns_of_their_own(tmp_path):
    weld = Skill("weld", {"en": "weld", "uk": "зварювати"}, {"uk": ("варити",)}, kk_status="absent")
    more = Taxonomy({"weld": weld}, {}, {"g": Group("g", {"en": "metal", "pl": "metal"})})
    write_taxonomy(more, tmp_path)
    assert read_taxonomy(tmp_path) == more
    assert not list(tmp_path.glob("*.unfinished"))
    assert more.label("weld", "kk") == "weld"


def test_noted_labels_are_read_in_lower_case(tmp_path):
    write_shared_labels(tmp_path, [("skill", "sql", "ESCO")])
    assert read_shared_labels(tmp_path) == {("skill", "sql")}


def test_the_four_hundred_skills_most_in_use_have_five_other_names_in_kazakh_and_russian():
    ours = read_taxonomy(ROOT / "data" / "taxonomy")
    asked = Counter(key for work in ours.occupations.values() for key, _ in (*work.essential, *work.optional))
    for key in sorted(ours.skills, key=lambda each: (-asked[each], each))[:400]:
        for lang in ("kk", "ru"):
            others = {fold(label) for label in ours.skills[key].alt_labels[lang]}
            assert len(others - {fold(ours.skills[key].labels[lang])}) >= 5, (key, lang)


def test_there_are_as_many_concepts_as_were_promised():
    ours = read_taxonomy(ROOT / "data" / "taxonomy")
    assert len(ours.skills) >= 800
    assert len(ours.occupations) >= 200
