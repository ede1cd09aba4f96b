"""Twins through words: what a ranker's audit says of texts that differ in protected words alone."""

import csv
from collections import Counter
from datetime import date

import numpy as np
import pytest

from matcher.adapters.audit_words import AuditWords
from matcher.adapters.messages import Messages
from matcher.bootstrap import build
from matcher.cli.match import match
from matcher.config import ROOT
from matcher.core.fairness.twins import Twin, compare_twins
from matcher.core.record_mapping import RecordParser
from matcher.services.audit.twins import measure_twins, read_twins

SAMPLES = ROOT / "data" / "samples"
ALIKE = ("status", "whom")
"""Kinds of which no pair may differ. Pairs of ``gender`` join here once grammatical gender is folded where words are read."""
COLUMNS = {"experience": "experience", "skills": "skills", "occupations": "occupations", "wanted": "wanted_occupations"}


@pytest.fixture(scope="module")
def container():
    return build()


@pytest.fixture(scope="module")
def pairs(container):
    return read_twins(container.twins, RecordParser(container.resolver, container.places, date(2026, 11, 23)))


def test_the_shipped_list_has_every_language_place_and_kind(container):
    counted = Counter((twin.lang, twin.kind) for twin in container.twins)
    assert all(counted[lang, kind] for lang in ("kk", "ru", "en") for kind in ("gender", *ALIKE))
    assert {twin.place for twin in container.twins if twin.kind == "status"} == set(COLUMNS)
    assert sum(twin.kind in ALIKE for twin in container.twins) >= 60
    assert len(set(container.twins)) == len(container.twins)


@pytest.mark.parametrize("model", ["prior", "overlap"])
def test_no_score_differs_for_leave_status_and_family(container, pairs, model):
    counts = dict(measure_twins(pairs, container.taxonomy, container.ranker(model)).by_kind)
    assert all(counts[kind].n > 20 for kind in ALIKE)
    assert {kind: (counts[kind].n_differing, counts[kind].largest) for kind in ALIKE} == dict.fromkeys(ALIKE, (0, 0.0))


def test_unpaid_care_is_evidence_whoever_it_was_for(pairs):
    for pair in pairs:
        if pair.twin.kind == "whom" and not pair.twin.text_a.startswith(("Готовила", "Gave")):
            first, second = ({each.skill_id for each in one.profile.skills} for one in (pair.first, pair.second))
            assert first == second
            assert len(first) > 1, pair.twin.text_a


def test_status_alone_gives_no_skill_no_work_and_nothing_to_review(container):
    phrases = [
        "Домохозяйка",
        "В декрете",
        "Многодетная мама",
        "Үй шаруасындағы әйелмін",
        "Housewife",
        "Maternity leave",
    ]
    twins = [Twin("", place, phrase, "", "status") for phrase in phrases for place in COLUMNS]
    for pair in read_twins(twins, RecordParser(container.resolver, container.places, date(2026, 11, 23))):
        assert pair.first.profile.skills == pair.second.profile.skills
        assert not pair.first.profile.occupations
        assert not pair.first.profile.wanted_occupations
        assert pair.first.unresolved == pair.second.unresolved


def test_twins_of_status_have_the_same_bytes_of_matches(container, tmp_path):
    twins = [twin for twin in container.twins if twin.kind == "status"]
    found = []
    for name in ("text_a", "text_b"):
        folder = tmp_path / name
        folder.mkdir()
        with (folder / "J.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["jobseeker_id", *COLUMNS.values()])
            writer.writeheader()
            for number, twin in enumerate(twins):
                row = {"jobseeker_id": f"T{number:03}", "skills": "сварка:3; уборка помещений:2"}
                before = row.get(COLUMNS[twin.place], "")
                row[COLUMNS[twin.place]] = "; ".join(filter(None, (before, getattr(twin, name))))
                writer.writerow(row)
        options = ["--as-of", "2026-11-23", "--lang", "en", "--jobs", "1", "--out", str(folder / "out")]
        tables = ["--jobseekers", str(folder / "J.csv"), "--vacancies", str(SAMPLES / "vacancies.csv")]
        assert match.main([*tables, *options], standalone_mode=False) == 0
        found.append({path.name: path.read_bytes() for path in (folder / "out").glob("*.csv")})
    assert len(found[0]["matches_by_jobseeker.csv"]) > 10_000
    assert found[0] == found[1]


def test_a_difference_is_counted_by_kind():
    twins = [Twin("ru", "experience", "a", "b", "status"), Twin("en", "wanted", "c", "d", "gender")]
    figures = compare_twins(twins, np.array([[0.5, 0.1], [0.2, 0.2]]), np.array([[0.5, 0.4], [0.2, 0.2]])).as_dict()
    assert (figures["n"], figures["differing"], figures["share"], figures["largest"]) == (2, 1, 0.5, 0.3)
    assert figures["by_kind"]["status"]["largest"] == 0.3
    assert figures["by_kind"]["whom"] == {"n": 0, "differing": 0, "share": None, "largest": 0.0}


@pytest.mark.parametrize(("language", "flag"), [("kk", "Назар аударыңыз"), ("ru", "Внимание"), ("en", "Attention")])
def test_a_page_flags_a_model_whose_twins_differ(container, language, flag):
    twins = [Twin("en", "wanted", "c", "d", "gender")]
    for second, is_flagged in ((0.25, True), (0.5, False)):
        figures = compare_twins(twins, np.array([[0.5]]), np.array([[second]])).as_dict()
        found = {"twins": figures}
        (section,) = AuditWords(found, Messages(container.settings.translations_dir, language)).twins()
        assert (flag in section.sentences[0]) is is_flagged
        assert len(section.rows) == 4
