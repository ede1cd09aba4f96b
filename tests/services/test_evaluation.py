"""The flow of an evaluation, on a pool small enough to work by hand, and on the experts' judgements where they are at hand."""

from pathlib import Path

import numpy as np
import pytest

from matcher.adapters.benchmark_files import read_benchmark
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.records import Skill
from matcher.core.tables import TypedRow
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.services.evaluation import OURS, evaluate, lay_out_benchmark, score_people

URI = "http://data.europa.eu/esco/skill/"
TAXONOMY = Taxonomy(
    {
        name: Skill(name, {"en": label, "ru": label, "kk": label}, esco_uri=URI + name)
        for name, label in {"weld": "welding", "turn": "turning", "cook": "cooking"}.items()
    },
    {},
)
RESOLVER = Resolver(TAXONOMY)
TRANSITIONS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "transitions"


def people(**skills):
    return [
        TypedRow("J.csv", 2, {"jobseeker_id": name, "skills": tuple((each, None) for each in held)})
        for name, held in skills.items()
    ]


def roles(**needs):
    return [
        TypedRow(
            "V.csv",
            2,
            {"vacancy_id": name, "title": name, "essential_skills": tuple((each, None) for each in asked)},
        )
        for name, asked in needs.items()
    ]


ROLES = roles(V1=["turn", "weld"], V2=["cook"], V3=["weld"])


def bench(gains, rows=None, excluded=()):
    return lay_out_benchmark(
        rows or people(J1=["weld"], J2=["cook"]), ROLES, resolver=RESOLVER, gains=gains, excluded=excluded
    )


def ours(benchmark):
    return score_people(benchmark.jobseekers, benchmark.vacancies, taxonomy=TAXONOMY, ranker=OverlapRanker())


def test_figures_of_a_small_pool_are_those_worked_by_hand():
    # J1 welds: V3 is covered whole and V1 a half, so the order is V3, V1, V2 and the relevant V1 stands second: AP 1/2, RR 1/2.
    # J2 cooks: V2, then V1 and V3 (ties by identifier); the relevant V2 stands first: 1.
    benchmark = bench({("J1", "V1"): 1.0, ("J2", "V2"): 2.0})
    found = evaluate(benchmark, ours(benchmark))
    assert found.rows[0].name == OURS
    assert found.rows[0].estimates["map"].mean == pytest.approx(3 / 4)
    assert found.rows[0].estimates["mrr"].mean == pytest.approx(3 / 4)
    assert (found.n_queries, found.n_vacancies, found.n_pairs) == (2, 3, 2)


def test_overlap_beside_ours_gives_the_same_here_and_stands_nothing_behind():
    benchmark = bench({("J1", "V1"): 1.0, ("J2", "V2"): 2.0})
    row = next(row for row in evaluate(benchmark, ours(benchmark)).rows if row.name == "overlap")
    assert row.estimates["map"].mean == pytest.approx(3 / 4)
    assert (row.behind["map"].low, row.behind["map"].high) == (0.0, 0.0)


def test_a_left_out_pair_makes_room_for_the_next():
    benchmark = bench({("J1", "V1"): 1.0, ("J2", "V2"): 2.0}, excluded=[("J1", "V3")])
    assert evaluate(benchmark, ours(benchmark)).rows[0].estimates["map"].mean == 1.0


def test_a_person_without_a_relevant_vacancy_is_not_counted():
    benchmark = bench({("J1", "V1"): 1.0, ("J2", "V2"): 0.0})
    found = evaluate(benchmark, ours(benchmark))
    assert found.n_queries == 1
    assert found.rows[0].estimates["map"].n_queries == 1


def test_a_person_without_skills_is_ranked_by_identifier_and_fails_nothing():
    benchmark = bench({("J1", "V2"): 1.0}, people(J1=[]))
    found = evaluate(benchmark, ours(benchmark))
    assert found.rows[0].estimates["mrr"].mean == 0.5
    assert all(np.isfinite(row.estimates["map"].mean) for row in found.rows)


def test_the_order_of_the_rows_changes_no_figure():
    gains = {("J1", "V1"): 1.0, ("J2", "V2"): 2.0, ("J3", "V3"): 1.0}
    rows = people(J1=["weld"], J2=["cook"], J3=["turn", "weld"])
    one = lay_out_benchmark(rows, ROLES, resolver=RESOLVER, gains=gains)
    turned = lay_out_benchmark(rows[::-1], ROLES[::-1], resolver=RESOLVER, gains=gains)
    assert evaluate(one, ours(one)) == evaluate(turned, ours(turned))


def test_addresses_that_the_taxonomy_does_not_hold_match_as_they_stand():
    unknown = f"{URI}0000-1111"
    asked = roles(V1=["cook", "turn"], V2=[unknown, f"{URI}2222"])
    benchmark = lay_out_benchmark(people(J1=[unknown]), asked, resolver=RESOLVER, gains={("J1", "V2"): 1.0})
    found = evaluate(benchmark, ours(benchmark))
    reached = {row.name: row.estimates["mrr"].mean for row in found.rows if row.name != "random"}
    assert set(reached.values()) == {1.0}
    assert benchmark.pool.jobseeker_texts == ("00001111",)


def test_an_address_that_the_taxonomy_holds_is_read_as_its_label():
    assert bench({("J1", "V1"): 1.0}, people(J1=[f"{URI}weld"])).pool.jobseeker_texts == ("welding",)


@pytest.mark.shared
@pytest.mark.skipif(not TRANSITIONS.exists(), reason="the benchmark of transitions is not at hand")
def test_the_known_figures_of_the_transitions_are_reproduced():
    files = read_benchmark(TRANSITIONS)
    benchmark = lay_out_benchmark(
        files.jobseekers, files.vacancies, resolver=RESOLVER, gains=files.gains, excluded=files.excluded
    )
    found = evaluate(benchmark, ours(benchmark))
    reached = {row.name: [round(each.mean, 3) for each in row.estimates.values()] for row in found.rows}
    assert found.n_queries == 171
    # nDCG@10, MAP, MRR, recall@20, as published with the set.
    assert reached["overlap"] == [0.388, 0.307, 0.553, 0.551]
    assert reached["jaccard"] == [0.426, 0.339, 0.602, 0.608]
    assert reached["idf_cosine"] == pytest.approx([0.466, 0.367, 0.638, 0.633], abs=0.0011)
    chance = next(row for row in found.rows if row.name == "random").estimates["map"]
    assert chance.low <= 0.021 <= chance.high
