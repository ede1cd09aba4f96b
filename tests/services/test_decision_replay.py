"""What was shown when somebody decided can be shown again, to the byte, whatever has changed since."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from services.decision_scene import Scene
from services.test_matching import SKILLS, TAXONOMY, invent

from matcher.bootstrap import build
from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.record_json import to_text
from matcher.core.records import HeldSkill, Jobseeker, Vacancy
from matcher.core.records.decisions import KeptText, LoggedDecision
from matcher.errors import UsageError
from matcher.services.decisions.decision_snapshot import match_of, replay

TRAVEL = TravelTimes({("a", "b"): 40})


def of(ranker):
    def choose(name, version):
        if name != ranker.name:
            raise UsageError("unknown_model")
        return ranker

    return choose


def busy_centre(n, ranker):
    """Decide `n` times, while people and vacancies are edited between the decisions."""
    people, vacancies, courses = invent(7)
    scene = Scene(*(replace(each, consent=True) for each in people), *vacancies, *courses, ranker=ranker, travel=TRAVEL)
    dice = np.random.default_rng(7)
    for at in range(n):
        scene.now += timedelta(minutes=7)
        pair = scene.pair(people[dice.integers(len(people))], vacancies[dice.integers(len(vacancies))])
        scene.judge(pair, "override", "person_wishes", "")
        if at % 3 == 0:
            stored, skill = pair.person, HeldSkill(str(dice.choice(SKILLS)), int(dice.integers(1, 6)))
            profile = replace(stored.record.profile, skills=(*stored.record.profile.skills, skill))
            edited = replace(stored, record=replace(stored.record, profile=profile))
            scene.repository.save("A", edited, expected_version=stored.version)
        if at % 10 == 0:
            stored = pair.vacancy
            edited = replace(stored, record=replace(stored.record, title=f"v{at}", needs=stored.record.needs[:1]))
            scene.repository.save("A", edited, expected_version=stored.version)
    return scene


@pytest.mark.parametrize("ranker", [OverlapRanker(), build().ranker("prior")], ids=["overlap", "prior"])
def test_a_hundred_past_recommendations_replay_to_the_same_bytes(ranker, at_size):
    n = 100 if ranker.name == "overlap" else at_size(20, 100)
    scene = busy_centre(n, ranker)
    found = list(replay(scene.repository, "A", TAXONOMY, ranker_of=of(ranker), latest=1_000))
    assert len(found) == n
    assert {each.agreement for each in found} == {"same"}
    assert len({each.entry.record.shown.match for each in found}) > n / 10
    newest = list(replay(scene.repository, "A", TAXONOMY, ranker_of=of(ranker), latest=3))
    assert [each.entry for each in newest] == [each.entry for each in found[:3]]
    assert newest[0].entry.record.decided_at > newest[2].entry.record.decided_at


def test_texts_that_many_decisions_share_are_kept_once_and_tell_of_no_person():
    scene = busy_centre(20, OverlapRanker())
    texts = [row.record.text for row in scene.repository.find("A", KeptText)]
    towns = {entry.shown.town for entry in scene.log()}
    n_records = sum(1 for kind in (Vacancy,) for _ in scene.repository.find("A", kind))
    assert len(towns) <= 3
    assert len(texts) < 3 * (n_records + 10)
    assert not any("jobseeker_id" in text for text in texts)


def test_a_figure_that_was_changed_afterwards_is_found():
    scene = busy_centre(3, OverlapRanker())
    entry = list(scene.repository.find("A", LoggedDecision))[-1]
    match = match_of(entry.record)
    forged = replace(entry.record.shown, match=to_text(replace(match, score=match.score + 0.000001)))
    scene.repository.save("A", replace(entry, record=replace(entry.record, shown=forged)), expected_version=1)
    found = list(replay(scene.repository, "A", TAXONOMY, ranker_of=of(OverlapRanker()), latest=10))
    assert [each.agreement for each in found] == ["differs", "same", "same"]


def test_a_kept_text_that_was_changed_or_lost_is_told_not_guessed():
    scene = busy_centre(1, OverlapRanker())
    row = next(scene.repository.find("A", KeptText))
    scene.repository.save("A", replace(row, record=replace(row.record, text="{}")), expected_version=1)
    (found,) = replay(scene.repository, "A", TAXONOMY, ranker_of=of(OverlapRanker()), latest=10)
    assert found.agreement == "not_here"
    assert found.missing.startswith("town ")


def test_another_model_or_taxonomy_is_told_not_guessed():
    scene = busy_centre(1, OverlapRanker())

    class Another(OverlapRanker):
        version = "2"

    (found,) = replay(scene.repository, "A", TAXONOMY, ranker_of=of(Another()), latest=10)
    assert (found.agreement, found.missing) == ("not_here", f"model overlap {OverlapRanker().version}")
    (found,) = replay(scene.repository, "A", TAXONOMY, ranker_of=of(build().ranker("prior")), latest=10)
    assert found.agreement == "not_here"
    fewer = replace(TAXONOMY, skills={"s0": TAXONOMY.skills["s0"]})
    (found,) = replay(scene.repository, "A", fewer, ranker_of=of(OverlapRanker()), latest=10)
    assert found.missing == f"taxonomy {TAXONOMY.version}"


def test_two_officers_who_keep_the_same_town_at_once_both_decide():
    scene = busy_centre(1, OverlapRanker())
    add = scene.repository.add

    def somebody_was_faster(centre_id, record):
        if isinstance(record, KeptText):
            add(centre_id, record)
        return add(centre_id, record)

    person = next(scene.repository.find("A", Jobseeker))
    vacancy = next(scene.repository.find("A", Vacancy))
    scene.repository.save(
        "A", replace(vacancy, record=replace(vacancy.record, title="new")), expected_version=vacancy.version
    )
    scene.repository.add = somebody_was_faster
    pair = scene.pair(person.record, vacancy.record)
    scene.judge(pair, "override", "person_wishes", "")
    assert len(scene.log()) == 2
