"""Python and pandas give the answers of the command line."""

import sys

import numpy as np
import pandas as pd
import pytest

from matcher import cli, frames
from matcher.config import ROOT
from matcher.errors import UsageError

SAMPLES = ROOT / "data" / "samples"
PATHS = {name: SAMPLES / f"{name}.csv" for name in ("jobseekers", "vacancies", "courses")}
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The tables that the command writes."""
    out = tmp_path_factory.mktemp("run")
    arguments = [part for name, path in PATHS.items() for part in (f"--{name}", str(path))]
    former, sys.argv = sys.argv, ["matcher", "match", *arguments, "--as-of", DAY, "--lang", "en", "--out", str(out)]
    try:
        with pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        sys.argv = former
    assert ended.value.code in (0, 1)
    return out


@pytest.fixture(scope="module")
def found():
    return frames.match(PATHS["jobseekers"], PATHS["vacancies"], PATHS["courses"], as_of=DAY)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("matches", "by_vacancy"),
        ("matches_by_jobseeker", "by_jobseeker"),
        ("recommendations", "recommendations"),
        ("rejected", "rejected"),
        ("review", "review"),
    ],
)
def test_frames_hold_the_values_of_the_files(written, found, file, name):
    ours = getattr(found, name)
    told = pd.read_csv(written / f"{file}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(ours.columns) == list(told.columns)
    assert len(ours) == len(told)
    for column in ours.columns:
        if pd.api.types.is_numeric_dtype(ours[column]):
            numbers = pd.to_numeric(told[column].replace("", None)).astype(float)
            assert np.array_equal(ours[column].astype(float), numbers, equal_nan=True), column
        elif column not in ("text", "value"):
            assert ours[column].tolist() == told[column].tolist(), column


def test_a_frame_in_is_a_file_in_whatever_the_order_of_its_rows_and_columns(found):
    tables = {name: frames.read(path, name) for name, path in PATHS.items()}
    people = tables["jobseekers"].sample(frac=1, random_state=3)[sorted(tables["jobseekers"].columns)]
    again = frames.match(people, tables["vacancies"], tables["courses"], as_of=DAY)
    pd.testing.assert_frame_equal(again.by_vacancy, found.by_vacancy)
    pd.testing.assert_frame_equal(again.by_jobseeker, found.by_jobseeker)


def test_identifiers_keep_their_zeros_and_numbers_are_numbers(found):
    assert frames.read(PATHS["jobseekers"], "jobseekers")["jobseeker_id"].str.startswith("0").any()
    assert found.by_vacancy["jobseeker_id"].str.startswith("0").any()
    assert found.by_vacancy.dtypes["score"] == np.float64
    assert found.by_vacancy.dtypes["rank"] == np.int64


def test_nothing_that_is_read_is_lost_and_what_is_wrong_is_told_in_the_language():
    people = pd.DataFrame({"jobseeker_id": ["1", "2", "1"], "skills": ["сварка:3", "шитьё:9", "сварка"]})
    assert len(frames.read(people, "jobseekers")) == 3
    told = frames.match(people, PATHS["vacancies"], as_of=DAY, language="kk").rejected
    assert set(told["line"]) == {3, 4}
    assert told["message"].str.contains("[әғқңөұүһі]").all()


def test_words_resolve_as_the_command_resolves_them():
    told = frames.resolve(["сварка MIG/MAG", "qwxzv ppkj"], lang="ru")
    assert told.iloc[0]["concept_id"] == "mig-mag-welding"
    assert bool(told.iloc[0]["accepted"])
    assert not told[told["text"] == "qwxzv ppkj"]["accepted"].any()


@pytest.mark.parametrize("call", [lambda: frames.read("x", "people"), lambda: frames.resolve(["a"], kind="person")])
def test_what_there_is_not_is_named_with_what_there_is(call):
    with pytest.raises(UsageError, match="expected"):
        call()
