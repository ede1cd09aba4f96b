"""Model folders: what was saved is what is loaded, and nothing else is."""

import ast
import json
import zipfile

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from matcher.adapters.model_files import (
    ALLOWED,
    MANIFEST,
    MODEL,
    _own_digest,
    golden_scores,
    load_model,
    names_of,
    read_model,
    save_model,
    versions_of,
)
from matcher.config import ROOT
from matcher.core.features.columns import NAMES
from matcher.core.learned import LearnedRanker
from matcher.errors import ModelError

CARD = {"known": "labels", "status": "served"}


def trained(seed=0):
    chance = np.random.default_rng(seed)
    rows = chance.random((120, len(NAMES)))
    return LearnedRanker(directions=[1] * len(NAMES), limits=(0.0, 1.0)).fit(rows, (rows[:, 0] > 0.5).astype(int))


@pytest.fixture(scope="module")
def model():
    return trained()


@pytest.fixture
def models(tmp_path, model):
    save_model(tmp_path / "centre", model, card=CARD, page="<p>", served=True, taxonomy="t1")
    return tmp_path


def change(path, **changes):
    """Change a manifest as somebody who knows how it is made would."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest.pop("manifest_sha256")
    manifest.update(changes)
    manifest["manifest_sha256"] = _own_digest(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_what_was_saved_is_loaded(models, model):
    stored = load_model(models, "centre")
    assert (stored.name, stored.version, stored.taxonomy, stored.known) == ("centre", "1", "t1", "labels")
    assert np.array_equal(stored.model.tables_, model.tables_)
    assert np.array_equal(golden_scores(stored.model), golden_scores(model))


def test_versions_rise_by_one_and_the_newest_is_taken(models):
    assert save_model(models / "centre", trained(1), card=CARD, page="", served=True, taxonomy="t2") == "2"
    assert versions_of(models, "centre") == ["1", "2"]
    assert load_model(models, "centre").version == "2"
    assert load_model(models, "centre", "1").version == "1"
    assert names_of(models) == ["centre"]


def test_a_refused_version_is_never_served(models):
    save_model(models / "centre", trained(1), card=CARD, page="", served=False, taxonomy="t1")
    assert load_model(models, "centre").version == "1"
    with pytest.raises(ModelError) as refused:
        load_model(models, "centre", "2")
    assert refused.value.code == "model_refused"
    assert refused.value.params["way_out"] == "--model centre@1"


def test_a_name_that_leaves_the_folder_is_refused(models):
    for name in ("../centre", "", "Centre", "a/b"):
        with pytest.raises(ModelError):
            load_model(models, name)
    with pytest.raises(ModelError, match="model_name"):
        save_model(models / "My Model", trained(), card=CARD, page="", served=True, taxonomy="t")


def test_an_unknown_version_names_those_there_are(models):
    with pytest.raises(ModelError) as unknown:
        load_model(models, "centre", "7")
    assert unknown.value.params["expected"] == "1"


def test_three_hundred_flipped_bits_are_all_refused(models):
    folder = models / "centre" / "1"
    chance = np.random.default_rng(0)
    for name, n_flips in ((MODEL, 200), (MANIFEST, 70), ("card.json", 20), ("card.html", 10)):
        path = folder / name
        whole = path.read_bytes()
        for _ in range(n_flips):
            flipped = bytearray(whole)
            flipped[chance.integers(len(whole))] ^= 1 << int(chance.integers(8))
            path.write_bytes(flipped)
            try:
                stored = load_model(models, "centre")
            except ModelError:
                continue
            # a changed byte that says the same (a blank of JSON) is harmless: the model is the one that was saved
            assert name == MANIFEST
            assert np.array_equal(golden_scores(stored.model), golden_scores(trained()))
        path.write_bytes(whole)
    assert load_model(models, "centre").version == "1"


@pytest.mark.parametrize("name", [MODEL, "card.json", "card.html", MANIFEST])
def test_a_missing_file_is_refused_with_the_way_out(models, name):
    save_model(models / "centre", trained(1), card=CARD, page="", served=True, taxonomy="t1")
    (models / "centre" / "2" / name).unlink()
    with pytest.raises(ModelError) as damaged:
        load_model(models, "centre", "2")
    assert damaged.value.code == "ranker_damaged"
    assert damaged.value.params["way_out"] == "--model centre@1"
    passed_over = []
    assert load_model(models, "centre", passed_over=passed_over).version == "1"
    assert [fault.code for fault in passed_over] == ["ranker_damaged"]


def test_a_model_of_other_columns_is_refused(models):
    change(models / "centre" / "1" / MANIFEST, schema="0" * 12)
    with pytest.raises(ModelError, match="model_columns"):
        load_model(models, "centre")


def test_a_model_of_another_library_version_is_refused(models):
    manifest = models / "centre" / "1" / MANIFEST
    libraries = json.loads(manifest.read_text(encoding="utf-8"))["libraries"]
    change(manifest, libraries={**libraries, "scikit-learn": "99.1"})
    with pytest.raises(ModelError, match="model_libraries"):
        load_model(models, "centre")


def test_a_model_that_scores_otherwise_than_it_did_is_refused(models):
    manifest = models / "centre" / "1" / MANIFEST
    golden = json.loads(manifest.read_text(encoding="utf-8"))["golden"]
    change(manifest, golden=[golden[0] + 1e-6, *golden[1:]])
    with pytest.raises(ModelError, match="model_golden"):
        load_model(models, "centre")


def test_only_one_type_of_ours_may_stand_in_a_file(models, tmp_path):
    assert ALLOWED == ("matcher.core.learned.LearnedRanker",)
    held = skops.io.get_untrusted_types(file=models / "centre" / "1" / MODEL)
    assert set(held) <= set(ALLOWED)
    foreign = tmp_path / "foreign.skops"
    skops.io.dump(LogisticRegression().fit([[0], [1]], [0, 1]), foreign)
    with pytest.raises(ModelError, match="model_foreign"):
        read_model(foreign)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + bytes(40), b"\x80\x04K\x01."])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "x.skops"
    path.write_bytes(content)
    with pytest.raises(ModelError):
        read_model(path)


def test_an_archive_without_a_model_is_refused(tmp_path):
    path = tmp_path / "x.skops"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", "[]")
    with pytest.raises(ModelError):
        read_model(path)


def test_a_save_that_breaks_off_leaves_no_version(tmp_path, model, monkeypatch):
    def broken(_):
        raise OSError("disk full")

    monkeypatch.setattr("matcher.adapters.model_files.golden_scores", broken)
    with pytest.raises(OSError, match="disk full"):
        save_model(tmp_path / "centre", model, card=CARD, page="", served=True, taxonomy="t")
    assert versions_of(tmp_path, "centre") == []


@pytest.mark.parametrize("folder", ["matcher", "web", "bench"])
def test_nothing_in_the_tree_unpickles(folder):
    sources = sorted((ROOT / folder).rglob("*.py"))
    assert sources
    for path in sources:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not {name.split(".")[0] for name in names} & {"pickle", "cPickle", "dill", "cloudpickle", "shelve"}, path
        loads = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
        assert not loads & {"joblib.load", "pd.read_pickle", "pandas.read_pickle"}, path
        allowed = [k for n in nodes if isinstance(n, ast.Call) for k in n.keywords if k.arg == "allow_pickle"]
        assert all(ast.unparse(keyword.value) == "False" for keyword in allowed), path
