"""Officers decide, people agree, employers see whom they may: nothing is lost, and nothing is an offer by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from services.decision_scene import COURSE, NIGHT, NOON, PERSON, VACANCY, Scene

from matcher.core.records import Jobseeker, Outcome, Vacancy
from matcher.core.records.centre import Blocking, Consent, Decision, Objection, Referral, VacancyStatusRecord
from matcher.core.records.decisions import EXPLAINED
from matcher.errors import ConflictError, UsageError
from matcher.services.decisions.caseload import caseload, without_outcome
from matcher.services.decisions.objections import answer_objection, due_objections
from matcher.services.decisions.pair import JudgedMatch, OutcomeForm
from matcher.services.decisions.referral_responses import agreed_people, refused_offers


@pytest.fixture
def scene():
    return Scene()


def test_a_referral_is_a_recommendation_and_keeps_what_was_shown(scene):
    pair = scene.refer()
    assert pair.referral.record == Referral("J1", "V1", "aigul", NOON)
    (entry,) = scene.log()
    assert (entry.action, entry.decided_by, entry.decided_at) == ("referred", "aigul", NOON)
    assert '"vacancy_id":"V1"' in entry.shown.match
    assert "сварка" in entry.shown.person
    assert (entry.shown.model, entry.shown.as_of) == ("overlap", NOON.date())


def test_nobody_is_referred_without_consent_and_a_withdrawal_holds_at_once(scene):
    scene.repository.add("A", Consent("J1", False, NOON, "J1"))
    pair = scene.pair()
    assert pair.told is None
    with pytest.raises(UsageError, match="refer_no_consent"):
        scene.refer(pair=pair)
    assert scene.log() == []


def test_a_blocked_record_is_not_matched_nor_referred_until_the_block_is_lifted(scene):
    scene.repository.add("A", Blocking("J1", True, NOON, "J1"))
    assert scene.pair().told is None
    with pytest.raises(UsageError, match="refer_blocked"):
        scene.refer()
    scene.repository.add("A", Blocking("J1", False, NOON, "aigul"))
    assert scene.refer().is_live


def test_an_objection_blocks_until_it_is_answered(scene):
    objection = scene.repository.add("A", Objection("J1", "why", NOON, date(2026, 12, 2)))
    with pytest.raises(UsageError, match="refer_objection") as refused:
        scene.refer()
    assert refused.value.params == {"day": date(2026, 12, 2)}
    answer_objection(scene.repository, "A", objection, answer=("aigul", "because"), clock=lambda: NOON)
    assert scene.refer().is_live


def test_work_that_does_not_suit_is_referred_only_after_an_override_with_a_reason(scene):
    pair = scene.pair(vacancy=NIGHT)
    with pytest.raises(UsageError, match="refer_needs_override"):
        scene.refer(pair=pair)
    scene.judge(pair, "override", "conditions_agreed", "")
    assert scene.refer(pair=scene.pair(vacancy=NIGHT)).is_live
    assert [entry.action for entry in scene.log()] == ["override", "referred"]
    assert all(entry.shown for entry in scene.log())


def test_what_an_officer_refused_is_not_referred_by_another_without_an_override(scene):
    pair = scene.pair()
    scene.judge(pair, "refusal", "training_first", "")
    assert scene.pair().decision == Decision("J1", "V1", "refusal", "training_first", "aigul", NOON)
    with pytest.raises(UsageError, match="refer_needs_override"):
        scene.refer("boris")


@pytest.mark.parametrize(
    ("kind", "reason", "words", "code"),
    [
        ("refusal", "conditions_agreed", "", "decision_reason"),
        ("override", "anything", "", "decision_reason"),
        ("override", EXPLAINED, "", "decision_words"),
        ("refusal", EXPLAINED, "x" * 501, "decision_words"),
    ],
)
def test_a_decision_needs_a_reason_of_its_list_and_words_where_the_reason_asks_for_them(
    scene, kind, reason, words, code
):
    pair = scene.pair()
    with pytest.raises(UsageError, match=code):
        scene.judge(pair, kind, reason, words)
    assert scene.log() == []


def test_a_vacancy_that_has_closed_is_not_referred_to(scene):
    scene.repository.add("A", VacancyStatusRecord("V1", "expired"))
    with pytest.raises(UsageError, match="refer_closed"):
        scene.refer()


def test_who_decides_on_what_has_changed_since_is_told_to_look_again(scene):
    pair = scene.pair()
    person = pair.person
    poorer = replace(person.record, profile=replace(person.record.profile, skills=()))
    scene.repository.save("A", replace(person, record=poorer), expected_version=1)
    now = scene.pair()
    with pytest.raises(ConflictError, match="shown_changed"):
        scene.officer().decide(now, JudgedMatch("refusal", "training_first"), version=0, seal=pair.seal)


def test_of_two_officers_who_refer_the_second_sees_what_the_first_did(scene):
    both = scene.pair()
    scene.refer("aigul", both)
    with pytest.raises(ConflictError) as refused:
        scene.refer("boris", both)  # laid out before the first had decided
    assert refused.value.stored.record.referred_by == "aigul"
    with pytest.raises(ConflictError):
        scene.refer("boris")
    assert len(scene.log()) == 1


def test_only_a_named_officer_makes_an_offer_of_what_was_recommended(scene):
    with pytest.raises(UsageError, match="not_referred"):
        scene.offer()
    scene.refer()
    with pytest.raises(UsageError, match="offer_needs_officer"):
        scene.offer("")
    offered = scene.offer("boris").referral.record
    assert (offered.status, offered.offered_by, offered.offered_at) == ("offered", "boris", NOON)
    with pytest.raises(ConflictError):
        scene.offer()
    assert [entry.action for entry in scene.log()] == ["referred", "offered"]


def test_only_refused_offers_count_never_declined_recommendations(scene):
    scene.refer()
    (own,) = scene.own().all()
    scene.own().decline(own, version=own.referral.version)
    assert refused_offers(scene.repository, "A", "J1") == 0
    scene.refer()
    scene.offer()
    (own,) = scene.own().all()
    scene.own().decline(own, version=own.referral.version)
    assert refused_offers(scene.repository, "A", "J1") == 1
    assert [entry.action for entry in scene.log()][-1] == "offer_refused"
    with pytest.raises(UsageError, match="refer_offer_refused"):
        scene.refer()


def test_an_offer_that_an_officer_notes_as_refused_counts_once(scene):
    scene.refer()
    pair = scene.offer()
    form = OutcomeForm("refused_by_jobseeker", NOON.date())
    scene.officer().note_outcome(pair, form, version=pair.version)
    assert refused_offers(scene.repository, "A", "J1") == 1


def test_an_employer_may_see_a_person_only_while_they_agree_and_consent(scene):
    def seen():
        return agreed_people(scene.repository, "A", "V1")

    scene.refer()
    assert seen() == ()
    (own,) = scene.own().all()
    scene.own().agree(own, version=1)
    assert seen() == ("J1",)
    assert agreed_people(scene.repository, "A", "V2") == agreed_people(scene.repository, "B", "V1") == ()
    scene.repository.add("A", Blocking("J1", True, NOON, "J1"))
    assert seen() == ()
    scene.repository.add("A", Blocking("J1", False, NOON, "J1"))
    scene.repository.add("A", Consent("J1", False, NOON, "J1"))
    assert seen() == ()
    scene.repository.add("A", Consent("J1", True, NOON, "J1"))
    (own,) = scene.own().all()
    scene.own().decline(own, version=2)
    assert seen() == ()


def test_a_person_answers_for_themselves_only_and_not_to_what_has_changed(scene):
    scene.repository.add("A", replace(PERSON, jobseeker_id="J2"))
    pair = scene.refer()
    assert scene.own("J2").get(pair.referral.public_id) is None
    own = scene.own().get(pair.referral.public_id)
    scene.officer().withdraw(pair, "vacancy_closed", "", version=1)
    with pytest.raises(ConflictError):
        scene.own().agree(own, version=2)
    withdrawn = scene.own().get(pair.referral.public_id)
    assert not withdrawn.may_answer
    with pytest.raises(UsageError, match="answer_settled"):
        scene.own().agree(withdrawn, version=2)


def test_an_outcome_is_noted_once_mended_later_and_read_by_the_training(scene):
    pair = scene.refer()
    scene.now = NOON + timedelta(days=10)
    scene.officer().note_outcome(pair, OutcomeForm("pending"), version=1)
    with pytest.raises(ConflictError):
        scene.officer("boris").note_outcome(scene.pair(), OutcomeForm("no_show"), version=1)
    hired = OutcomeForm("hired", date(2026, 12, 1), "", 90)
    scene.officer().note_outcome(scene.pair(), hired, version=2)
    (row,) = scene.repository.find("A", Outcome)
    assert row.record == Outcome("J1", "V1", "hired", date(2026, 11, 27), "", date(2026, 12, 1), 90)
    assert row.version == 2
    assert [(entry.action, entry.reason) for entry in scene.log()][1:] == [("outcome", "pending"), ("outcome", "hired")]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (OutcomeForm("hired", date(2026, 11, 28)), "outcome_future"),
        (OutcomeForm("hired", date(2026, 11, 26)), "outcome_early"),
        (OutcomeForm("no_show", None, "", 5), "outcome_not_hired"),
    ],
)
def test_an_outcome_whose_dates_contradict_each_other_is_refused(scene, form, code):
    pair = scene.refer()
    with pytest.raises(UsageError, match=code):
        scene.officer().note_outcome(pair, form, version=1)


def test_of_two_officers_who_judge_the_second_sees_what_the_first_said(scene):
    both = scene.pair()
    scene.judge(both, "refusal", "training_first")
    with pytest.raises(ConflictError):
        scene.officer("boris").decide(scene.pair(), JudgedMatch("override", "person_wishes"), version=0, seal=both.seal)
    scene.judge(scene.pair(), "override", "person_wishes", login="boris")
    assert scene.pair().decision.decided_by == "boris"


def test_what_is_settled_is_neither_withdrawn_nor_made_an_offer_so_no_refused_offer_vanishes(scene):
    scene.refer()
    pair = scene.offer()
    scene.officer().note_outcome(pair, OutcomeForm("refused_by_jobseeker"), version=pair.version)
    pair = scene.pair()
    with pytest.raises(UsageError, match="referral_settled"):
        scene.officer().withdraw(pair, "referred_in_error", "", version=pair.version)
    (own,) = scene.own().all()
    assert (own.outcome, own.may_answer) == ("refused_by_jobseeker", False)
    assert refused_offers(scene.repository, "A", "J1") == 1


def test_an_outcome_of_long_ago_settles_no_new_referral(scene):
    scene.repository.add("A", Outcome("J1", "V1", "no_show", NOON.date() - timedelta(days=200)))
    pair = scene.refer()
    assert not pair.is_settled
    assert [row.record.jobseeker_id for row in without_outcome(scene.repository, "A")] == ["J1"]
    (own,) = scene.own().all()
    assert own.may_answer
    scene.officer().note_outcome(pair, OutcomeForm("hired"), version=pair.version)
    (row,) = scene.repository.find("A", Outcome)
    assert (row.record.outcome, row.record.referred_on) == ("hired", NOON.date())
    assert without_outcome(scene.repository, "A") == []


def test_both_promises_of_a_training_for_an_employer_are_kept_with_their_day(scene):
    pair = scene.refer()
    day = NOON.date()
    scene.officer().commit(pair, person_on=day, employer_on=day - timedelta(days=1), version=1)
    kept = scene.pair().referral.record
    assert (kept.person_commits_on, kept.employer_commits_on) == (day, day - timedelta(days=1))
    with pytest.raises(UsageError, match="outcome_future"):
        scene.officer().commit(scene.pair(), person_on=day + timedelta(days=1), employer_on=None, version=2)


def test_a_candidate_is_noted_once_and_taken_off_again(scene):
    scene.officer().note_shortlisted(scene.pair())
    scene.officer("boris").note_shortlisted(scene.pair())
    pair = scene.pair()
    assert pair.noted.record.added_by == "aigul"
    scene.officer("boris").remove_from_shortlist(pair)
    assert scene.pair().noted is None


def test_the_caseload_lists_quiet_people_objections_by_day_and_referrals_without_outcome(scene):
    people = [replace(PERSON, jobseeker_id=f"J{at}") for at in range(2, 60)]
    late = Objection("J2", "late", NOON - timedelta(days=9), date(2026, 11, 20))
    soon = Objection("J3", "soon", NOON, date(2026, 12, 2))
    scene.repository.add_all("A", [*people, soon, late, replace(late, answered_at=NOON)])
    scene.refer()
    found = caseload(scene.repository, "A", now=NOON)
    assert (found.n_quiet, len(found.quiet), found.quiet[0].jobseeker_id) == (58, 50, "J10")
    assert [(each.objection.record.text, each.is_overdue) for each in found.objections] == [
        ("late", True),
        ("soon", False),
    ]
    assert [row.record.jobseeker_id for row in found.referrals] == ["J1"]
    assert len(caseload(scene.repository, "A", now=NOON, page=2).quiet) == 8
    pair = scene.pair()
    scene.officer().note_outcome(pair, OutcomeForm("no_show"), version=1)
    assert caseload(scene.repository, "A", now=NOON).n_referrals == 0


def test_an_answer_that_stands_is_never_replaced(scene):
    objection = scene.repository.add("A", Objection("J1", "why", NOON, NOON.date()))
    assert not due_objections(scene.repository, "A", NOON.date())[0].is_overdue
    answer_objection(scene.repository, "A", objection, answer=("aigul", "first"), clock=lambda: NOON)
    (stands,) = scene.repository.find("A", Objection)
    for read in (objection, stands):
        with pytest.raises(ConflictError) as refused:
            answer_objection(scene.repository, "A", read, answer=("boris", "second"), clock=lambda: NOON)
        assert refused.value.stored.record.answer == "first"
    for words in ("", "x" * 4001):
        with pytest.raises(UsageError, match="objection_answer"):
            answer_objection(scene.repository, "A", objection, answer=("aigul", words), clock=lambda: NOON)


def test_a_centre_of_others_is_never_touched(scene):
    other = Scene()
    other.repository.add_all("B", [PERSON, VACANCY, COURSE])
    other.refer()
    assert not list(other.repository.find("B", Referral))
    assert next(other.repository.find("B", Jobseeker)).version == 1
    assert next(other.repository.find("B", Vacancy)).version == 1
