"""The contract of the repository; every implementation joins by its name in ``REPOSITORIES``."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from fakes.repository import MemoryRepository

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.repository import SqlRepository
from matcher.core.records import Jobseeker, Outcome, Profile, SensitiveFeatures, Vacancy
from matcher.core.records.centre import (
    Blocking,
    Change,
    Consent,
    Employer,
    Guard,
    Referral,
    SavedSearch,
    ShortlistEntry,
    Viewer,
)
from matcher.core.records.decisions import LoggedDecision
from matcher.errors import ConflictError, UsageError

REPOSITORIES = ["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=REPOSITORIES)
def repository(request, tmp_path):
    if request.param == "memory":
        yield MemoryRepository()
        return
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    engine = open_engine(server.new_database() if server else f"sqlite:///{tmp_path / 'centre.sqlite'}")
    upgrade(engine)
    yield SqlRepository(engine)
    engine.dispose()


def test_a_record_comes_back_as_it_was_added(repository):
    added = repository.add("A", Employer("E1", "Bakery", ("Old bakery",)))
    assert added.version == 1
    assert repository.get("A", Employer, added.public_id) == added
    assert added.record == Employer("E1", "Bakery", ("Old bakery",))


def test_a_centre_never_reads_finds_or_saves_what_another_centre_keeps(repository):
    added = repository.add("A", Jobseeker("J1", Profile(), consent=True))
    repository.add("A", SensitiveFeatures("J1", sex="F"))
    assert repository.get("B", Jobseeker, added.public_id) is None
    assert list(repository.find("B", Jobseeker)) == []
    assert list(repository.candidates("B")) == []
    assert repository.sensitive_features("B", ["J1"]) == {}
    with pytest.raises(UsageError, match="unknown_record"):
        repository.save("B", added, expected_version=1)
    assert repository.get("A", Jobseeker, added.public_id) == added


def test_an_identifier_is_taken_within_its_centre_only(repository):
    repository.add("A", Employer("E1", "Bakery"))
    with pytest.raises(UsageError, match="record_taken"):
        repository.add("A", Employer("E1", "Mine"))
    assert repository.add("B", Employer("E1", "Mine")).version == 1


def test_many_records_are_added_all_or_none(repository):
    assert repository.add_all("A", [Employer("E1", "x"), Employer("E2", "y")]) == 2
    with pytest.raises(UsageError):
        repository.add_all("A", [Employer("E3", "z"), Employer("E1", "again")])
    assert [row.record.employer_id for row in repository.find("A", Employer)] == ["E1", "E2"]


def test_find_compares_every_field_given_and_keeps_to_the_limit(repository):
    repository.add_all("A", [Jobseeker("J1", Profile()), Jobseeker("J2", Profile())])
    repository.add_all("A", [Vacancy("V1", "Welder"), Vacancy("V2", "Baker")])
    for person, vacancy in (("J1", "V1"), ("J2", "V1"), ("J1", "V2")):
        repository.add("A", Referral(person, vacancy, "officer", NOON))
    found = repository.find("A", Referral, vacancy_id="V1", limit=1)
    assert [(row.record.jobseeker_id, row.record.vacancy_id) for row in found] == [("J1", "V1")]
    assert len(list(repository.find("A", Referral, jobseeker_id="J1"))) == 2


def test_pages_follow_each_other_whatever_is_added_or_deleted_meanwhile(repository):
    added = [repository.add("A", Employer(f"E{at}", "Bakery")) for at in range(5)]
    repository.add("B", Employer("E9", "Mine"))
    first, place = repository.page("A", Employer, limit=2)
    repository.delete("A", Employer, first[-1].public_id)
    late = repository.add("A", Employer("E0a", "Bakery"))
    second, place = repository.page("A", Employer, after=place, limit=3)
    third, place = repository.page("A", Employer, after=place, limit=3)
    assert [*first, *second, *third] == [*added, late]
    assert repository.page("A", Employer, after=place, limit=3) == ([], place)
    assert repository.page("A", Employer, limit=9, employer_id="E3")[0] == [added[3]]


def test_candidates_go_on_after_an_identifier(repository):
    repository.add_all("A", [Jobseeker(f"J{at}", Profile(), consent=True) for at in (3, 1, 2)])
    assert [row.record.jobseeker_id for row in repository.candidates("A", after="J1")] == ["J2", "J3"]


def test_candidates_are_those_whose_latest_consent_is_given_by_identifier(repository):
    for person, consent in (("J3", True), ("J1", None), ("J2", True), ("J4", False)):
        repository.add("A", Jobseeker(person, Profile(), consent=consent))
    for person, given in (("J1", True), ("J2", True), ("J2", False)):
        repository.add("A", Consent(person, given, NOON, "officer"))
    assert [row.record.jobseeker_id for row in repository.candidates("A")] == ["J1", "J3"]
    assert [row.record.jobseeker_id for row in repository.candidates("A", only=["J2", "J3", "none"])] == ["J3"]
    assert [row.record.jobseeker_id for row in repository.candidates("A", consented=False)] == ["J1", "J2", "J3", "J4"]


def test_blocked_people_are_no_candidates_until_the_block_is_lifted(repository):
    repository.add_all("A", [Jobseeker("J1", Profile(), consent=True), Jobseeker("J2", Profile(), consent=True)])
    repository.add("A", Blocking("J1", True, NOON, "J1"))
    for consented in (True, False):
        assert [row.record.jobseeker_id for row in repository.candidates("A", consented=consented)] == ["J2"]
    repository.add("A", Blocking("J1", False, NOON, "officer"))
    assert [row.record.jobseeker_id for row in repository.candidates("A")] == ["J1", "J2"]


def test_a_record_is_deleted_once_in_its_own_centre_and_not_while_others_name_it(repository):
    saved = repository.add("A", SavedSearch("welders", "u1", "skill=weld"))
    with pytest.raises(UsageError, match="unknown_record"):
        repository.delete("B", SavedSearch, saved.public_id)
    repository.delete("A", SavedSearch, saved.public_id)
    assert repository.get("A", SavedSearch, saved.public_id) is None
    for unknown in (saved.public_id, "x"):
        with pytest.raises(UsageError, match="unknown_record"):
            repository.delete("A", SavedSearch, unknown)
    person = repository.add("A", Jobseeker("J1", Profile()))
    note = repository.add("A", Consent("J1", True, NOON, "officer"))
    with pytest.raises(UsageError, match="record_in_use"):
        repository.delete("A", Jobseeker, person.public_id)
    repository.delete("A", Consent, note.public_id)
    repository.delete("A", Jobseeker, person.public_id)
    assert list(repository.find("A", Jobseeker)) == []


def test_whoever_is_shown_people_leaves_one_look_each_and_nobody_else_does(repository):
    repository.add_all("A", [Jobseeker(each, Profile()) for each in ("J1", "J2", "J3")])
    officer = Viewer("u1", "staff", "search", "V1")
    shown = repository.read_people("A", ["J3", "J9", "J1", "J3"], viewer=officer)
    assert [row.record.jobseeker_id for row in shown] == ["J3", "J1"]
    assert shown[1] == next(repository.find("A", Jobseeker, jobseeker_id="J1"))
    assert repository.read_people("B", ["J1"], viewer=officer) == []
    assert repository.read_people("A", [], viewer=officer) == []
    looks = repository.access_log("A")
    assert [(look.seq, look.jobseeker_id, look.viewer) for look in looks] == [(2, "J1", officer), (1, "J3", officer)]
    assert repository.access_log("B") == []


def test_looks_are_given_by_viewer_by_person_and_page_after_page(repository):
    repository.add_all("A", [Jobseeker(each, Profile()) for each in ("J1", "J2")])
    for user in ("u1", "u2"):
        for _ in range(3):
            repository.read_people("A", ["J1", "J2"], viewer=Viewer(user, "staff", "candidate_page"))
    assert [look.seq for look in repository.access_log("A", user_id="u1")] == [6, 5, 4, 3, 2, 1]
    assert [look.seq for look in repository.access_log("A", jobseeker_id="J2")] == [12, 10, 8, 6, 4, 2]
    assert [look.seq for look in repository.access_log("A", jobseeker_id="J2", before=10, limit=2)] == [8, 6]
    assert repository.access_log("A", jobseeker_id="J9") == []


def test_nobodys_change_is_lost_in_200_interleaved_pairs_of_edits(repository):
    chance = random.Random(5)
    read = repository.add("A", Employer("E1", ""))
    public_id = read.public_id
    for pair in range(200):
        both = [repository.get("A", Employer, public_id)] * 2
        names = [f"{pair}a", f"{pair}b"]
        order = chance.sample((0, 1), 2)
        for place, who in enumerate(order):
            mine = both[who]
            edited = replace(mine, record=replace(mine.record, former_names=(*mine.record.former_names, names[who])))
            if place == 0:
                repository.save("A", edited, expected_version=mine.version)
                continue
            with pytest.raises(ConflictError) as refused:
                repository.save("A", edited, expected_version=mine.version)
            now = refused.value.stored
            assert now.record.former_names[-1] == names[order[0]]
            kept = replace(now.record, former_names=(*now.record.former_names, names[who]))
            repository.save("A", replace(now, record=kept), expected_version=now.version)
    last = repository.get("A", Employer, public_id)
    assert sorted(last.record.former_names) == sorted(f"{pair}{who}" for pair in range(200) for who in "ab")
    assert last.version == 401


def test_of_edits_at_the_same_moment_one_is_kept_and_the_other_sees_it(repository):
    """Two hundred pairs of real threads: no edit is lost, and whoever comes second is given what stands."""
    added = [repository.add("A", Employer(f"E{at}", "Bakery")) for at in range(200)]

    def rename(stored, name):
        try:
            return repository.save("A", replace(stored, record=replace(stored.record, name=name)), expected_version=1)
        except ConflictError as conflict:
            return conflict

    with ThreadPoolExecutor(2) as pool:
        for stored in added:
            answers = [each.result() for each in [pool.submit(rename, stored, name) for name in ("one", "other")]]
            kept = repository.get("A", Employer, stored.public_id)
            lost = [each for each in answers if isinstance(each, ConflictError)]
            assert kept.version == 2
            assert [each for each in answers if not isinstance(each, ConflictError)] == [kept]
            assert [each.stored for each in lost] == [kept]


def test_a_revision_grows_with_every_write_of_its_own_centre_and_with_no_read(repository):
    assert repository.revision("A") == 0
    seen = [0]
    added = repository.add("A", Employer("E1", "Bakery"))
    seen.append(repository.revision("A"))
    repository.add_all("A", [Employer("E2", "x"), Employer("E3", "y")])
    seen.append(repository.revision("A"))
    repository.save("A", added, expected_version=1)
    seen.append(repository.revision("A"))
    assert seen == sorted(set(seen))
    with pytest.raises(ConflictError):
        repository.save("A", added, expected_version=1)
    with pytest.raises(UsageError):
        repository.add_all("A", [Employer("E4", "z"), Employer("E1", "again")])
    repository.add("B", Employer("E1", "Mine"))
    assert list(repository.find("A", Employer))
    assert repository.revision("A") == seen[-1]
    assert repository.revision("B") > 0
    assert repository.centres() == ["A", "B"]


def test_what_was_written_after_a_revision_is_told_by_person(repository):
    person = repository.add("A", Jobseeker("J1", Profile()))
    before = repository.revision("A")
    assert repository.changes("A", before) == frozenset()
    repository.add_all("A", [Consent("J1", True, NOON, "officer"), SensitiveFeatures("J1"), Employer("E1", "x")])
    repository.save("A", person, expected_version=1)
    told = {Change("Consent", "J1"), Change("SensitiveFeatures", "J1"), Change("Employer"), Change("Jobseeker", "J1")}
    assert repository.changes("A", before) == told
    assert repository.changes("A", repository.revision("A") + 1) is None
    other = repository.add("A", Jobseeker("J2", Profile()))
    before = repository.revision("A")
    repository.delete("A", Jobseeker, other.public_id)
    assert repository.changes("A", before) == {Change("Jobseeker", other.public_id)}


def test_two_hundred_writers_at_once_leave_two_hundred_revisions(repository):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: repository.add("A", Employer(f"E{at}", "Bakery")), range(200)))
    assert repository.revision("A") == 200


PERSON, VACANCY = Jobseeker("J1", Profile(), consent=True), Vacancy("V1", "Welder")
ENTRY = LoggedDecision("J1", "V1", "referred", "aigul", NOON)


def test_changes_and_additions_are_kept_together_or_not_at_all(repository):
    repository.add_all("A", [PERSON, VACANCY])
    first = repository.add("A", Referral("J1", "V1", "aigul", NOON))
    outcome = repository.add("A", Outcome("J1", "V1", "pending"))
    offered = replace(first, record=replace(first.record, status="offered"))
    repository.save_all("A", [offered], added=[ENTRY])
    hired = replace(outcome, record=Outcome("J1", "V1", "hired"))
    with pytest.raises(ConflictError) as refused:
        repository.save_all("A", [hired, first], added=[ENTRY])
    assert refused.value.stored == replace(offered, version=2)
    with pytest.raises(UsageError, match="record_taken"):
        repository.save_all("A", [hired], added=[ENTRY, Referral("J1", "V1", "boris", NOON)])
    assert list(repository.find("A", Outcome)) == [outcome]
    assert [row.record for row in repository.find("A", LoggedDecision)] == [ENTRY]


def test_a_write_whose_guard_does_not_hold_is_refused_with_what_came_first(repository):
    repository.add_all("A", [PERSON, VACANCY, Vacancy("V2", "Baker")])
    unread = Guard(Consent, "J1", 0)
    repository.save_all("A", (), added=[Consent("J1", True, NOON, "J1")], guards=[unread])
    (first,) = repository.find("A", Consent)
    before = repository.revision("A")
    with pytest.raises(ConflictError) as refused:
        repository.save_all("A", (), added=[ENTRY, Consent("J1", False, NOON, "J1")], guards=[unread])
    assert refused.value.stored == first
    assert (list(repository.find("A", Consent)), list(repository.find("A", LoggedDecision))) == ([first], [])
    assert repository.revision("A") == before
    repository.save_all("A", (), added=[Consent("J1", False, NOON, "J1")], guards=[Guard(Consent, "J1", 1)])
    saved = repository.save("A", first, expected_version=1)
    with pytest.raises(ConflictError):
        repository.save_all("A", [saved], guards=[Guard(Consent, "J1", 2)])


def test_a_guard_holds_whatever_is_written_of_other_vacancies_people_and_centres(repository):
    for centre in "AB":
        repository.add_all(centre, [PERSON, Jobseeker("J2", Profile()), VACANCY, Vacancy("V2", "Baker")])
    person = next(repository.find("A", Jobseeker, jobseeker_id="J1"))
    places = [("A", "J1", "V1"), ("A", "J1", "V2"), ("A", "J2", "V1"), ("B", "J1", "V1")]
    for centre, *pair in places:
        guard = Guard(ShortlistEntry, pair[0], 0, pair[1])
        repository.save_all(centre, (), added=[ShortlistEntry(*pair, "aigul", NOON)], guards=[guard])
    assert [len(list(repository.find(centre, ShortlistEntry))) for centre in "AB"] == [3, 1]
    assert repository.get("A", Jobseeker, person.public_id) == person


def test_a_pair_has_one_referral(repository):
    repository.add_all("A", [PERSON, VACANCY, Vacancy("V2", "Baker")])
    repository.add_all("A", [Referral("J1", "V1", "aigul", NOON), Referral("J1", "V2", "aigul", NOON)])
    with pytest.raises(UsageError, match="record_taken"):
        repository.add("A", Referral("J1", "V1", "boris", NOON))


def test_those_wait_who_consent_and_were_not_referred_lately_the_longest_first(repository):
    days = {"J1": 40, "J2": 50, "J3": None, "J4": 5, "J5": None, "J6": None, "J7": None}
    repository.add_all("A", [VACANCY, *(Jobseeker(each, Profile(), consent=each != "J5") for each in days)])
    for person, ago in days.items():
        if ago is not None:
            repository.add("A", Referral(person, "V1", "aigul", NOON - timedelta(days=ago)))
    repository.add("A", Outcome("J6", "V1", "hired", date(2020, 1, 1)))
    repository.add("A", Outcome("J7", "V1", "no_show", NOON.date()))
    since = NOON - timedelta(days=30)
    page, total = repository.waiting("A", since=since)
    assert [(each.jobseeker_id, each.last) for each in page] == [
        ("J3", None),
        ("J2", NOON - timedelta(days=50)),
        ("J1", NOON - timedelta(days=40)),
    ]
    assert total == 3
    assert repository.waiting("A", since=since, offset=1, limit=1) == (page[1:2], 3)
    assert repository.waiting("B", since=since) == ([], 0)
