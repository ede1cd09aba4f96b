"""What encoders add, and that nothing is lost where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.records import Skill
from matcher.core.taxonomy import Candidate, Resolution, Resolver, Taxonomy
from matcher.core.taxonomy.candidates import FEATURES
from matcher.core.taxonomy.concept_linking import is_misspelt
from matcher.core.taxonomy.labels import LabelTable
from matcher.core.taxonomy.meaning import LENGTH, MeaningView, language_of
from matcher.core.taxonomy.reranker import Reranker, Trees

SKILLS = {
    "welding": Skill("welding", {"kk": "дәнекерлеу", "ru": "сварка металла", "en": "welding"}),
    "sewing": Skill("sewing", {"kk": "киім тігу", "ru": "пошив одежды", "en": "sewing clothes"}),
    "cooking": Skill("cooking", {"kk": "тамақ пісіру", "ru": "приготовление пищи", "en": "cooking meals"}),
}
TAXONOMY = Taxonomy(SKILLS, {})
TABLE = LabelTable(TAXONOMY, "skill")
SENSES = {
    "welding": ("дәнек", "свар", "weld", "электрод"),
    "sewing": ("тігу", "пошив", "sew", "игла"),
    "cooking": ("пісір", "пищ", "cook", "борщ"),
}
OFFSETS = {"kk": (9, 0), "ru": (0, 9), "en": (9, 9)}


class Senses:
    """Knows three senses by their words; like real encoders, it adds a large part that hangs on the language alone."""

    name, dim, fingerprint = "senses", 5, "senses-1"

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        sense = [[float(any(word in text.lower() for word in words)) for words in SENSES.values()] for text in texts]
        return np.array(
            [[*row, *OFFSETS[language_of(text)]] for row, text in zip(sense, texts, strict=True)], dtype=np.float32
        )

    encode_labels = encode

    def begin(self, texts):
        pass


class Broken(Senses):
    def encode(self, texts):
        raise RuntimeError("no memory")

    encode_labels = encode


FEATURES_WITH = (*FEATURES, "senses_meaning", "senses_meaning_gap")
# The nearest in meaning, where the cosine is above .9, is right; nothing else is.
BY_MEANING = Reranker(
    FEATURES_WITH,
    Trees(np.array([[len(FEATURES)]]), np.array([[0.9]]), np.array([[-4.0, 4.0]]), 0.0),
    np.array([1.0, 0, 0, 0, 0, 0]),
    0.5,
)


def resolver(encoder):
    return Resolver(TAXONOMY, encoders=[encoder], encoders_ranker=BY_MEANING)


@pytest.mark.parametrize(
    ("text", "concept"), [("хожу с электродами", "welding"), ("борщ и котлеты", "cooking"), ("игла и нитка", "sewing")]
)
def test_words_that_share_no_letters_with_a_label_are_found_by_meaning(text, concept):
    assert not Resolver(TAXONOMY).resolve([text])[0].accepted
    answer = resolver(Senses()).resolve([text])[0]
    assert (answer.concept_id, answer.accepted) == (concept, True)


def test_the_language_s_own_part_is_taken_off():
    view = MeaningView(Senses(), TABLE)
    assert view.cosines(["электрод"]).round(2).tolist()[0][TABLE.concepts_.index("welding")] > 0.99
    assert view.cosines(["электрод"]).argmax() == view.cosines(["weld"]).argmax() == view.cosines(["дәнек"]).argmax()


def test_cosines_are_whole_numbers_of_one_part_and_the_same_in_any_batch():
    view = MeaningView(Senses(), TABLE)
    texts = ["электрод", "борщ", "игла", "nothing at all"] * 5
    together = view.cosines(texts)
    assert np.array_equal(together, np.concatenate([view.cosines([text]) for text in texts]))
    parts = together.astype(np.float64) * LENGTH**2
    assert np.allclose(parts, parts.round(), atol=1)
    assert np.abs(view.vectors_ - view.vectors_.round()).max() == 0


def test_no_sum_of_products_is_too_large_to_be_exact():
    rounded_up = LENGTH + 0.5 * np.sqrt(1024)  # each of 1,024 parts rounded up by a half at most
    assert rounded_up**2 < 2**24


def test_a_language_without_labels_has_the_mean_of_all():
    russian = LabelTable(
        Taxonomy({key: Skill(key, {"ru": each.labels["ru"]}) for key, each in SKILLS.items()}, {}), "skill"
    )
    cosines = MeaningView(Senses(), russian).cosines(["weld"])
    assert np.isfinite(cosines).all()
    assert cosines.shape == (1, 3)


@pytest.mark.parametrize(
    "text",
    ["сварка метала", "свакра металла", "дәнекерлу", "svarka metala", "Опыт работы: пошив одежды", "sewin clothes"],
)
def test_a_label_with_typing_errors_is_not_asked_of_the_encoder(text):
    encoder = Senses()
    with_it = resolver(encoder)
    assert with_it.resolve([text]) == Resolver(TAXONOMY).resolve([text])
    assert encoder.asked == []


def test_a_pasted_book_is_not_asked_of_the_encoder():
    encoder = Senses()
    resolver(encoder).resolve(["электрод и борщ, " * 40])
    assert encoder.asked == []


def test_free_text_is_read_without_the_encoder():
    encoder = Senses()
    resolver(encoder).mentions(["Хожу с электродами. Сварка металла"])
    assert encoder.asked == []


def test_labels_are_read_at_the_first_text_that_needs_them():
    encoder = Senses()
    with_it = resolver(encoder)
    with_it.resolve(["welding"])
    assert encoder.asked == []
    with_it.resolve(["борщ"])
    assert set(TABLE.labels_) <= set(encoder.asked)


@given(st.lists(st.text(alphabet="борщигласвка weld", max_size=20), max_size=5))
def test_a_batch_answers_as_one_by_one(texts):
    with_it = resolver(Senses())
    assert with_it.resolve(texts) == [with_it.resolve([text])[0] for text in texts]


def test_a_failing_encoder_never_stops_a_match():
    broken = resolver(Broken())
    texts = ["обслужвиание", "хожу с электродами", "сварка метала"]
    assert broken.resolve(texts) == Resolver(TAXONOMY).resolve(texts)
    assert "no memory" in broken.encoder_fault_


def test_an_encoder_that_failed_is_not_asked_again():
    class FailsLater(Senses):
        n_calls = 0

        def encode(self, texts):
            self.n_calls += 1
            raise TimeoutError

    encoder = FailsLater()
    with_it = resolver(encoder)
    with_it.resolve(["борщ"])
    with_it.resolve(["электрод"])
    assert encoder.n_calls == 1


def test_without_a_re_ranker_of_its_own_an_encoder_is_not_used():
    encoder = Senses()
    Resolver(TAXONOMY, encoders=[encoder]).resolve(["борщ"])
    assert encoder.asked == []


@pytest.mark.parametrize(
    ("text", "label", "misspelt"),
    [
        ("сварка труб", "сварка труб", True),
        ("свакра труп", "сварка труб", True),  # a swap and a letter: two edits in eleven letters
        ("свакра тпуп", "сварка труб", False),  # three
        ("svarka trup", "сварка труб", True),
        ("каз", "газ", False),  # one letter of three is another word
        ("шить", "жить", False),
        ("шитье", "шитьё", True),
        ("", "сварка", False),
        ("x" * 300, "x" * 300, False),
    ],
)
def test_typing_errors_by_hand(text, label, misspelt):
    found = Resolution(text, "ru", (Candidate("one", label, 0.9),))
    assert is_misspelt(found) is misspelt


def test_nothing_found_is_not_misspelt():
    assert not is_misspelt(Resolution("x", "en"))
