"""The journal of taught words on disk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.synonym_files import append_synonyms, read_synonyms
from matcher.core.taxonomy.synonyms import Synonym
from matcher.errors import TaxonomyError


def test_no_file_means_nothing_was_taught(tmp_path):
    assert read_synonyms(tmp_path / "synonyms.csv") == []


def test_nothing_taught_makes_no_file(tmp_path):
    append_synonyms(tmp_path / "synonyms.csv", [])
    assert not (tmp_path / "synonyms.csv").exists()


def test_entries_come_back_in_order_and_the_file_only_grows(tmp_path):
    path = tmp_path / "new folder" / "synonyms.csv"
    first = Synonym("варю, режу", "ru", "welding", 'A. "Boss"', "2026-11-24")
    second = Synonym("дәнекерлеймін", "kk", "welding", "B", "2026-11-25", "removed")
    append_synonyms(path, [first])
    before = path.read_bytes()
    append_synonyms(path, [second])
    assert path.read_bytes().startswith(before)
    assert read_synonyms(path) == [first, second]


def test_no_cell_runs_as_a_formula(tmp_path):
    path = tmp_path / "synonyms.csv"
    entry = Synonym("=HYPERLINK(1)", "en", "welding", "@who", "2026-11-24")
    append_synonyms(path, [entry])
    assert ",=" not in path.read_text() and "\n=" not in path.read_text()
    assert read_synonyms(path) == [entry]


words = st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1).filter(
    lambda text: text == text.strip()
)


@given(st.lists(st.builds(Synonym, words, st.sampled_from(["kk", "ru", "en"]), words, words, words), max_size=5))
def test_whatever_is_written_is_read(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("journal") / "synonyms.csv"
    append_synonyms(path, entries)
    assert read_synonyms(path) == entries


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("text,lang\nваря,ru\n", "taxonomy_column_missing"),
        ("text,concept_id\n,welding\n", "taxonomy_bad_cell"),
        ("text,concept_id,action\nварю,welding,perhaps\n", "taxonomy_bad_cell"),
    ],
)
def test_a_damaged_journal_is_told_with_its_line(tmp_path, content, code):
    path = tmp_path / "synonyms.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        read_synonyms(path)
    assert caught.value.code == code
    assert (caught.value.params["file"], caught.value.params["line"]) == ("synonyms.csv", 2)


def test_a_journal_written_by_hand_needs_words_and_concept_only(tmp_path):
    path = tmp_path / "synonyms.csv"
    path.write_text("concept_id,text\nwelding,варю\n", encoding="utf-8")
    assert read_synonyms(path) == [Synonym("варю", "", "welding", "", "")]
