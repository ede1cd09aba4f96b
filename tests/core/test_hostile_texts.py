"""Whatever is pasted gets an answer or "unknown", never a crash."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.bootstrap import build

RESOLVER = build().resolver
MANY = 1_000_000
KINDS = ["skill", "occupation"]
TEXTS = {
    "empty": "",
    "blank": " \t\n\r\u00a0\u2003",
    "one megabyte of one letter": "ж" * MANY,
    "one megabyte of words": "сварка труб и резка металла, " * (MANY // 29),
    "one megabyte without spaces": "welding/" * (MANY // 8),
    "one megabyte of brackets": "(" * MANY,
    "one megabyte of quotes": '"' * MANY,
    "one megabyte of tags": "<b>" * (MANY // 3),
    "one megabyte of ampersands": "&" * MANY,
    "one megabyte of digits": "1" * MANY,
    "one megabyte of dots": "." * MANY,
    "one megabyte of combining marks": "a" + "\u0301" * MANY,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "half a surrogate": "сварка \ud800 труб",
    "emoji": "👩‍🏭🔧🇰🇿 👷🏽‍♀️",
    "right-to-left": "\u202eкравс\u202c \u200fсварка\u2067",
    "mixed scripts": "Cвapкa тpyб MИГ/МАГ 溶接 لحام welding",
    "markup": "<script>alert('сварка')</script><!-- <b --> &lt;i&gt; &#x1f600; &amp;amp;",
    "ligatures": "ﬁtter ﬂoor ĳs ﷺ ㎏ ½ Ⅳ",
    "formula": "=HYPERLINK(1) +1 @x -2",
    "format strings": "%s %(x)s {0} {} \\N{DASH} ${jndi:ldap://x}",
    "null byte": "сварка\x00труб",
    "a number": "1e309 NaN -0 ٣ ௧",
    "uri": "http://" + "x" * 5000,
    "code": "99999 7212-0-001 0000",
}


def is_answer(found, text):
    scores = [candidate.score for candidate in found.candidates]
    assert found.text == text
    assert len(scores) <= 5
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert not found.accepted or found.candidates or found.isco08
    return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_gets_an_answer_or_unknown(text, kind):
    assert is_answer(RESOLVER.resolve([text], kind=kind)[0], text)


@pytest.mark.parametrize("name", ["emoji", "blank", "control characters", "one megabyte of brackets", "ligatures"])
def test_what_names_nothing_is_not_accepted(name):
    assert not RESOLVER.resolve([TEXTS[name]])[0].accepted


@pytest.mark.parametrize(
    "text", ["сварка\x00 труб", "\u202eсварка труб\u202c", "<b>сварка</b>&nbsp;труб", "сварка\u200b труб"]
)
def test_what_is_invisible_or_markup_does_not_hide_a_label(text):
    assert RESOLVER.resolve([text])[0].candidates == RESOLVER.resolve(["сварка труб"])[0].candidates


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_mentions_of_every_text_stand_inside_it(text, at_size):
    started = time.process_time()
    for found in RESOLVER.mentions([text[: at_size(20_000, MANY)]])[0]:
        assert 0 <= found.start < found.end <= len(text)
    assert time.process_time() - started < 30  # the slowest took 4 s; a quadratic search takes hours


def made_up_words(n_words, between):
    chance = random.Random(0)
    return between.join("".join(chance.choices("абвгдежзиклмнопрстуфхцчшщыэюя", k=6)) for _ in range(n_words))


@pytest.mark.parametrize("between", [" ", ", ", "\n"], ids=["words", "phrases", "lines"])
def test_a_pasted_megabyte_is_read_in_seconds_whatever_stands_in_it(between, at_size):
    text = made_up_words(at_size(10_000, 130_000), between)
    started = time.process_time()
    RESOLVER.mentions([text])
    RESOLVER.resolve([text])
    assert time.process_time() - started < 60  # 15 s for the megabyte of phrases on a busy machine


def test_a_pasted_sentence_of_nothing_but_words_of_labels_is_read_in_seconds(at_size):
    words = [word for label in RESOLVER.table("skill").labels_ for word in label.split()]
    text = " ".join(random.Random(0).choices(words, k=at_size(10_000, 130_000)))
    started = time.process_time()
    assert len(RESOLVER.mentions([text])[0]) > at_size(1_000, 13_000)
    assert time.process_time() - started < 30  # 8 s for the megabyte


def test_a_label_at_the_end_of_a_long_text_is_found_though_not_everything_before_it_is_guessed():
    text = made_up_words(5_000, ", ") + ", укладка плитки"
    assert RESOLVER.mentions([text])[0][-1].concept_id == "lay-tiles"
    assert RESOLVER.resolve([text])[0].candidates[0].concept_id == "lay-tiles"


@given(st.lists(st.text(max_size=300), max_size=4), st.sampled_from(KINDS))
def test_any_text_gets_the_answer_that_it_gets_alone(texts, kind):
    together = RESOLVER.resolve(texts, kind=kind)
    assert all(is_answer(found, text) for found, text in zip(together, texts, strict=True))
    assert together == [RESOLVER.resolve([text], kind=kind)[0] for text in texts]


def test_two_thousand_texts_of_shuffled_pieces_are_all_answered():
    pieces = [
        "свар",
        "дәнек",
        "weld",
        "\u200b",
        "🙂",
        " ",
        "\x07",
        "ﬁ",
        "\u202e",
        "<i>",
        "&lt;",
        "1С",
        "++",
        "қ",
        "-",
        "\n",
    ]
    texts = ["".join(random.Random(seed).choices(pieces, k=seed % 40)) for seed in range(2000)]
    assert all(is_answer(found, text) for found, text in zip(RESOLVER.resolve(texts), texts, strict=True))
