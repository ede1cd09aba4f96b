"""Leave, status and family are taken out of a person's words; an activity stays, whoever it was for."""

import time

import pytest

from matcher.adapters.twin_files import read_twin_file
from matcher.config import ROOT
from matcher.core.text import fold
from matcher.core.text.protected import without_status

RU, KK, EN = (
    "уход за больным или пожилым родственником",
    "ауру немесе қарт туысқа қарау",
    "care for a sick or elderly relative",
)
RAISING = {"ru": "воспитание собственных детей", "kk": "өз балаларын тәрбиелеу", "en": "raise own children"}


@pytest.mark.parametrize(
    "text",
    [
        *("В декрете 3 года", "3 года в декрете", "1,5 года в декрете", "Домохозяйка", "Сижу с ребёнком", "Трое детей", "dekrete 3 goda"),
        *("Мать-одиночка", "Мать ребёнка-инвалида", "Есть больной ребёнок", "У меня больная мама", "инвалид II группы", "domohozyaika"),
        *("Не судим", "Я пенсионер по возрасту"),
        *("Бала күтімі бойынша демалыста отырмын", "Уш балам бар", "коп балалы анамын", "Зейнетке шықтым", "Үй шаруасындағы әйелмін"),
        *("Stay-at-home mother of three", "I am 45 years old", "Married", "On maternity leave since 2022", "Housewife"),
    ],
)  # fmt: skip
def test_leave_status_and_family_are_no_evidence(text):
    assert without_status(text) == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Сварщик, 5 лет. В декрете 3 года. Шью на заказ", "Сварщик, 5 лет. Шью на заказ"),
        ("Сварщик 5 лет в декрете 3 года", "Сварщик 5 лет"),
        ("Сижу с ребёнком и шью на заказ", "шью на заказ"),
        ("Мне 45 лет, замужем, двое детей, варю полуавтоматом", "варю полуавтоматом"),
        ("Декретте отырмын, нан пісіремін", "нан пісіремін"),
        ("Welder (on maternity leave), 5 years", "Welder, 5 years"),
        ("Ставила уколы маме", "Ставила уколы"),
        ("Мой опыт: многодетная мама, уход за коровами", "Мой опыт: уход за коровами"),
    ],
)
def test_what_stands_around_a_status_is_kept_as_if_it_stood_alone(text, rest):
    assert without_status(text) == rest


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *((text, RU) for text in ("Ухаживала за больной мамой", "ухаживал за больной мамой", "Ухаживала за больным ребёнком")),
        *((text, RU) for text in ("Досматриваю родителей", "досматривал отца", "Ухаживала за больной соседкой")),
        *((text, RU) for text in ("Сидела с больным мужем", "смотрел за лежачим дедушкой 5 лет", "присматривала за свекровью", RU)),
        *((text, KK) for text in ("Науқас анамды күттім", "науқас әкемді күттім", "сал әкемді бақтым", "Ауру баламды күттім", KK)),
        *((text, EN) for text in ("I looked after my sick mother", "Nursed my disabled father", "cared for my mother-in-law", EN)),
        *((text, RAISING["ru"]) for text in ("Растила детей", "растил троих детей", "Нянчу внуков", "Воспитываю сына одна", RAISING["ru"])),
        *((text, RAISING["kk"]) for text in ("Немереме қарадым", "өз балаларымды тәрбиелеймін", RAISING["kk"])),
        *((text, RAISING["en"]) for text in ("Raised three children", "raised kids", "looked after my grandson", RAISING["en"])),
    ],
)  # fmt: skip
def test_care_is_read_as_one_activity_whoever_it_was_for_and_whoever_gave_it(text, label):
    assert without_status(text) == label


@pytest.mark.parametrize(
    "text",
    [
        *("Преподавала студентам черчение", "Ухаживала за детьми в детском саду", "Уход за пожилыми людьми", "работа с родителями"),
        *("Старшая сестра", "сестра-хозяйка", "Русский, казахский", "уход за инвалидами", "беседую с мамами и папами", "Брать пробы"),
        *("Ветеринар, ухаживал за молодняком", "Оформление декретных", "Помогаю инвалидам и пенсионерам", "холостой ход двигателя"),
        *("ата-аналармен жұмыс", "балалар және диеталық тамақ дайындау", "кесілген кордты түйістіру", "көп балалы отбасына тамақ пісіру"),
        *("family nurse", "family law", "Kazakh, Russian, English", "maternity nurse", "student practice", "teaching children"),
    ],
)  # fmt: skip
def test_work_with_people_of_a_status_stays_as_it_was_written(text):
    assert without_status(text) == text


@pytest.mark.parametrize(
    "text", ["в декрете ", "мама, ", "ухаживала за больной мамой и ", "1 ", "декрет", ", " * 2, "«(", "бала күтімі "]
)
def test_time_grows_with_the_length_only(text):
    def seconds(n_chars):
        took = []
        for place in range(3):
            whole = " " * place + (text * n_chars)[:n_chars]  # no answer is remembered
            started = time.process_time()
            without_status(whole)
            took.append(time.process_time() - started)
        return min(took)

    assert seconds(40_000) < 2.5 * seconds(20_000) + 0.05


@pytest.mark.parametrize(
    "letters", [("қ", "к"), ("ө", "о"), ("ә", "а"), ("і", "и"), ("ғ", "г"), ("ү", "у"), ("ң", "н")]
)
def test_kazakh_typed_in_russian_letters_is_read_alike(letters):
    for twin in read_twin_file(ROOT / "data" / "audit" / "twins.csv"):
        if twin.lang == "kk" and twin.kind == "status":
            typed = without_status(twin.text_a.replace(*letters))
            assert fold(typed) == fold(without_status(twin.text_a)), twin.text_a
