"""Reading a table from end to end: headers as people write them, conservation, import again after mending."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.messages import Messages
from matcher.adapters.result_files import write_rejected
from matcher.adapters.tables_io.columns import ColumnMap
from matcher.adapters.tables_io.reading import read_table
from matcher.config import ROOT
from matcher.errors import InputError, StructureError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048", "ptcp154")
WORDS = ["қазақ", "тілі", "дәнекерлеу", "өңдеу", "үй", "шаруашылығы", "жұмыс", "іздеймін", "сварка", "опыт"]
FOREIGN = ColumnMap("own", "vacancies", {"vacancy_id": "Код", "title": "Название", "description": "Текст"})


def written(tmp_path, content, name="J.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "header",
    [
        "jobseeker_id,skills,birth_date",
        "Jobseeker_ID,SKILLS,Birth_Date",
        " jobseeker id , Skills ,birth-date",
        '"jobseeker\u00a0id","skills","birth\ndate"',
        "\ufeff\ufeffjobseeker_id,skills,birth_date",
    ],
)
def test_case_and_spaces_of_the_header_do_not_count(tmp_path, header):
    (row,) = read_table(written(tmp_path, f"{header}\n007,a,01.02.1990\n"), "jobseekers").accepted
    assert list(row.values) == ["jobseeker_id", "birth_date", "skills"]


def test_a_column_with_our_own_name_stands_before_one_that_only_resembles_it(tmp_path):
    (row,) = read_table(written(tmp_path, "Skills,jobseeker_id,skills\nx,1,a\n"), "jobseekers").accepted
    assert row.values["skills"] == (("a", None),)
    assert row.extra == {"Skills": "x"}


def test_two_columns_that_resemble_ours_are_told_as_one_named_twice(tmp_path):
    with pytest.raises(StructureError) as caught:
        read_table(written(tmp_path, "Jobseeker ID,JOBSEEKER_ID,skills\n1,2,a\n"), "jobseekers")
    assert (caught.value.code, caught.value.params["found"]) == ("duplicate_column", "jobseeker_id")


def test_foreign_names_may_stand_in_another_case_too(tmp_path):
    path = written(tmp_path, "КОД;НАЗВАНИЕ ;текст\n1;Повар;Варить\n")
    (row,) = read_table(path, "vacancies", [FOREIGN]).accepted
    assert row.values == {"vacancy_id": "1", "title": "Повар", "description": "Варить"}


def test_an_open_quote_in_the_header_refuses_the_file(tmp_path):
    with pytest.raises(StructureError) as caught:
        read_table(written(tmp_path, 'jobseeker_id,"skills\n1,a\n'), "jobseekers")
    assert (caught.value.code, caught.value.params["line"]) == ("broken_header", 1)


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5).map(" ".join), min_size=2, max_size=6),
    st.sampled_from(ENCODINGS),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_a_table_comes_back_in_every_encoding_delimiter_and_line_end(
    tmp_path_factory, texts, encoding, mark, end, packed
):
    text = end.join([f"text{mark}lang", *(f'"{one}"{mark}kk' for one in texts)])
    content = text.encode(encoding)
    path = tmp_path_factory.mktemp("read") / "T.csv"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert [row.values["text"] for row in read_table(path, "text").accepted] == texts


LINES = st.sampled_from(
    [
        "1,a,day",
        '2,"a\nb",day',
        '3,"a,day',
        '4,a",day',
        "5,a",
        "6,a,day,x,y",
        ",a,day",
        "7,a,noon",
        "8,\x00,day",
        '9,"a"b,day',
        "1,a,day",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_rows_in_are_rows_accepted_and_rejected_and_every_sound_row_is_accepted(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("kept") / "J.csv"
    path.write_text("\n".join(["jobseeker_id,skills,shifts", *lines]), encoding="utf-8")
    checked = read_table(path, "jobseekers")
    accepted = {row.values["jobseeker_id"] for row in checked.accepted}
    assert {error.line for error in checked.errors} == {row.line for row in checked.rejected}
    assert len({row.line for row in checked.accepted} | {row.line for row in checked.rejected}) == checked.n_rows
    # A stray quote in the line above may make any line part of it, but for those that hold no quote and fit.
    assert accepted >= {"1"} & {line.split(",")[0] for line in lines}
    assert not accepted & {"5", "6", "7", "8", "9"}


def test_rejected_rows_come_back_whole_and_are_accepted_once_mended(tmp_path):
    lines = [
        "Код;Название;Текст;Примечание",
        "1;Повар;Варить;a",
        "2;Сварщик;;b",
        "3;Шофёр",
        '4;"Маляр;Красить;d',
        "5;Швея;Шить;e",
    ]
    path = written(tmp_path, "\n".join(lines), "V.csv")
    checked = read_table(path, "vacancies", [FOREIGN])
    assert [(error.line, error.rule) for error in checked.errors] == [
        (3, "one_of_required"),
        (4, "row_too_short"),
        (5, "unclosed_quote"),
    ]
    messages = Messages(ROOT / "web" / "translations", "ru")
    write_rejected(tmp_path, checked.errors, {"vacancies": checked.rejected}, messages)
    mended = tmp_path / "rejected_vacancies.csv"
    text = mended.read_text(encoding="utf-8-sig")
    header, *rejected = text.splitlines()
    assert header == "vacancy_id,title,description,Примечание,rejected_because"
    fixed = [
        header,
        rejected[0].replace("Сварщик,,", "Сварщик,Варить швы,"),
        rejected[1].replace("Шофёр,,", "Шофёр,Возить,"),
        rejected[2],
    ]
    again = read_table(written(tmp_path, "\n".join(fixed), "again.csv"), "vacancies", [FOREIGN])
    assert [(row.values["vacancy_id"], row.values["title"]) for row in again.accepted] == [
        ("2", "Сварщик"),
        ("3", "Шофёр"),
        ("4", "Маляр"),
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_fault_of_a_row_has_a_sentence_without_a_gap(tmp_path, language):
    lines = [
        "jobseeker_id,skills,birth_date",
        "1.2E+11,a,",
        "J\u200b1,a,",
        "2,#REF!,",
        "jobseeker_id,skills,birth_date",
        "3,a",
        '4,"a,',
        "5,a:9,x",
    ]
    content = ("\n".join(lines) + "\n6,сварка труб,\n7,").encode() + b"\xf1,\n"
    checked = read_table(written(tmp_path, content), "jobseekers")
    rules = {error.rule for error in checked.errors}
    assert rules >= {
        "id_rounded",
        "id_invisible_character",
        "sheet_error",
        "repeated_header",
        "row_too_short",
        "unclosed_quote",
        "bad_bytes",
    }
    write_rejected(
        tmp_path, checked.errors, {"jobseekers": checked.rejected}, Messages(ROOT / "web" / "translations", language)
    )
    text = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    assert "%(" not in text
    assert "rule." not in text
    assert text.count("J.csv") == len(checked.errors)


def test_a_packed_file_within_a_packed_file_is_refused(tmp_path):
    with pytest.raises(InputError):
        read_table(written(tmp_path, gzip.compress(gzip.compress(b"text\nx\n"))), "text")
