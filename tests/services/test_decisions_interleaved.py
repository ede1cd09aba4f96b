"""Two officers decide about one person at once: one of them does, the other is told; on both databases, from two processes."""

import multiprocessing
from dataclasses import replace
from datetime import date

import pytest
from services.decision_scene import COURSE, NOON, PERSON, VACANCY, Scene

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records import Jobseeker, Outcome
from matcher.core.records.centre import (
    Blocking,
    Consent,
    Decision,
    Objection,
    Referral,
    ShortlistEntry,
    VacancyStatusRecord,
)
from matcher.core.records.trainings import TRAINING_REASONS, TrainingReferral
from matcher.errors import ConflictError
from matcher.services.decisions.objections import answer_objection
from matcher.services.decisions.pair import JudgedMatch, OutcomeForm
from matcher.services.decisions.training import TrainingForm, Trainings
from matcher.services.own_record import OwnRecord

FORK = multiprocessing.get_context("fork")
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
SECONDS = 60


def person_of(scene, name):
    return next(scene.repository.find("A", Jobseeker, jobseeker_id=name))


def pair_of(scene, name):
    return scene.pair(replace(PERSON, jobseeker_id=name))


def refer_before(scene, name):
    scene.refer(pair=pair_of(scene, name))


def object_before(scene, name):
    OwnRecord(scene.repository, "A", name, lambda: NOON).object("please look again")


def training(scene, name, login):
    service = Trainings(scene.officer(login))
    case = service.case(person_of(scene, name))
    return lambda: service.refer(case, TrainingForm("C1", TRAINING_REASONS[0], date(2026, 12, 1)), version=case.version)


def referral(scene, name, login):
    pair = pair_of(scene, name)
    return lambda: scene.officer(login).refer(pair, version=pair.version, seal=pair.seal)


def offer(scene, name, login):
    pair = pair_of(scene, name)
    return lambda: scene.officer(login).offer(pair, version=pair.version, seal=pair.seal)


def withdrawal(scene, name, login):
    pair = pair_of(scene, name)
    return lambda: scene.officer(login).withdraw(pair, "referred_in_error", "", version=pair.version)


def refusal(scene, name, login):
    pair = pair_of(scene, name)
    judged = JudgedMatch("refusal", "skills_not_shown", "")
    return lambda: scene.officer(login).decide(pair, judged, version=pair.version, seal=pair.seal)


def outcome(scene, name, login):
    pair = pair_of(scene, name)
    return lambda: scene.officer(login).note_outcome(pair, OutcomeForm("hired", NOON.date()), version=pair.version)


def answer(scene, name, login):
    (row,) = scene.repository.find("A", Objection, jobseeker_id=name)
    return lambda: answer_objection(scene.repository, "A", row, answer=(login, f"from {login}"), clock=lambda: NOON)


def own(scene, name):
    return OwnRecord(scene.repository, "A", name, lambda: NOON)


def consent(scene, name, login):
    record = own(scene, name)
    rights = record._rights()
    return lambda: record._note(rights, Consent(name, False, NOON, name))


def block(scene, name, login):
    record = own(scene, name)
    rights = record._rights()
    return lambda: record._note(rights, Blocking(name, True, NOON, name))


def objection(scene, name, login):
    record = own(scene, name)
    rights = record._rights()
    return lambda: record._note(rights, Objection(name, "look again", NOON, NOON.date()))


def shortlist(scene, name, login):
    pair = pair_of(scene, name)
    return lambda: scene.officer(login).note_shortlisted(pair)


KINDS = {
    "training": (training, None, TrainingReferral),
    "referral": (referral, None, Referral),
    "offer": (offer, refer_before, Referral),
    "withdrawal": (withdrawal, refer_before, Referral),
    "refusal": (refusal, None, Decision),
    "outcome": (outcome, refer_before, Outcome),
    "answer to an objection": (answer, object_before, Objection),
    "consent": (consent, None, Consent),
    "block": (block, None, Blocking),
    "objection": (objection, None, Objection),
    "shortlist": (shortlist, None, ShortlistEntry),
}
"""How a decision is read and then made, what comes before it, and what it leaves."""


def scene_over(address):
    scene = Scene.__new__(Scene)
    engine = open_engine(address)
    Scene.__init__(scene, replace(PERSON, jobseeker_id="none"), repository=_Empty(SqlRepository(engine)))
    scene.engine = engine
    return scene


class _Empty:
    """A repository that ignores the records with which a scene begins."""

    def __init__(self, repository):
        self._repository = repository

    def __getattr__(self, name):
        return (lambda *_: 0) if name == "add_all" else getattr(self._repository, name)


def work(address, login, kinds, n_pairs, barrier, answers):
    scene = scene_over(address)
    for kind in kinds:
        for at in range(n_pairs):
            act = KINDS[kind][0](scene, f"{kind}-{at}", login)
            barrier.wait(SECONDS)
            try:
                act()
                said = "done"
            except ConflictError as fault:
                said = fault.code
            except Exception as fault:
                said = repr(fault)
            answers.put((kind, at, login, said))
            barrier.wait(SECONDS)
    scene.engine.dispose()


@pytest.mark.parametrize("database", DATABASES)
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(database, request, tmp_path, at_size):
    address = (
        f"sqlite:///{tmp_path / 'centre.sqlite'}"
        if database == "sqlite"
        else request.getfixturevalue("postgres_server").new_database()
    )
    n_pairs, kinds = at_size(4, 200), list(KINDS)
    engine = open_engine(address)
    upgrade(engine)
    people = [replace(PERSON, jobseeker_id=f"{kind}-{at}") for kind in kinds for at in range(n_pairs)]
    scene = Scene(*people, VACANCY, VacancyStatusRecord("V1", "published"), COURSE, repository=SqlRepository(engine))
    for kind, (_, before, _) in KINDS.items():
        for at in range(n_pairs if before else 0):
            before(scene, f"{kind}-{at}")
    engine.dispose()
    barrier, answers = FORK.Barrier(2), FORK.Queue()
    officers = [
        FORK.Process(target=work, args=(address, login, kinds, n_pairs, barrier, answers)) for login in ("aigul", "berik")
    ]
    for each in officers:
        each.start()
    said = [answers.get(timeout=SECONDS) for _ in range(2 * n_pairs * len(kinds))]
    for each in officers:
        each.join(SECONDS)
    for kind in kinds:
        for at in range(n_pairs):
            both = sorted(word for one, number, _, word in said if (one, number) == (kind, at))
            assert both == ["conflict", "done"], (kind, at, both)
    after = scene_over(address)
    for kind, (_, _, left) in KINDS.items():
        for at in range(n_pairs):
            assert len(list(after.repository.find("A", left, jobseeker_id=f"{kind}-{at}"))) == 1
    after.engine.dispose()


def test_who_notes_the_same_twice_finds_it_noted():
    scene = Scene(PERSON, VACANCY, VacancyStatusRecord("V1", "published"), COURSE)
    scene.officer().note_shortlisted(scene.pair())
    scene.officer().note_shortlisted(scene.pair())
    own(scene, "J1").object("look again")
    own(scene, "J1").object("look again")
    assert len(list(scene.repository.find("A", ShortlistEntry))) == 1
    assert len(list(scene.repository.find("A", Objection))) == 1


def test_consent_that_was_withdrawn_since_the_page_was_read_stops_a_referral():
    scene = Scene(PERSON, VACANCY, VacancyStatusRecord("V1", "published"), COURSE)
    pair = scene.pair()
    own(scene, "J1").note_consent(False)
    with pytest.raises(ConflictError):
        scene.officer().refer(pair, version=pair.version, seal=pair.seal)
    assert not list(scene.repository.find("A", Referral))
