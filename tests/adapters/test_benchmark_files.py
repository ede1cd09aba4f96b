"""Evaluation folders: read whole, or refused with file and line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.benchmark_files import read_benchmark
from matcher.errors import InputError

JOBSEEKERS = "jobseeker_id,skills\nJ1,welding;turning\nJ2,cooking\nJ3,sewing\n"
VACANCIES = "vacancy_id,title,essential_skills\nV1,welder,welding\nV2,cook,cooking\n"
QRELS = "J1\tV1\t2\nJ2\tV2\t1\nJ1\tV2\t0\n"


def folder(path, **files):
    contents = {"jobseekers.csv": JOBSEEKERS, "vacancies.csv": VACANCIES, "qrels.tsv": QRELS}
    contents |= {name.replace("__", "."): text for name, text in files.items()}
    for name, text in contents.items():
        if text is not None:
            (path / name).write_text(text, encoding="utf-8")
    return path


def fault_of(path):
    with pytest.raises(InputError) as caught:
        read_benchmark(path)
    return caught.value


def test_a_sound_folder_is_read_whole(tmp_path):
    files = read_benchmark(folder(tmp_path, excluded__tsv="J3\tV1\n", split__tsv="J1\ttrain\nJ2\ttest\nJ3\ttest\n"))
    assert [row.values["jobseeker_id"] for row in files.jobseekers] == ["J1", "J2", "J3"]
    assert len(files.vacancies) == 2
    assert files.gains == {("J1", "V1"): 2.0, ("J2", "V2"): 1.0, ("J1", "V2"): 0.0}
    assert files.excluded == {("J3", "V1")}
    assert files.splits == {"J1": "train", "J2": "test", "J3": "test"}


@pytest.mark.parametrize("mark", ["\ufeff", "jobseeker_id\tvacancy_id\tgain\n", "\n\n"])
def test_a_byte_order_mark_a_header_and_blank_lines_are_passed_over(tmp_path, mark):
    files = read_benchmark(folder(tmp_path, qrels__tsv=mark + QRELS.replace("\n", "\r\n")))
    assert len(files.gains) == 3


@pytest.mark.parametrize("name", ["jobseekers.csv", "vacancies.csv", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path, name):
    fault = fault_of(folder(tmp_path, **{name.replace(".", "__"): None}))
    assert fault.code == "file_not_found"
    assert fault.params["file"].endswith(name)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert fault_of(tmp_path / "nowhere").code == "file_not_found"


@pytest.mark.parametrize("name", ["jobseekers.csv", "qrels.tsv", "excluded.tsv"])
def test_an_empty_file_is_named(tmp_path, name):
    fault = fault_of(folder(tmp_path, **{name.replace(".", "__"): "\n"}))
    assert (fault.code, fault.params["file"]) == ("empty_file", name)


@pytest.mark.parametrize("gain", ["-1", "high", "", "nan", "inf", "1e3", "1_0", "٢", "1,5", "9" * 400])
def test_a_gain_that_is_no_number_from_nought_up_is_named_with_its_line(tmp_path, gain):
    fault = fault_of(folder(tmp_path, qrels__tsv=f"J1\tV1\t1\nJ2\tV2\t{gain}\n"))
    assert fault.code == "benchmark_bad_gain"
    assert (fault.params["file"], fault.params["line"], fault.params["found"]) == ("qrels.tsv", 2, gain[:40])


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("qrels__tsv", "J1\tV1\t1\nJ9\tV1\t1\n", "jobseeker_id"),
        ("qrels__tsv", "J1\tV1\t1\nJ1\tV9\t1\n", "vacancy_id"),
        ("excluded__tsv", "J1\tV1\nJ1\tV9\n", "vacancy_id"),
        ("split__tsv", "J1\ttest\nJ9\ttest\n", "jobseeker_id"),
    ],
)
def test_an_identifier_that_no_table_holds_is_named_with_its_line(tmp_path, name, text, column):
    fault = fault_of(folder(tmp_path, **{name: text}))
    assert fault.code == "benchmark_unknown_id"
    assert (fault.params["line"], fault.params["column"]) == (2, column)
    assert fault.params["found"] in {"J9", "V9"}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("qrels__tsv", "J1\tV1\t1\nJ1\tV2\n", 2),
        ("qrels__tsv", "J1\tV1\t1\nJ1\t0\tV2\t1\n", 4),
        ("qrels__tsv", "J1\tV1\t1\nJ1 V2 1\n", 1),
        ("excluded__tsv", "J1\tV1\nJ1\tV1\t1\n", 3),
        ("split__tsv", "J1\ttest\nJ2\n", 1),
    ],
)
def test_another_number_of_columns_is_named_with_its_line(tmp_path, name, text, found):
    fault = fault_of(folder(tmp_path, **{name: text}))
    assert (fault.code, fault.params["line"], fault.params["found"]) == ("benchmark_columns", 2, found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("qrels__tsv", "J1\tV1\t1\nJ2\tV2\t1\nJ1\tV1\t2\n"),
        ("excluded__tsv", "J1\tV1\nJ2\tV2\nJ1\tV1\n"),
        ("split__tsv", "J1\ttest\nJ2\ttest\nJ1\ttrain\n"),
    ],
)
def test_a_pair_or_person_named_twice_is_shown_with_both_lines(tmp_path, name, text):
    fault = fault_of(folder(tmp_path, **{name: text}))
    assert (fault.code, fault.params["line"], fault.params["first_line"]) == ("benchmark_twice", 3, 1)


def test_a_folder_where_nothing_is_relevant_is_refused(tmp_path):
    assert fault_of(folder(tmp_path, qrels__tsv="J1\tV1\t0\n")).code == "benchmark_nothing_judged"


def test_a_rejected_row_of_a_table_is_named_and_nothing_is_measured_without_it(tmp_path):
    fault = fault_of(folder(tmp_path, jobseekers__csv=JOBSEEKERS + "J4,welding:9\nJ1,sewing\n"))
    assert fault.code == "benchmark_row"
    assert (fault.params["file"], fault.params["line"], fault.params["rule"]) == ("jobseekers.csv", 5, "bad_level")
    assert fault.params["rejected"] == 2


def test_the_held_out_part_is_measured_unless_another_is_asked_for(tmp_path):
    files = read_benchmark(folder(tmp_path, split__tsv="J1\ttrain\nJ2\ttest\n"))
    assert files.measured() == ("test", {"J2"})
    assert files.measured("train") == ("train", {"J1"})
    with pytest.raises(InputError, match="benchmark_unknown_split"):
        files.measured("dev")


def test_without_a_split_everybody_is_measured(tmp_path):
    files = read_benchmark(folder(tmp_path))
    assert files.measured() == (None, {"J1", "J2", "J3"})
    with pytest.raises(InputError, match="benchmark_unknown_split"):
        files.measured("test")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return folder(tmp_path_factory.mktemp("benchmark"))


@given(st.one_of(st.binary(max_size=200), st.text("J12V\t\r\n 0.-", max_size=60).map(str.encode)))
def test_whatever_stands_in_a_file_is_read_or_named_and_never_fails_otherwise(sound, content):
    (sound / "qrels.tsv").write_bytes(content)
    try:
        files = read_benchmark(sound)
    except InputError as fault:
        assert fault.params["file"] == "qrels.tsv"
    else:
        assert any(gain > 0 for gain in files.gains.values())
        assert set(files.gains) <= {(person, role) for person in ("J1", "J2", "J3") for role in ("V1", "V2")}
