"""A centre teaches words, and takes them back."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.synonyms import REMOVED, Synonym, current, learn, remove, with_synonyms
from matcher.errors import TaxonomyError, UsageError

WELD = Skill("welding", {"kk": "дәнекерлеу", "ru": "сварка", "en": "welding"}, {"ru": ("варка металла",)})
SEW = Skill("sewing", {"kk": "тігу", "ru": "пошив", "en": "sewing"})
COOK = Occupation("occ-cook", "5120", {"ru": "Повар"})
TAXONOMY = Taxonomy({"welding": WELD, "sewing": SEW}, {"occ-cook": COOK})


def pick(text, concept="welding", *, lang="", who="A. Officer", when="2026-11-24"):
    return Synonym(text, lang, concept, who, when)


def taught(*picks):
    return with_synonyms(TAXONOMY, current(learn(TAXONOMY, [], picks)))


def test_taught_words_resolve_to_their_concept_in_any_spelling():
    answers = Resolver(taught(pick("варю полуавтоматом"))).resolve(["Варю полуавтоматом!", "VARIU POLUAVTOMATOM"])
    assert [answer.concept_id for answer in answers] == ["welding", "welding"]


def test_taught_words_change_the_version_and_nothing_else():
    known = taught(pick("варю полуавтоматом"))
    assert known.version != TAXONOMY.version
    assert known.skills["sewing"] == SEW
    assert known.skills["welding"].labels == WELD.labels
    assert with_synonyms(TAXONOMY, []) is TAXONOMY


def test_an_occupation_learns_too():
    assert (
        Resolver(taught(pick("кашевар", "occ-cook"))).resolve(["Кашевар"], kind="occupation")[0].concept_id
        == "occ-cook"
    )


@pytest.mark.parametrize(
    ("text", "lang"), [("дәнекерші боп істедім", "kk"), ("варю трубы", "ru"), ("stick welds", "en")]
)
def test_the_language_is_told_by_the_letters(text, lang):
    assert learn(TAXONOMY, [], [pick(text)])[0].lang == lang


@pytest.mark.parametrize("text", ["сварка", " СВАРКА ", "варка  металла"])
def test_words_that_the_concept_has_already_add_nothing(text):
    assert learn(TAXONOMY, [], [pick(text)]) == []


def test_the_same_words_are_learnt_once():
    journal = learn(TAXONOMY, [], [pick("варю"), pick("ВАРЮ")])
    assert [entry.text for entry in journal] == ["варю"]
    assert learn(TAXONOMY, journal, [pick("варю", who="B. Other")]) == []


def test_a_label_of_another_concept_is_refused_with_its_name():
    with pytest.raises(TaxonomyError) as caught:
        learn(TAXONOMY, [], [pick("пошив")])
    assert caught.value.code == "label_of_another"
    assert (caught.value.params["concept"], caught.value.params["label"]) == ("sewing", "пошив")


def test_words_taught_to_another_concept_are_refused_until_they_are_taken_back():
    journal = learn(TAXONOMY, [], [pick("строчу", "sewing")])
    with pytest.raises(TaxonomyError):
        learn(TAXONOMY, journal, [pick("строчу", "welding")])
    journal += remove(journal, [pick("строчу", "sewing")])
    assert learn(TAXONOMY, journal, [pick("строчу", "welding")])


def test_a_skill_and_an_occupation_may_share_words():
    assert learn(TAXONOMY, [], [pick("повар", "welding")])


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        (pick("варю", "nothing"), TaxonomyError, "concept_unknown"),
        (pick("варю", ""), TaxonomyError, "concept_unknown"),
        (pick(" \u200b🙂 "), UsageError, "words_empty"),
        (pick("варю " * 60), UsageError, "words_too_long"),
        (pick("варю", lang="de"), UsageError, "unknown_language"),
    ],
)
def test_bad_picks_are_refused_by_name(wrong, error, code):
    with pytest.raises(error) as caught:
        learn(TAXONOMY, [], [pick("good words"), wrong])
    assert caught.value.code == code


def test_taking_back_says_who_and_when_and_keeps_the_history():
    journal = learn(TAXONOMY, [], [pick("варю")])
    taken = remove(journal, [pick("Варю", "", who="B. Head", when="2026-11-25")])
    assert [(entry.who, entry.when, entry.action) for entry in taken] == [("B. Head", "2026-11-25", REMOVED)]
    assert current([*journal, *taken]) == []
    assert [entry.text for entry in current([*journal, *taken, journal[0]])] == ["варю"], "and it can be taught again"


def test_what_was_not_taught_cannot_be_taken_back():
    journal = learn(TAXONOMY, [], [pick("варю")])
    for wrong in (pick("шью"), pick("варю", "sewing")):
        with pytest.raises(TaxonomyError) as caught:
            remove(journal, [wrong])
        assert caught.value.code == "synonym_unknown"
    with pytest.raises(TaxonomyError):
        remove(journal, [pick("варю"), pick("варю")])


def test_a_label_of_the_files_cannot_be_taken_back():
    with pytest.raises(TaxonomyError):
        remove([], [pick("сварка")])


def test_synonyms_of_concepts_that_another_taxonomy_lacks_are_left_out():
    assert with_synonyms(TAXONOMY, [pick("x", "gone", lang="en")]).skills == TAXONOMY.skills


@given(st.lists(st.tuples(st.sampled_from(["варю", "режу", "точу", "крашу"]), st.booleans()), max_size=12))
def test_the_journal_holds_what_was_taught_last(steps):
    journal, held = [], set()
    for text, takes_back in steps:
        if takes_back and text in held:
            journal += remove(journal, [pick(text)])
            held.discard(text)
        elif not takes_back:
            journal += learn(TAXONOMY, journal, [pick(text)])
            held.add(text)
    assert {entry.text for entry in current(journal)} == held
    labels = with_synonyms(TAXONOMY, current(journal)).skills["welding"].alt_labels["ru"]
    assert set(labels) == held | {"варка металла"}


def test_an_entry_is_never_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        pick("варю").text = "шью"
