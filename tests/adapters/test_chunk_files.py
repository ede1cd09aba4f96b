"""Answers of chunks come back as they were, or not at all."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.chunk_files import ChunkFolder, restore
from matcher.core.records import Gap, Match, Reason, Recommendation

WORDS = st.text(max_size=8)
GAPS = st.tuples(st.builds(Gap, WORDS, st.integers(1, 5), st.booleans()))
REASONS = st.lists(st.builds(Reason, WORDS, st.tuples(WORDS)), max_size=3).map(tuple)
HOURS = st.none() | st.floats(0, 1e6)
MATCHES = st.builds(
    Match, WORDS, WORDS, st.integers(1, 99), st.floats(0, 1), st.just("far"), HOURS, st.tuples(WORDS), GAPS,
    st.tuples(WORDS, WORDS), REASONS, st.just(()),
)  # fmt: skip
COURSES = st.builds(Recommendation, WORDS, st.integers(1, 9), WORDS, GAPS, st.tuples(WORDS), HOURS, HOURS, REASONS)


@dataclass(frozen=True)
class Found:
    matches: tuple[Match, ...] = ()
    courses: tuple[Recommendation, ...] = ()
    keys: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))


@pytest.fixture
def chunks(tmp_path):
    made = ChunkFolder(tmp_path / "chunks", "key", Found)
    made.begin()
    return made


@given(st.lists(MATCHES, max_size=3), st.lists(COURSES, max_size=3))
def test_what_is_kept_comes_back_equal(tmp_path_factory, matches, courses):
    chunks = ChunkFolder(tmp_path_factory.mktemp("kept") / "chunks", "key", Found)
    chunks.begin()
    chunks.save(0, Found(tuple(matches), tuple(courses)))
    back = chunks.load(0)
    assert (back.matches, back.courses) == (tuple(matches), tuple(courses))


def test_large_integers_of_arrays_keep_every_digit(chunks):
    keys = np.array([[(1 << 62) + 1, -1], [0, 7]], dtype=np.int64)
    chunks.save(3, Found(keys=keys))
    assert (chunks.load(3).keys == keys).all()
    assert chunks.load(3).keys.dtype == np.int64


def test_a_number_of_numpy_is_kept_as_a_number(chunks):
    chunks.save(0, Found((Match("V", "J", np.int64(2), 0.25, "far", gaps=(Gap("a", np.int64(3)),)),)))
    assert chunks.load(0).matches[0].gaps == (Gap("a", 3),)


def test_chunks_of_another_key_are_of_another_run(chunks):
    assert chunks.state() == "same"
    assert ChunkFolder(chunks.folder, "other", Found).state() == "other"
    assert ChunkFolder(chunks.folder / "none", "key", Found).state() == "nothing"


def test_a_damaged_key_is_of_another_run(chunks):
    (chunks.folder / "key.json").write_text("{", encoding="utf-8")
    assert chunks.state() == "other"


@pytest.mark.parametrize("damaged", ["", "[[]", "[[],[]]", "[[],[],[],[]]", "7"])
def test_a_damaged_chunk_is_no_chunk(chunks, damaged):
    (chunks.folder / "000000.json").write_text(damaged, encoding="utf-8")
    assert chunks.load(0) is None


def test_beginning_deletes_what_was_there(chunks):
    chunks.save(0, Found())
    chunks.begin()
    assert [path.name for path in chunks.folder.iterdir()] == ["key.json"]
    chunks.clear()
    assert not chunks.folder.exists()


def test_a_field_that_cannot_be_kept_is_refused():
    @dataclass(frozen=True)
    class Odd:
        names: frozenset

    with pytest.raises(TypeError):
        restore(Odd, [[1]])
