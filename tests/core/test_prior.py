"""The prior: fitted as it says, read only for its own columns, and good where nobody of the project wrote the truth."""

import json
import sys

import numpy as np
import pytest

from matcher.adapters.prior_files import (
    GROUPS,
    MEANINGS,
    WEIGHTS,
    load_prior,
    read_meanings,
    write_groups,
    write_meanings,
)
from matcher.config import ROOT
from matcher.core.features.columns import NAMES, STEPS, schema_digest
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.core.prior import FLOOR, KNOWN, JudgedPairs, fit_prior, with_floor
from matcher.errors import ModelError

PRIORS = ROOT / "data" / "priors"
SHARED = ROOT.parent / "shared" / "bench" / "transitions"
URI = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-00000000000"


def judged(n_people, useful, seed=0):
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(n_people):
        columns = chance.random((20, len(NAMES)))
        gains = np.zeros(20)
        gains[np.argsort(-columns[:, NAMES.index(useful)])[:2]] = 1
        found.append(JudgedPairs(columns, gains))
    return found


def test_the_column_that_tells_related_pairs_gets_the_weight():
    weights = fit_prior(judged(40, "near_groups"))
    assert weights["near_groups"] > 0.8
    assert sum(weights.values()) == pytest.approx(1, abs=0.001)
    assert min(weights.values()) >= 0


def test_a_column_that_speaks_against_gets_nothing():
    people = [JudgedPairs(1 - one.columns, one.gains) for one in judged(40, "near_groups")]
    assert fit_prior(people)["near_groups"] == 0


def test_a_column_that_is_the_same_for_all_gets_nothing():
    people = judged(10, "near_groups")
    for one in people:
        one.columns[:, 0] = 0.5
    assert fit_prior(people)[NAMES[0]] == 0


def test_the_same_judgements_give_the_same_weights():
    assert fit_prior(judged(10, "isco_near")) == fit_prior(judged(10, "isco_near"))


def test_a_met_need_always_counts():
    line = with_floor({})
    assert all(line[NAMES.index(name)] == least > 0 for name, least in FLOOR.items())
    assert line.sum() == pytest.approx(sum(FLOOR.values()))


def test_the_shipped_prior_is_monotone_and_says_where_it_comes_from():
    prior = load_prior(PRIORS)
    assert set(prior.weights) == set(KNOWN)
    for known in KNOWN:
        tables = prior.tables(known).tables
        assert tables.shape == (len(NAMES), STEPS + 1)
        assert (np.diff(tables, axis=1) >= 0).all()
        assert sum(prior.weights[known].values()) == pytest.approx(1, abs=0.002)
    record = json.loads((PRIORS / WEIGHTS).read_text(encoding="utf-8"))
    assert record["schema"] == schema_digest()
    assert "bench/prior.py" in record["derived_by"]
    assert record["cross_validated_map"]["meanings"] >= 0.45


def test_the_shipped_groups_put_like_work_together():
    groups = load_prior(PRIORS).groups
    assert groups.near(["7212"], ["7212"]) == STEPS
    # welders are nearer to sheet-metal workers than to hairdressers
    assert groups.near(["7212"], ["7213"]) > groups.near(["7212"], ["5141"])


def copied(folder, **changes):
    for name in (WEIGHTS, GROUPS, MEANINGS):
        (folder / name).write_bytes(changes.get(name.split(".")[0], (PRIORS / name).read_bytes()))
    return folder


def test_a_prior_for_other_columns_is_refused(tmp_path):
    record = json.loads((PRIORS / WEIGHTS).read_text(encoding="utf-8")) | {"schema": "other"}
    with pytest.raises(ModelError, match="prior_schema"):
        load_prior(copied(tmp_path, transitions=json.dumps(record).encode()))


@pytest.mark.parametrize("part", ["transitions", "isco08", "esco-skills"])
def test_a_damaged_prior_is_refused(tmp_path, part):
    with pytest.raises(ModelError, match="prior_damaged"):
        load_prior(copied(tmp_path, **{part: b"{"}))


def test_a_missing_prior_names_the_file(tmp_path):
    with pytest.raises(ModelError) as missing:
        load_prior(tmp_path)
    assert missing.value.params["file"].endswith(WEIGHTS)


def test_places_of_skills_and_groups_are_read_as_they_were_written(tmp_path):
    meanings = SkillMeanings({f"{URI}{n}": (n, -n, 127) for n in range(5)})
    write_meanings(tmp_path / "m.npz", meanings)
    read = read_meanings(tmp_path / "m.npz")
    assert {uri: tuple(int(v) for v in row) for uri, row in read.vectors.items()} == meanings.vectors
    write_groups(tmp_path / "g.json", GroupsOfWork({"7212": (1, -2)}))
    assert json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["vectors"] == {"7212": [1, -2]}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of judgements is not here")
def test_related_occupations_come_first_for_people_never_seen(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    sys.modules.pop("prior", None)
    import prior as measurement

    from matcher.adapters.taxonomy_files import read_taxonomy

    taxonomy, shipped = read_taxonomy(ROOT / "data" / "taxonomy"), load_prior(PRIORS)
    source = measurement.judgements(SHARED)
    views = measurement.columns_of(source, taxonomy, shipped.groups, shipped.meanings)
    reached = [value for value, _, _ in measurement.cross_validated(views, source)]
    assert len(reached) == 171
    assert np.mean(reached) >= 0.45
