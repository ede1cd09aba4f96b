"""A large batch on several cores gives the answers of one."""

import pytest

from matcher.adapters import parallel_words
from matcher.adapters.parallel_words import resolve_in_parallel
from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Resolver, Taxonomy

DEEDS, THINGS = ("сварка", "ремонт", "монтаж"), ("труб", "рам", "дверей", "окон")
SKILLS = {f"{deed}-{thing}": Skill(f"{deed}-{thing}", {"ru": f"{deed} {thing}"}) for deed in DEEDS for thing in THINGS}
COOKS = {key: Occupation(key, "5120", {"ru": label}) for key, label in (("a", "повар"), ("b", "кашевар"))}
RESOLVER = Resolver(Taxonomy(SKILLS, COOKS))
TEXTS = [f"{deed} новых {thing} {number}" for number in range(20) for deed in DEEDS for thing in THINGS] + [
    "",
    "5120",
    "сварка труп",
]


@pytest.mark.parametrize("kind", ["skill", "occupation"])
@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_give_the_same_answers_in_the_same_order(monkeypatch, kind, jobs):
    monkeypatch.setattr(parallel_words, "SMALLEST_BATCH", 10)
    assert resolve_in_parallel(RESOLVER, TEXTS, kind=kind, lang="ru", jobs=jobs) == RESOLVER.resolve(
        TEXTS, kind=kind, lang="ru"
    )


@pytest.mark.parametrize(("texts", "jobs", "encoders"), [(TEXTS[:5], 2, ()), (TEXTS, 1, ()), (TEXTS, 2, ("one",))])
def test_a_small_batch_one_core_and_encoders_stay_in_this_process(monkeypatch, texts, jobs, encoders):
    def refuse(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(parallel_words, "SMALLEST_BATCH", 10)
    monkeypatch.setattr(parallel_words, "ProcessPoolExecutor", refuse)
    resolver = Resolver(RESOLVER.taxonomy, encoders=encoders)
    assert len(resolve_in_parallel(resolver, texts, jobs=jobs)) == len(texts)
