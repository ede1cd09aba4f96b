"""Reasons that name constraints are told in words, in every language."""

import pytest

from matcher.bootstrap import build
from web.i18n import Sentences


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("ауысымдар", "дайын")),
        ("ru", ("права и допуски, смены", "готов")),
        ("en", ("licences, shifts", "ready")),
    ],
)
def test_what_stands_between_a_pair_and_readiness_is_told_in_words(language, words):
    told = Sentences(build(), language).reason("what_if_without:licences,shifts:ready:0")
    assert all(word in told for word in words)
    assert "what_if" not in told


@pytest.mark.parametrize("name", ["experience", "education", "languages"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_constraint_that_would_lift_a_pair_is_told_with_its_rise(language, name):
    told = Sentences(build(), language).reason(f"what_if_{name}:0.021")
    assert "0.021" in told
    assert "what_if" not in told
