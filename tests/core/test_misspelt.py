"""Short labels are found behind typing errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matcher.core.records import Skill
from matcher.core.taxonomy import Taxonomy
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.misspelt import LONGEST, SHORTEST, MisspeltLabels

LABELS = ["сварка", "варка", "сверка", "шитье", "житье", "повар", "токарь", "пекарь", "c++", "welding", "wedding"]
TABLE = LabelTable(Taxonomy({label: Skill(label, {"ru": label}) for label in LABELS}, {}), "skill")
FOLDED = TABLE.folded_texts_
INDEX = MisspeltLabels(TABLE)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("свакра", "сварка"),
        ("твоарь", "токарь"),
        ("xелding", ""),
        ("токаьр", "токарь"),
        ("шидье", "шитье"),
        ("овар", "повар"),
        ("абвгде", ""),
        ("c+", ""),
    ],
)
def test_labels_by_hand(text, label):
    place = INDEX.nearest(text)
    assert (FOLDED[place] if place >= 0 else "") == label


def plain(text):
    """Look at every label: the slow twin."""
    if not SHORTEST <= len(text) <= LONGEST:
        return -1
    most = 2 if len(text) > 5 else 1
    found = [
        (OSA.distance(text, label), len(label), place)
        for place, label in enumerate(FOLDED)
        if label[0] == text[0] or label[-1] == text[-1]
    ]
    return min((each for each in found if each[0] <= most), default=(0, 0, -1))[2]


@given(
    st.one_of(st.text("сварктшиеьжпло", max_size=9), st.sampled_from(FOLDED)),
    st.integers(0, 8),
    st.sampled_from("свартш"),
)
def test_the_same_label_as_the_slow_twin(text, place, letter):
    asked = text[:place] + letter + text[place + 1 :]
    assert INDEX.nearest(asked) == plain(asked)
