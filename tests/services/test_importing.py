"""Files come into a centre: nothing twice, nothing lost, nothing merged by itself, and former versions kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fakes.repository import MemoryRepository
from import_town import CENTRE, NOON, bring, held, service, table

from matcher.core.places import Places
from matcher.core.records import (
    Course,
    HeldSkill,
    Jobseeker,
    Occupation,
    Outcome,
    Profile,
    SensitiveFeatures,
    Skill,
    Vacancy,
)
from matcher.core.records.centre import Consent, Employer, VacancyStatusRecord
from matcher.core.records.imports import ColumnPair, Columns, Import
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.errors import InputError, UsageError

SKILLS = {
    name: Skill(name, {"en": name, "ru": name, "kk": name}) for name in ("welding", "painting", "sewing", "baking")
}
BAKER = Occupation("baker", "7512", {"en": "baker", "ru": "пекарь", "kk": "наубайшы"}, essential=(("baking", 3),))
PERSON = {
    "jobseeker_id": "0001",
    "birth_date": "1990-02-01",
    "sex": "F",
    "skills": "welding:3; sewing; painting",
    "consent": "yes",
}
NEED = {
    "vacancy_id": "V1",
    "employer_id": "E1",
    "employer": "Plant",
    "title": "Welder",
    "essential_skills": "welding:3",
}
COURSE = {"course_id": "C1", "title": "Welding", "skills_taught": "welding:3", "hours": "40"}
SARAN = Places({"saran": "352210000"}, {"352210000": {"en": "Saran", "ru": "Сарань", "kk": "Саран"}})


@pytest.fixture
def repository():
    return MemoryRepository()


@pytest.fixture(scope="module")
def resolver():
    return Resolver(Taxonomy(SKILLS, {"baker": BAKER}))


@pytest.fixture
def importing(repository, tmp_path, resolver):
    return service(repository, tmp_path, resolver, places=SARAN)


def people(*changes):
    return table([{**PERSON, **change} for change in changes])


def figures(done):
    return (done.n_added, done.n_changed, done.n_same, done.n_rejected, done.n_notes)


def test_people_come_with_what_may_only_be_counted_and_their_consent(importing, repository):
    done = bring(importing, "jobseekers", people({}, {"jobseeker_id": "0002", "consent": ""}))
    assert (done.state, *figures(done)) == ("done", 2, 0, 0, 0, 0)
    first = next(repository.find(CENTRE, Jobseeker)).record
    assert [held.skill_id for held in first.profile.skills] == ["painting", "sewing", "welding"]
    assert next(repository.find(CENTRE, SensitiveFeatures)).record.birth_date == date(1990, 2, 1)
    assert [each.record for each in repository.find(CENTRE, Consent)] == [Consent("0001", True, NOON, "aigul")]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("jobseekers", people({}, {"jobseeker_id": "0002", "experience": "I sew and repair things"})),
        ("vacancies", table([NEED, {**NEED, "vacancy_id": "V2", "employer_id": ""}])),
        ("courses", table([COURSE])),
    ],
)
def test_the_same_file_twice_adds_nothing_in_whatever_form_it_comes(importing, repository, kind, content):
    bring(importing, kind, content)
    before = held(repository)
    again = bring(importing, kind, content)
    other = bring(importing, kind, content.decode().replace(",", ";").encode("utf-16"))
    assert (again.n_added, again.n_changed, other.n_added, other.n_changed) == (0, 0, 0, 0)
    after = held(repository)
    assert {name: rows for name, rows in after.items() if name != "Import"} == {
        name: rows for name, rows in before.items() if name != "Import"
    }


def test_what_a_centre_holds_already_is_no_change(importing, repository):
    bring(importing, "courses", table([COURSE]))
    course = next(repository.find(CENTRE, Course)).record
    other = MemoryRepository()
    other.add(CENTRE, course)
    done = bring(replace(importing, repository=other), "courses", table([COURSE]))
    assert figures(done) == (0, 0, 1, 0, 0)


def test_a_changed_row_updates_its_record_and_the_former_version_is_kept(importing, repository):
    bring(importing, "jobseekers", people({}))
    former = next(repository.find(CENTRE, Jobseeker)).record
    done = bring(importing, "jobseekers", people({"skills": "welding:4", "sex": "M"}), by="marat")
    assert figures(done) == (0, 1, 0, 0, 0)
    now = next(repository.find(CENTRE, Jobseeker))
    assert (now.version, now.record.profile.skills) == (2, (HeldSkill("welding", 4, "welding"),))
    history = importing.history(CENTRE, "0001")
    assert [(each.kind, each.fields, each.changed_by, each.changed_at) for each in history] == [
        ("Jobseeker", ("profile.skills",), "marat", NOON),
        ("SensitiveFeatures", ("sex",), "marat", NOON),
    ]
    assert (history[0].person, history[1].features.sex) == (former, "F")


def test_a_changed_need_supersedes_the_former_one_and_keeps_it(importing, repository):
    bring(importing, "vacancies", table([NEED]))
    done = bring(importing, "vacancies", table([{**NEED, "title": "Welder, night"}]))
    bring(importing, "vacancies", table([{**NEED, "title": "Welder, day"}]))
    same = bring(importing, "vacancies", table([{**NEED, "title": "Welder, day"}]))
    assert (figures(done), figures(same)) == ((0, 1, 0, 0, 0), (0, 0, 1, 0, 0))
    titles = {each.record.vacancy_id: each.record.title for each in repository.find(CENTRE, Vacancy)}
    assert titles == {"V1": "Welder", "V1~2": "Welder, night", "V1~3": "Welder, day"}
    standings = [each.record for each in repository.find(CENTRE, VacancyStatusRecord)]
    assert standings == [
        VacancyStatusRecord("V1", "superseded", published_on=date(2026, 11, 27)),
        VacancyStatusRecord("V1~2", "superseded", "V1", date(2026, 11, 27)),
        VacancyStatusRecord("V1~3", "published", "V1~2", date(2026, 11, 27)),
    ]
    assert [(each.fields, each.replaced_by) for each in importing.history(CENTRE, "V1")] == [(("title",), "V1~2")]


def test_what_an_employer_declared_anew_is_not_taken_back_by_an_old_list(importing, repository):
    bring(importing, "vacancies", table([NEED]))
    standing = next(repository.find(CENTRE, VacancyStatusRecord))
    gone = replace(standing, record=replace(standing.record, status="superseded"))
    repository.save(CENTRE, gone, expected_version=standing.version)
    done = bring(importing, "vacancies", table([{**NEED, "title": "Turner"}]))
    assert (done.n_changed, done.n_notes) == (0, 1)
    assert len(list(repository.find(CENTRE, Vacancy))) == 1


def test_an_employer_with_a_new_name_keeps_the_old_one(importing, repository):
    bring(importing, "vacancies", table([NEED]))
    bring(importing, "vacancies", table([{**NEED, "vacancy_id": "V2", "employer": "Works"}]))
    assert [each.record for each in repository.find(CENTRE, Employer)] == [Employer("E1", "Works", ("Plant",))]


def test_identifiers_that_differ_by_leading_zeros_are_noted_and_both_kept(importing, repository):
    bring(importing, "jobseekers", people({}))
    done = bring(importing, "jobseekers", people({"jobseeker_id": "1", "birth_date": ""}))
    assert figures(done) == (1, 0, 0, 0, 1)
    assert len(list(repository.find(CENTRE, Jobseeker))) == 2
    (note,) = importing.notes(CENTRE, importing.listed(CENTRE)[0].public_id)
    assert (note.kind, note.key, note.other_key, note.evidence) == ("leading_zeros", "1", "0001", ("leading_zeros",))


def test_who_may_be_the_same_person_is_noted_with_evidence_and_never_merged(importing, repository):
    same = {"locality": "Saran"}
    rows = [
        {"jobseeker_id": "A1", **same},
        {"jobseeker_id": "B2", **same},
        {"jobseeker_id": "C3", "locality": "Saran", "skills": "baking"},
    ]
    done = bring(importing, "jobseekers", people(*rows))
    assert figures(done) == (3, 0, 0, 0, 1)
    (note,) = importing.notes(CENTRE, importing.listed(CENTRE)[0].public_id)
    assert (note.key, note.other_key) == ("B2", "A1")
    assert note.evidence == ("same_birth_date", "same_locality:352210000", "skills_alike:100")
    assert len(list(repository.find(CENTRE, Jobseeker))) == 3


def test_a_file_in_which_everybody_looks_alike_tells_of_a_few_others_each(importing):
    rows = [{"jobseeker_id": f"P{at:02}", "locality": "Saran"} for at in range(20)]
    assert bring(importing, "jobseekers", people(*rows)).n_notes == 1 + 2 + 17 * 3


def test_consent_that_a_person_withdrew_is_not_given_back_by_a_file(importing, repository):
    bring(importing, "jobseekers", people({}))
    repository.add(CENTRE, Consent("0001", False, NOON, "0001"))
    done = bring(importing, "jobseekers", people({"skills": "baking"}))
    assert (done.n_changed, done.n_notes) == (1, 1)
    assert [each.record.is_given for each in repository.find(CENTRE, Consent)] == [True, False]
    assert list(repository.candidates(CENTRE)) == []


def test_consent_that_a_person_withdraws_while_a_file_comes_in_is_not_given_back(importing, repository, monkeypatch):
    bring(importing, "jobseekers", people({"consent": ""}))
    save_all, withdrawn = repository.save_all, []

    def withdrawn_just_before(centre_id, records, *, added=(), guards=()):
        if not withdrawn and any(isinstance(each, Consent) for each in added):
            withdrawn.append(repository.add(CENTRE, Consent("0001", False, NOON, "0001")))
        save_all(centre_id, records, added=added, guards=guards)

    monkeypatch.setattr(repository, "save_all", withdrawn_just_before)
    done = bring(importing, "jobseekers", people({"consent": "yes"}))
    assert [each.record.is_given for each in repository.find(CENTRE, Consent)] == [False]
    assert (done.state, done.n_notes) == ("done", 1)
    assert list(repository.candidates(CENTRE)) == []


def test_a_refusal_in_a_file_holds_at_once_and_reads_nothing_else(importing, repository):
    bring(importing, "jobseekers", people({}))
    bring(importing, "jobseekers", people({"consent": "no", "skills": "baking"}))
    assert list(repository.candidates(CENTRE)) == []
    now = next(repository.find(CENTRE, Jobseeker)).record
    assert (now.consent, len(now.profile.skills)) == (False, 3)


def test_a_record_that_was_edited_since_the_last_file_is_told(importing, repository):
    bring(importing, "jobseekers", people({}))
    stored = next(repository.find(CENTRE, Jobseeker))
    edited = replace(stored, record=replace(stored.record, profile=Profile(text="own words")))
    repository.save(CENTRE, edited, expected_version=1)
    assert figures(bring(importing, "jobseekers", people({}))) == (0, 0, 1, 0, 0)
    assert figures(bring(importing, "jobseekers", people({"skills": "baking"}))) == (0, 1, 0, 0, 1)
    assert importing.history(CENTRE, "0001")[0].person.profile.text == "own words"


def test_rows_that_name_nobody_of_the_centre_are_rejected_with_the_reason(importing, repository):
    bring(importing, "jobseekers", people({}))
    bring(importing, "vacancies", table([NEED]))
    bring(importing, "courses", table([COURSE]))
    sessions = table([{"session_id": f"S{at}", "course_id": f"C{at}", "seats": "9"} for at in (1, 2)])
    outcomes = [
        {"jobseeker_id": who, "vacancy_id": what, "outcome": "hired"}
        for who, what in (("0001", "V1"), ("0002", "V1"), ("0001", "V2"), ("0001", "V1"))
    ]
    assert figures(bring(importing, "sessions", sessions)) == (1, 0, 0, 1, 0)
    assert figures(bring(importing, "outcomes", table(outcomes))) == (1, 0, 0, 3, 0)
    errors, _ = importing.files.report(CENTRE, importing.listed(CENTRE)[0].public_id)
    assert [error.rule for error in errors] == ["unknown_jobseeker", "unknown_vacancy", "duplicate_referral"]
    hired = {**outcomes[0], "still_employed_after_days": "90"}
    assert figures(bring(importing, "outcomes", table([hired]))) == (0, 1, 0, 0, 0)
    assert next(repository.find(CENTRE, Outcome)).record.still_employed_after_days == 90


def test_a_need_that_no_employer_may_state_is_rejected(importing):
    done = bring(
        importing, "vacancies", table([NEED, {**NEED, "vacancy_id": "V2", "title": "Сварщик, только мужчины"}])
    )
    assert (done.n_added, done.n_rejected) == (1, 1)


def test_nothing_is_imported_when_every_row_must_be_sound(importing, repository):
    with pytest.raises(UsageError, match="import_rows_rejected"):
        bring(importing, "jobseekers", people({}, {"jobseeker_id": "2", "birth_date": "yesterday"}), only_whole=True)
    assert list(repository.find(CENTRE, Jobseeker)) == []
    assert next(repository.find(CENTRE, Import)).record.state == "checked"


def test_the_file_of_rejected_rows_is_mended_and_comes_in_again(importing, repository):
    bring(importing, "jobseekers", people({}, {"jobseeker_id": "2", "birth_date": "yesterday"}))
    _, path = importing.files.report(CENTRE, importing.listed(CENTRE)[0].public_id)
    text = path.read_text(encoding="utf-8-sig")
    assert "rejected_because" in text
    done = bring(importing, "jobseekers", text.replace("yesterday", "1991-03-04").encode())
    assert figures(done) == (1, 0, 0, 0, 0)
    assert [each.record.jobseeker_id for each in repository.find(CENTRE, Jobseeker)] == ["0001", "2"]


def test_columns_that_were_chosen_are_remembered_for_the_same_header(importing, repository):
    content = table([{"№": "7", "Умения": "welding; sewing", "jobseeker_id": "x"}])
    staged = importing.stage(CENTRE, "jobseekers", name="Ж.csv", content=content, by="aigul")
    assert staged.record.columns == Columns()
    pairs = (ColumnPair("jobseeker_id", "№"), ColumnPair("skills", "Умения"))
    staged = importing.choose(CENTRE, staged, Columns("own", pairs))
    importing.run(CENTRE, staged, only_whole=True)
    assert [each.record.jobseeker_id for each in repository.find(CENTRE, Jobseeker)] == ["7"]
    again = importing.stage(CENTRE, "jobseekers", name="Other.csv", content=content, by="marat")
    assert again.record.columns == Columns("own", pairs)
    assert importing.stage("other", "jobseekers", name="a", content=content, by="x").record.columns == Columns()


def test_a_header_of_a_known_site_chooses_its_preset(importing):
    content = table(
        [
            {
                "id": "1",
                "name": "Welder",
                "requirement": "welding",
                "responsibility": "welds",
                "employer": "P",
                "area": "Saran",
            }
        ]
    )
    staged = importing.stage(CENTRE, "vacancies", name="hh.csv", content=content, by="aigul")
    assert staged.record.columns == Columns("hh")
    assert importing.run(CENTRE, staged, only_whole=True).record.n_added == 1


def test_a_file_that_is_no_table_is_not_kept(importing, repository, tmp_path):
    with pytest.raises(InputError):
        importing.stage(CENTRE, "jobseekers", name="x.csv", content=b"\n\n", by="aigul")
    assert importing.listed(CENTRE) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_file_waits_for_a_decision_and_is_gone_after_it(importing, repository, tmp_path):
    staged = importing.stage(CENTRE, "jobseekers", name="../Ж.csv", content=people({}), by="aigul")
    path = importing.files.path(CENTRE, staged.public_id)
    assert (path.name, path.stat().st_mode & 0o077, path.is_relative_to(tmp_path)) == ("Ж.csv", 0, True)
    assert list(repository.find(CENTRE, Jobseeker)) == []
    importing.discard(CENTRE, staged)
    assert not path.exists()
    assert importing.listed(CENTRE) == []
    with pytest.raises(UsageError, match="import_done"):
        importing.run(CENTRE, importing.get(CENTRE, staged.public_id), only_whole=False)


def test_a_file_that_nobody_decided_on_is_deleted_after_thirty_days(importing):
    staged = importing.stage(CENTRE, "jobseekers", name="a.csv", content=people({}), by="aigul")
    later = replace(importing, clock=lambda: NOON + timedelta(days=31))
    later.stage(CENTRE, "jobseekers", name="b.csv", content=people({}), by="aigul")
    assert [each.record.file_name for each in later.listed(CENTRE)] == ["b.csv"]
    with pytest.raises(UsageError, match="import_file_gone"):
        importing.files.path(CENTRE, staged.public_id)


def test_of_two_runs_of_one_import_the_later_one_goes_on_and_the_other_stops(importing, repository, monkeypatch):
    monkeypatch.setattr("matcher.services.importing.running.CHUNK", 1)
    content = people(*({"jobseeker_id": f"P{at}", "birth_date": ""} for at in range(5)))
    staged = importing.stage(CENTRE, "jobseekers", name="a.csv", content=content, by="aigul")
    ends = []

    def take_over(now):
        if now.cursor == 3 and not ends:
            ends.append(None)
            ends.append(importing.run(CENTRE, importing.get(CENTRE, staged.public_id), only_whole=False))

    with pytest.raises(UsageError, match="import_taken_over"):
        importing.run(CENTRE, staged, only_whole=False, on_progress=take_over)
    assert figures(ends[1].record) == (5, 0, 0, 0, 0)
    assert len(list(repository.find(CENTRE, Jobseeker))) == 5


def test_an_edit_between_look_and_write_is_seen_before_it_is_replaced(importing, repository, monkeypatch):
    bring(importing, "jobseekers", people({}))
    write, edits = repository.save_all, []

    def edit_first(centre, records, *, added=(), guards=()):
        if not edits:
            stored = next(repository.find(CENTRE, Jobseeker))
            changed = replace(stored.record, profile=replace(stored.record.profile, text="meanwhile"))
            edits.append(repository.save(CENTRE, replace(stored, record=changed), expected_version=stored.version))
        write(centre, records, added=added, guards=guards)

    monkeypatch.setattr(repository, "save_all", edit_first)
    done = bring(importing, "jobseekers", people({"skills": "baking"}))
    assert (done.n_changed, done.n_notes) == (1, 1)
    assert importing.history(CENTRE, "0001")[0].person.profile.text == "meanwhile"
