"""Every code has its sentence in Kazakh, Russian and English."""

import re

import pytest
from babel.messages.pofile import read_po

from matcher.adapters.messages import Messages
from matcher.config import ROOT
from matcher.core.records import LANGUAGES
from matcher.core.records.centre import PURPOSES
from matcher.errors import InputError, UsageError

FOLDER = ROOT / "web" / "translations"
KAZAKH = re.compile("[әғқңөұүһі]")


def catalogue(language):
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in messages}


def sentences(message):
    """One, or one a plural form."""
    return (message.string,) if isinstance(message.string, str) else message.string


def test_the_three_catalogues_hold_the_same_keys():
    keys = {language: set(catalogue(language)) for language in LANGUAGES}
    assert keys["kk"] == keys["ru"] == keys["en"]
    assert len(keys["kk"]) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_stand_in_the_order_of_their_keys(language):
    # Two people who add a sentence each then seldom touch the same line.
    keys = list(catalogue(language))
    assert keys == sorted(keys)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_placeholders_are_those_of_the_english_sentence(language):
    english, other = catalogue("en"), catalogue(language)
    for key, message in english.items():
        names = set(re.findall(r"%\((\w+)\)s", sentences(message)[-1]))
        for sentence in sentences(other[key]):
            assert set(re.findall(r"%\((\w+)\)s", sentence)) == names, key


def test_no_sentence_is_empty_or_left_in_another_language():
    for key, message in catalogue("kk").items():
        assert all(sentences(message))
        assert message.string != catalogue_ru[key].string, key
    assert not any(KAZAKH.search(sentence) for message in catalogue_ru.values() for sentence in sentences(message))
    assert not any(re.search("[а-я]", each) for message in catalogue("en").values() for each in sentences(message))


catalogue_ru = catalogue("ru")


def used_keys():
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "matcher").rglob("*.py"))]
    text = "\n".join(sources)
    keys = {f"error.{code}" for code in re.findall(r'(?:Usage|Input|Encoding|Structure)Error\(\s*"([a-z_]+)"', text)}
    keys |= {f"rule.{code}" for code in re.findall(r'CellFault\(\s*"([a-z_]+)"', text)}
    keys |= {f"rule.{code}" for code in re.findall(r'_error\(row, [^,]+, "([a-z_]+)"', text)}
    keys |= {f"reason.{code}" for code in re.findall(r'Reason\(\s*"([a-z_]+)"', text)}
    keys |= set(re.findall(r'"(ui\.cli\.[a-z_]+)"', text))
    checks = re.findall(r'_check\("([a-z_]+)"', text)
    return keys | {f"reason.{name}_{status}" for name in checks for status in ("passed", "failed", "unknown")}


def test_every_code_in_the_source_has_a_sentence():
    unknown = used_keys() - set(catalogue_ru) - {"reason.licence_missing", "reason.shift_fits", "error.x"}
    assert not unknown


def sources(*suffixes):
    files = [path for room in ("matcher", "web") for path in (ROOT / room).rglob("*") if path.suffix in suffixes]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_key_of_the_pages_has_a_sentence():
    keys = set(re.findall(r"""['"](ui\.[a-z_.]*[a-z])['"](?!\s*~)""", sources(".py", ".html")))
    assert len(keys) > 500
    assert keys <= set(catalogue_ru)


COMPOSED = re.compile(
    r"reason\.[a-z_]+_(?:passed|failed|unknown)|reason\.change_[a-z_]+|audit\.group\.women_youth\.[a-z_]+|ui\.(?:me|needs|person)\.language_[a-z]+"
)
"""Keys that are put together from two codes."""


def test_no_sentence_is_left_that_nothing_says():
    text = sources(".py", ".html", ".js")
    words = set(re.findall(r"\w+", text))
    whole = set(re.findall(r"""['"]([a-z_]+(?:\.\w+)+)['"]""", text))
    beginnings = set(re.findall(r"""['"]([a-z_]+\.(?:[a-z_]+[._])*[a-z_]*)(?:['"]\s*~|\{)""", text))

    def is_said(key):
        rests = [key.removeprefix(each) for each in beginnings if key.startswith(each)]
        return key in whole or COMPOSED.fullmatch(key) or any(set(rest.split(".")) <= words for rest in rests)

    assert [key for key in catalogue_ru if not is_said(key)] == []


def test_whoever_was_looked_at_can_read_why():
    assert {f"value.purpose.{purpose}" for purpose in PURPOSES} <= set(catalogue_ru)


def test_an_error_is_told_with_what_it_names():
    told = Messages(FOLDER, "ru").error(InputError("file_not_found", file="J.csv"))
    assert told == "Файла J.csv нет. Проверьте имя и папку."


def test_a_key_without_a_sentence_is_shown_not_hidden():
    assert Messages(FOLDER, "kk").text("reason.nobody_wrote_this") == "reason.nobody_wrote_this"


def test_a_count_is_told_in_the_plural_form_of_its_language():
    told = {
        language: [Messages(FOLDER, language).count("ui.words.found", n) for n in (1, 2, 5, 21, 111)]
        for language in LANGUAGES
    }
    assert [each.split()[1] for each in told["ru"]] == [
        "подсказка.",
        "подсказки.",
        "подсказок.",
        "подсказка.",
        "подсказок.",
    ]
    assert [each.split()[1] for each in told["en"]] == ["suggestion."] + ["suggestions."] * 4
    # A Kazakh noun after a number stays in the singular.
    assert {each.split()[1] for each in told["kk"]} == {"нұсқа"}
    assert told["kk"][3].startswith("21 ")


def test_every_language_has_the_plural_forms_of_its_catalogue():
    for language, n_forms in (("kk", 2), ("ru", 3), ("en", 2)):
        plural = [message for message in catalogue(language).values() if not isinstance(message.id, str)]
        assert plural
        assert all(len(sentences(message)) == n_forms for message in plural)


def test_an_unknown_language_is_refused():
    with pytest.raises(UsageError):
        Messages(FOLDER, "de")
