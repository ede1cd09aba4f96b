"""Women's and men's words for the same work have one form, in every case and number, in Russian, Kazakh and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.core.taxonomy.title_forms import either_gender
from matcher.core.text import fold, one_gender, split_phrases
from matcher.core.text.actions import action
from matcher.core.text.past_tense import masculine_past

CASES = [
    # nominative, genitive, dative, accusative, instrumental, plural: nominative or genitive, dative, instrumental
    ("сварщица сварщицы сварщице сварщицу сварщицей сварщиц сварщицам сварщицами",
     "сварщик сварщика сварщику сварщика сварщиком сварщиков сварщикам сварщиками"),
    ("учительница учительницы учительнице учительницу учительницею учительниц учительницам учительницами",
     "учитель учителя учителю учителя учителем учителей учителям учителями"),
    ("массажистка массажистки массажистке массажистку массажисткой массажисток массажисткам массажистками",
     "массажист массажиста массажисту массажиста массажистом массажистов массажистам массажистами"),
    ("кассирша кассирши кассирше кассиршу кассиршей кассирш кассиршам кассиршами",
     "кассир кассира кассиру кассира кассиром кассиров кассирам кассирами"),
    ("секретарша секретарши секретарше секретаршу секретаршей секретарш секретаршам секретаршами",
     "секретарь секретаря секретарю секретаря секретарем секретарей секретарям секретарями"),
    ("продавщица продавщицы продавщице продавщицу продавщицей продавщиц продавщицам продавщицами",
     "продавец продавца продавцу продавца продавцом продавцов продавцам продавцами"),
    ("портниха портнихи портнихе портниху портнихой портних портнихам портнихами",
     "портной портного портному портного портным портных портным портными"),
]  # fmt: skip


@pytest.mark.parametrize(("women", "men"), CASES)
def test_each_case_of_a_woman_s_title_is_that_case_of_the_man_s(women, men):
    assert [one_gender(word) for word in women.split()] == men.split()


@pytest.mark.parametrize(("_", "men"), CASES)
def test_words_of_men_stay_as_they_are(_, men):
    assert one_gender(men) == men


@pytest.mark.parametrize(
    ("woman", "man"),
    [
        ("медсестрой", "медбратом"),
        ("медицинской сестрой", "медицинским братом"),
        ("старшая медсестра", "старший медбрат"),
        ("доярками", "доярами"),
        ("ткачихой", "ткачом"),
        ("швеёй", "швецом"),
        ("горничной", "горничным"),
        ("заведующей складом", "заведующим складом"),
        ("главной бухгалтершей", "главным бухгалтером"),
        ("инженершей-строительницей", "инженером-строителем"),
        ("стюардесс", "стюардов"),
        ("психологиней", "психологом"),
        ("машинисткой башенного крана", "машинистом башенного крана"),
        ("ответственная и пунктуальная", "ответственный и пунктуальный"),
        ("мұғалима", "мұғалім"),
        ("saleswoman", "salesman"),
        ("waitresses", "waiters"),
        ("seamstress", "tailor"),
        ("cleaning lady", "cleaning man"),
        ("delivery person", "delivery man"),
        ("svarshchitsa", "svarshchik"),
        ("шила и варила", "шил и варил"),
        ("занимались ремонтом", "занимался ремонтом"),
        ("испекла, стригла, везла, провела, пришла", "испек, стриг, вез, провел, пришел"),
        ("готова работать", "готов работать"),
    ],
)
def test_irregular_pairs_meet(woman, man):
    assert one_gender(fold(woman)) == one_gender(fold(man))


@pytest.mark.parametrize(
    "text",
    [
        "машинистка", "граница", "гостиница", "больница", "пшеница", "теплица", "таблица ресниц", "зачистка", "химчистка", "фарша",
        "материала", "персонала", "детали", "эмали", "автомобили", "школа", "правила", "мақала", "бала", "бульдозерші", "өкілі",
        "woman", "person", "princess", "gala", "контактной сварки", "рабочей одежды", "лопатой", "деталей",
    ],
)  # fmt: skip
def test_things_and_words_of_other_languages_stay(text):
    assert one_gender(fold(text)) == fold(text)


@given(st.text(max_size=60) | st.text(alphabet="аеикляницстувщьшrtsnwomae ", max_size=40))
def test_one_form_is_its_own_form(text):
    once = one_gender(fold(text))
    assert len(once.split()) == len(fold(text).split())
    assert one_gender(once) == once


@pytest.mark.parametrize(
    ("man", "woman", "many"),
    [
        ("работал", "работала", "работали"),
        ("шил", "шила", "шили"),
        ("мыл", "мыла", "мыли"),
        ("сидел", "сидела", "сидели"),
        ("вёл", "вела", "вели"),
        ("тянул", "тянула", "тянули"),
        ("паял", "паяла", "паяли"),
        ("трудился", "трудилась", "трудились"),
    ],
)
def test_a_past_tense_has_one_form(man, woman, many):
    assert masculine_past(fold(man)) == masculine_past(fold(woman)) == masculine_past(fold(many))


@pytest.mark.parametrize(
    "title", ["аспаз апай", "аспаз әже", "аспаз келіншек", "аспаз ана", "аспаз әпке", "аспаз ағай"]
)
def test_kin_words_beside_a_kazakh_title_say_who_and_not_what(title):
    assert either_gender(fold(title)) == "аспаз"


@pytest.mark.parametrize(
    "words",
    ["шил шью шить пошив пошивом", "варил сварка сваривал", "мыл мою мойка мытьё", "штамповал штампую штамповка"],
)
def test_a_verb_and_its_noun_are_one_action(words):
    assert len({action(fold(word)) for word in words.split()}) == 1


@pytest.mark.parametrize("text", ["не шила спецодежду", "не варил трубы", "не занималась ремонтом"])
def test_what_somebody_did_not_do_is_negated(text):
    assert split_phrases(text)[0].negated


def test_not_only_is_no_negation():
    assert not split_phrases("не только шила спецодежду")[0].negated
