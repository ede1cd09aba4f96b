"""From words to concepts."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.core.taxonomy.validation import problems

URI = "http://data.europa.eu/esco/skill/1"


def skill(key, en, ru, kk, *, ru_more=(), uri=""):
    return Skill(key, {"kk": kk, "ru": ru, "en": en}, {"ru": ru_more} if ru_more else {}, esco_uri=uri)


SKILLS = [
    skill("welding", "welding", "сварка", "дәнекерлеу", ru_more=("сварщик", "варю полуавтоматом"), uri=URI),
    skill("sewing", "sewing clothes", "пошив одежды", "киім тігу"),
    skill("clients", "customer service", "обслуживание клиентов", "клиенттерге қызмет көрсету"),
    skill("excel", "spreadsheets", "работа в Excel", "Excel кестелері"),
]
COOK = Occupation("occ-cook", "5120", {"kk": "Аспаз", "ru": "Повар", "en": "Cook"})
TAXONOMY = Taxonomy({each.skill_id: each for each in SKILLS}, {"occ-cook": COOK})
RESOLVER = Resolver(TAXONOMY)


@pytest.mark.parametrize("text", ["welding", URI, "СВАРКА", "svarka", "danekerleu", "дəнекерлеу"])
def test_a_label_in_any_spelling_is_its_concept(text):
    assert RESOLVER.resolve([text])[0].concept_id == "welding"


def test_an_unknown_uri_stands_for_itself():
    assert RESOLVER.resolve(["http://example.org/x"])[0].concept_id == "http://example.org/x"


def test_a_typing_error_still_finds_the_label():
    assert RESOLVER.resolve(["обслужвиание клиентов"])[0].candidates[0].concept_id == "clients"


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "\x00\u202e", "квантовая хромодинамика"])
def test_what_names_nothing_is_not_accepted(text):
    assert not RESOLVER.resolve([text])[0].accepted


@given(st.lists(st.text(max_size=60), max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_batch_answers_as_one_by_one(texts):
    assert RESOLVER.resolve(texts) == [RESOLVER.resolve([text])[0] for text in texts]


def test_a_very_long_text_is_answered_from_its_phrases():
    assert RESOLVER.resolve(["слово ни о чём, " * 40 + "пошив одежды"])[0].candidates[0].concept_id == "sewing"


@pytest.mark.parametrize("title", ["5120", "Повар 4 разряда", "Повар/Пекарь", "Старший повар (вахта)", "аспаз"])
def test_titles_lose_ranks_and_what_stands_around(title):
    assert RESOLVER.resolve([title], kind="occupation")[0].concept_id == "occ-cook"


def test_a_helper_of_an_occupation_is_another_one():
    assert not RESOLVER.resolve(["Помощник повара"], kind="occupation")[0].accepted


def test_mentions_stand_where_they_say_and_leave_out_negation():
    text = "Варю полуавтоматом. Не умею шить. Есть опыт обслуживания клиентов"
    found = [mention for mention in RESOLVER.mentions([text])[0] if mention.concept_id]
    assert [mention.concept_id for mention in found] == ["welding", "clients"]
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


def test_the_version_changes_with_the_content_only():
    turned = Taxonomy(dict(reversed(TAXONOMY.skills.items())), TAXONOMY.occupations)
    renamed = {**TAXONOMY.skills, "excel": dataclasses.replace(SKILLS[3], labels={"en": "tables"})}
    assert turned.version == TAXONOMY.version != Taxonomy(renamed, TAXONOMY.occupations).version


def test_the_validator_names_shared_labels_and_broken_relations():
    bad = {**TAXONOMY.skills, "x": dataclasses.replace(SKILLS[0], skill_id="x", broader="nothing")}
    codes = {code for code, _, _ in problems(Taxonomy(bad, {}))}
    assert codes == {"label_shared", "relation_unknown"}
    assert problems(TAXONOMY) == []


def test_a_label_of_two_concepts_is_not_accepted_and_a_person_picks_among_five():
    names = ("труб", "рам", "дверей", "окон", "крыш", "полов")
    skills = {f"paint-{name}": Skill(f"paint-{name}", {"ru": f"покраска {name}"}) for name in names}
    for key in ("paint-труб", "paint-рам"):
        skills[key] = dataclasses.replace(skills[key], alt_labels={"ru": ("покраска",)})
    answer = Resolver(Taxonomy(skills, {})).resolve(["покраска"])[0]
    assert not answer.accepted
    assert {each.concept_id for each in answer.candidates[:2]} == {"paint-труб", "paint-рам"}
    assert len(answer.candidates) == 5


def test_one_word_in_all_its_cases_is_one_word_however_short():
    base = skill("databases", "databases", "базы данных", "дерекқорлар")
    resolver = Resolver(Taxonomy({"databases": base}, {}))
    text = "Работа с базами данных."
    (mention,) = [each for each in resolver.mentions([text])[0] if each.concept_id]
    assert text[mention.start : mention.end] == "базами данных"
