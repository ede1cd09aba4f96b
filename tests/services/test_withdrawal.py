"""Consent withdrawn, a record blocked, a person erased: every path that matches forgets the person at once, warm caches too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from services.decision_scene import COURSE, NOON, PERSON, VACANCY, Scene

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.personal import SqlPersonalRecords
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records.centre import Blocking, Consent, VacancyStatusRecord, Viewer
from matcher.services.decisions.referral_responses import agreed_people
from matcher.services.needs.supply import count_supply
from matcher.services.search.candidate_search import CandidateSearch, SearchQuery

N_PEOPLE = 20
OFFICER = Viewer("u1", "staff", "search")


@pytest.fixture
def scene(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(engine)
    people = [replace(PERSON, jobseeker_id=f"J{at}") for at in range(1, N_PEOPLE + 1)]
    made = Scene(*people, VACANCY, VacancyStatusRecord("V1", "published"), COURSE, repository=SqlRepository(engine))
    made.engine = engine
    made.search = CandidateSearch(made.cache, lambda: NOON.date())
    made.refer()
    (own,) = made.own().all()
    made.own().agree(own, version=1)
    yield made
    engine.dispose()


def batch(scene):
    return {row.record.jobseeker_id for row in scene.repository.candidates("A")}


def search(scene):
    found = scene.search.find_candidates("A", SearchQuery(VACANCY))
    return {row.match.jobseeker_id for row in scene.search.everybody("A", found, OFFICER)}


def caseload(scene):
    return {each.jobseeker_id for each in scene.repository.waiting("A", since=NOON + timedelta(1), limit=100)[0]}


def employer(scene):
    return set(agreed_people(scene.repository, "A", "V1"))


def counts(scene):
    supply = count_supply(scene.cache, "A", VACANCY, today=NOON.date())
    return (supply.n_ready or 0) + (supply.n_trainable or 0)


def withdraw(scene):
    scene.repository.add("A", Consent("J1", False, NOON, "J1"))


def block(scene):
    scene.repository.add("A", Blocking("J1", True, NOON, "J1"))


def erase(scene):
    # As another program does it: nothing in this one is told.
    SqlPersonalRecords(scene.engine).erase("A", "J1", today=NOON.date())


@pytest.mark.parametrize("step", [withdraw, block, erase])
def test_no_path_matches_the_person_from_the_very_next_look_on(scene, step):
    paths = (batch, search, caseload, employer)
    before = {path.__name__: path(scene) for path in paths}
    assert all("J1" in found for found in before.values()), before
    assert counts(scene) == N_PEOPLE
    step(scene)
    for path in paths:
        assert path(scene) == before[path.__name__] - {"J1"}, path.__name__
    # Employers are told counts in steps of five.
    assert counts(scene) == N_PEOPLE - 5


@pytest.mark.parametrize(
    ("step", "back"),
    [(withdraw, Consent("J1", True, NOON, "J1")), (block, Blocking("J1", False, NOON, "J1"))],
)
def test_what_the_person_takes_back_holds_at_once_too(scene, step, back):
    before = search(scene)
    step(scene)
    assert search(scene) == before - {"J1"}
    scene.repository.add("A", back)
    assert search(scene) == before
