"""Referrals to training: the three reasons, and once in two years (Social Code art. 109)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from services.decision_scene import NOON, PERSON, Scene

from matcher.core.records import Jobseeker
from matcher.core.records.centre import Consent, Objection
from matcher.core.records.trainings import TRAINING_REASONS, TrainingReferral, right_again_on
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.training import TrainingForm, Trainings

FORM = TrainingForm("C1", "no_suitable_work")


@pytest.fixture
def scene():
    return Scene()


def service(scene, login="aigul"):
    return Trainings(scene.officer(login))


def case(scene):
    return service(scene).case(next(scene.repository.find("A", Jobseeker, jobseeker_id="J1")))


def refer(scene, form=FORM, login="aigul"):
    found = case(scene)
    service(scene, login).refer(found, form, version=found.version)
    return case(scene)


@pytest.mark.parametrize("reason", TRAINING_REASONS)
def test_a_referral_keeps_its_reason_its_officer_and_its_day(scene, reason):
    (row,) = refer(scene, replace(FORM, reason=reason)).trainings
    assert row.record == TrainingReferral("J1", "aigul", NOON, NOON.date(), reason, "C1")


@pytest.mark.parametrize(
    ("form", "code", "field"),
    [
        (replace(FORM, reason=""), "training_reason", "reason"),
        (replace(FORM, reason="pregnancy"), "training_reason", "reason"),
        (replace(FORM, course_id=""), "training_course", "course_id"),
        (replace(FORM, course_id="C9"), "training_course", "course_id"),
        (replace(FORM, words="w" * 501), "decision_words", "words"),
    ],
)
def test_a_referral_without_what_the_law_asks_is_refused_and_not_kept(scene, form, code, field):
    with pytest.raises(UsageError) as refused:
        refer(scene, form)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
    assert case(scene).trainings == ()


def test_within_two_years_the_officer_must_confirm_and_say_why_and_both_are_kept(scene):
    assert refer(scene).right_again == date(2028, 11, 27)
    scene.now = NOON + timedelta(days=300)
    for form, field in ((FORM, "confirmed"), (replace(FORM, is_confirmed=True), "words")):
        with pytest.raises(UsageError, match="training_two_years") as warned:
            refer(scene, form)
        assert warned.value.params == {"field": field, "day": date(2028, 11, 27)}
    found = refer(scene, replace(FORM, is_confirmed=True, words="The plant closed"))
    assert [row.record.words for row in found.trainings] == ["The plant closed", ""]


def test_after_two_years_nothing_is_asked(scene):
    refer(scene)
    scene.now = NOON.replace(year=2028)
    assert case(scene).right_again is None
    assert len(refer(scene).trainings) == 2


def test_a_course_that_begins_after_the_two_years_needs_no_confirmation(scene):
    refer(scene)
    assert len(refer(scene, replace(FORM, begins_on=date(2028, 11, 27))).trainings) == 2


def test_what_nobody_but_the_person_pays_and_what_was_taken_back_do_not_count(scene):
    found = refer(scene, replace(FORM, is_publicly_paid=False))
    assert found.right_again is None
    found = refer(scene)
    paid = next(row for row in found.trainings if row.record.is_publicly_paid)
    service(scene, "bolat").withdraw(found, paid.public_id, version=found.version)
    taken = next(row.record for row in case(scene).trainings if row.public_id == paid.public_id)
    assert (taken.withdrawn_by, taken.withdrawn_at) == ("bolat", NOON)
    assert case(scene).right_again is None
    with pytest.raises(UsageError, match="unknown_record"):
        service(scene).withdraw(case(scene), paid.public_id, version=case(scene).version)


def test_training_elsewhere_counts_from_its_day(scene):
    found = case(scene)
    service(scene).note_former(found, date(2025, 6, 1), version=0)
    assert case(scene).right_again == date(2027, 6, 1)
    with pytest.raises(UsageError, match="training_two_years"):
        refer(scene)
    for day in (None, NOON.date() + timedelta(days=1)):
        with pytest.raises(UsageError, match="training_day"):
            service(scene).note_former(case(scene), day, version=1)


def test_of_two_officers_the_second_sees_what_the_first_has_noted(scene):
    opened = case(scene)
    refer(scene)
    with pytest.raises(ConflictError) as fault:
        service(scene, "bolat").refer(opened, FORM, version=opened.version + 5)
    assert len(case(scene).trainings) == 1
    with pytest.raises(ConflictError) as fault:
        service(scene, "bolat").refer(case(scene), FORM, version=opened.version)
    assert fault.value.stored.record.referred_by == "aigul"


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (Consent("J1", False, NOON, "J1"), "refer_no_consent"),
        (Objection("J1", "why", NOON, date(2026, 12, 2)), "refer_objection"),
    ],
)
def test_nobody_is_referred_against_their_will(scene, record, code):
    scene.repository.add("A", record)
    with pytest.raises(UsageError, match=code):
        refer(scene)


def test_the_latest_training_decides_and_none_is_a_right_today():
    day = date(2026, 1, 1)
    had = [TrainingReferral(PERSON.jobseeker_id, "a", NOON, day + timedelta(days=at)) for at in (0, 90, 30)]
    assert right_again_on(had) == date(2028, 4, 1)
    assert right_again_on([]) is None
