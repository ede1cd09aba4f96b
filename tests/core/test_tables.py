"""Rows in = accepted + rejected, whatever the rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.contracts import TABLES
from matcher.core.tables import RawRow, check, check_header
from matcher.errors import StructureError

TEXTS = st.sampled_from(
    ["", " ", "1", "2", "007", "yes", "нет", "a:3", "a:9", "01.02.1990", "#N/A", "day;night", "x" * 70, "kk:C1", "-5"]
)


def rows_of(table):
    row = st.dictionaries(st.sampled_from([*TABLES[table].names, "note"]), TEXTS, max_size=8)
    return st.lists(row, max_size=12).map(
        lambda found: [RawRow("T.csv", at, cells) for at, cells in enumerate(found, 2)]
    )


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_row_is_accepted_or_rejected_with_a_reason(table):
    @given(rows_of(table))
    def holds(rows):
        checked = check(table, rows)
        accepted, rejected = {row.line for row in checked.accepted}, {row.line for row in checked.rejected}
        assert accepted | rejected == {row.line for row in rows}
        assert not accepted & rejected
        assert {error.line for error in checked.errors} == rejected
        assert checked.n_rows == len(rows)

    holds()


@given(rows_of("jobseekers"))
def test_a_row_alone_breaks_no_rule_that_it_keeps_among_others(rows):
    together = check("jobseekers", rows)
    for row in together.accepted:
        (alone,) = check("jobseekers", [next(raw for raw in rows if raw.line == row.line)]).accepted
        assert alone == row


def row(line, **cells):
    return RawRow("J.csv", line, cells)


def test_the_first_of_two_rows_of_one_identifier_stands_and_is_named():
    checked = check("jobseekers", [row(2, jobseeker_id="1"), row(3, jobseeker_id="1")])
    (error,) = checked.errors
    assert (error.line, error.rule, error.params["first_line"], error.params["first_file"]) == (
        3,
        "duplicate_id",
        2,
        "J.csv",
    )


def test_a_rejected_row_does_not_take_its_identifier_away():
    checked = check("jobseekers", [row(2, jobseeker_id="1", birth_date="x"), row(3, jobseeker_id="1")])
    assert [accepted.line for accepted in checked.accepted] == [3]


def test_identifiers_of_another_file_count():
    seen = {}
    check("jobseekers", [RawRow("A.csv", 2, {"jobseeker_id": "1"})], seen)
    (error,) = check("jobseekers", [RawRow("B.csv", 2, {"jobseeker_id": "1"})], seen).errors
    assert error.params["first_file"] == "A.csv"


def test_empty_is_unknown_and_never_zero():
    (found,) = check("jobseekers", [row(2, jobseeker_id="1", hours_per_week="", care_hours="0")]).accepted
    assert found.values == {"jobseeker_id": "1", "care_hours": 0}


def test_unknown_columns_pass_through():
    (found,) = check("jobseekers", [row(2, jobseeker_id="1", note=" as it is ")]).accepted
    assert found.extra == {"note": " as it is "}


def test_every_fault_of_a_row_is_told_at_once():
    checked = check("jobseekers", [row(2, jobseeker_id="", birth_date="x", skills="a:9")])
    assert [error.rule for error in checked.errors] == ["required", "bad_date", "bad_level"]


@pytest.mark.parametrize("mark", ["#N/A", "#Н/Д", "#REF!", "#ИМЯ?", "#####"])
def test_a_failed_formula_is_no_text(mark):
    (error,) = check("jobseekers", [row(2, jobseeker_id="1", skills=mark)]).errors
    assert (error.rule, error.column, error.value) == ("sheet_error", "skills", mark)


def test_of_who_withheld_consent_only_the_identifier_and_the_refusal_stay():
    checked = check("jobseekers", [row(2, jobseeker_id="1", consent="нет", skills="a:9", note="x", birth_date="?")])
    assert checked.accepted[0].values == {"jobseeker_id": "1", "consent": False}
    assert checked.accepted[0].extra == {}
    (rejected,) = check("jobseekers", [row(2, consent="no", skills="secret")]).rejected
    assert rejected.cells == {"jobseeker_id": "", "consent": "no"}


def test_pay_and_dates_stand_in_order():
    cells = {"vacancy_id": "1", "title": "Cook", "description": "x", "salary_from_kzt": "200", "salary_to_kzt": "100"}
    (error,) = check("vacancies", [RawRow("V.csv", 2, cells)]).errors
    assert (error.rule, error.column, error.params) == (
        "wrong_order",
        "salary_to_kzt",
        {"other": "salary_from_kzt", "other_value": "200.0"},
    )


def test_one_of_two_columns_is_enough_and_none_is_told():
    base = {"vacancy_id": "1", "title": "Cook"}
    assert check("vacancies", [RawRow("V.csv", 2, {**base, "essential_skills": "a"})]).errors == []
    (error,) = check("vacancies", [RawRow("V.csv", 2, base)]).errors
    assert error.rule == "one_of_required"


@pytest.mark.parametrize(
    ("table", "names", "code"),
    [
        ("jobseekers", ["skills"], "missing_column"),
        ("jobseekers", ["jobseeker_id"], "missing_column"),
        ("jobseekers", ["jobseeker_id", "skills", "skills"], "duplicate_column"),
        ("vacancies", ["vacancy_id", "title"], "missing_column"),
        ("outcomes", ["jobseeker_id", "vacancy_id"], "missing_column"),
    ],
)
def test_a_header_without_what_is_needed_is_refused(table, names, code):
    with pytest.raises(StructureError) as caught:
        check_header(table, names, "T.csv")
    assert caught.value.code == code
