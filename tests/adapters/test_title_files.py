"""Coded titles, their model on disk, and the map from NKZ."""

import json

import pytest

from matcher.adapters.taxonomy_files import read_rows
from matcher.adapters.title_files import read_coded_titles, read_unit_groups, write_unit_groups
from matcher.adapters.word_files import make_resolver, read_nkz_map, reranker_path
from matcher.config import ROOT
from matcher.core.records import Occupation
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.unit_groups import CodedTitles, fit
from matcher.errors import ModelError, TaxonomyError

URI = "http://data.europa.eu/esco/occupation/1"
TAXONOMY = Taxonomy({}, {"cook": Occupation("cook", "5120", {"en": "cook"}, esco_uri=URI)})
NKZ = {"7212": "7212", "8111": "8112"}
MAP = ROOT / "data" / "taxonomy" / "nkz_isco.csv"


def written(tmp_path, *rows, header="title,occupation", encoding="utf-8"):
    path = tmp_path / "titles.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    return path


def test_an_occupation_may_be_an_identifier_a_uri_or_a_code(tmp_path):
    rows = ["chef,cook", f"sous-chef,{URI}", "welder,7212", "miner,8111-2", "baker,C7512"]
    coded, n_left_out = read_coded_titles(written(tmp_path, *rows), TAXONOMY, NKZ)
    assert coded.codes == ("5120", "5120", "7212", "8112", "7512")
    assert (coded.labels, coded.label_codes, n_left_out) == (("cook",), ("5120",), 0)


def test_rows_that_tell_nothing_are_counted(tmp_path):
    coded, n_left_out = read_coded_titles(written(tmp_path, ",cook", "x,unknown", "y,9999-1", "z,cook"), TAXONOMY, NKZ)
    assert (coded.titles, n_left_out) == (("z",), 3)


@pytest.mark.parametrize("header", ["name,occupation", "title,code"])
def test_a_missing_column_is_named(tmp_path, header):
    with pytest.raises(TaxonomyError, match="esco_column_missing"):
        read_coded_titles(written(tmp_path, "a,b", header=header), TAXONOMY, NKZ)


def test_another_encoding_is_named_with_its_line(tmp_path):
    with pytest.raises(TaxonomyError, match="esco_not_utf8.*line=2"):
        read_coded_titles(written(tmp_path, "сварщик,7212", encoding="cp1251"), TAXONOMY, NKZ)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TaxonomyError, match="titles_not_found"):
        read_coded_titles(tmp_path / "none.csv", TAXONOMY, NKZ)


def test_a_model_is_read_as_it_was_written(tmp_path):
    titles = tuple(f"{work} {place}" for work in ("cook", "welder") for place in range(40))
    model = fit(CodedTitles(titles, ("5120",) * 40 + ("7212",) * 40))
    for name in ("a.json", "b.json"):
        write_unit_groups(tmp_path / name, model, {"learned_from": "test"})
    again = read_unit_groups(tmp_path / "a.json")
    assert again.to_numbers() == model.to_numbers()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert read_unit_groups(tmp_path / "none.json") is None


def test_a_damaged_model_is_named(tmp_path):
    (tmp_path / "titles.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="model_damaged"):
        read_unit_groups(tmp_path / "titles.json")


def test_the_map_from_nkz_says_of_each_row_whether_it_was_verified():
    rows = [row for _, row in read_rows(MAP)]
    assert len(rows) == len(read_nkz_map(MAP)) > 400
    assert all(len(row["nkz"]) == len(row["isco08"]) == 4 for row in rows)
    assert {row["status"] for row in rows} == {"verified", "unverified"}
    assert all(row["source"] for row in rows)


def test_an_nkz_code_has_the_unit_group_of_the_map_and_no_other():
    resolver = Resolver(TAXONOMY, nkz_isco08={"5120": "5120", "8111": "8112"})
    cook, miner, unknown = resolver.resolve(["5120-1", "8111-2-001", "7777-1"], kind="occupation")
    assert (cook.concept_id, cook.isco08) == ("cook", "5120")
    assert (miner.accepted, miner.isco08) == (False, "8112")
    assert (unknown.accepted, unknown.isco08) == (False, "")


def test_an_order_that_another_version_learned_is_not_used(tmp_path):
    shipped = ROOT / "data" / "priors"
    numbers = json.loads(reranker_path(shipped).read_text(encoding="utf-8"))
    reranker_path(tmp_path).write_text(json.dumps({**numbers, "accept": 0.123}), encoding="utf-8")
    assert make_resolver(TAXONOMY, shipped, folder=tmp_path).ranker.accept == 0.123
    renamed = ["x", *numbers["features"][1:]]
    reranker_path(tmp_path).write_text(json.dumps({**numbers, "accept": 0.123, "features": renamed}), encoding="utf-8")
    assert make_resolver(TAXONOMY, shipped, folder=tmp_path).ranker.accept == numbers["accept"]
    assert make_resolver(TAXONOMY, shipped, folder=tmp_path / "none").ranker.accept == numbers["accept"]


def test_beside_an_order_of_its_own_a_taxonomy_needs_one_of_its_own_for_encoders(tmp_path):
    class Encoder:
        name = "use"

    shipped, encoders = ROOT / "data" / "priors", [Encoder()]
    assert make_resolver(TAXONOMY, shipped, encoders=encoders, folder=tmp_path).encoders_ranker is not None
    reranker_path(tmp_path).write_bytes(reranker_path(shipped).read_bytes())
    assert make_resolver(TAXONOMY, shipped, encoders=encoders, folder=tmp_path).encoders_ranker is None
    reranker_path(tmp_path, encoders).write_bytes(reranker_path(shipped, encoders).read_bytes())
    assert make_resolver(TAXONOMY, shipped, encoders=encoders, folder=tmp_path).encoders_ranker is not None
