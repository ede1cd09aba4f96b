"""The encoding of a file is found by itself, and a byte that fits none is named, not lost."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.adapters.tables_io.encodings import LOST_BYTES, decode, detect_encoding
from matcher.errors import EncodingError

RUSSIAN = (
    "сварщик ручной сварки, опыт работы пять лет; чтение чертежей и подготовка кромок",
    "Продавец-кассир, ищу работу рядом с домом. Есть дети, могу работать днём",
    "НАЛАДЧИК СТАНКОВ С ПРОГРАММНЫМ УПРАВЛЕНИЕМ",
    "объём, съёмка, щётка, подъём: эксплуатация подъёмников № 5 «Сарань» – 2 года",
)
KAZAKH = (
    "дәнекерлеуші болып жұмыс істедім, өңдеу және қызмет көрсету",
    "Үй шаруашылығы, бала күтімі, тігін тігемін. Өскеменде тұрамын",
    "көлік жүргізуші, ұзақ жол, қауіпсіздік ережелері, іскерлік",
)
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
HEAD = "id;text\r\n"


@pytest.mark.parametrize("text", RUSSIAN + KAZAKH)
@pytest.mark.parametrize("encoding", WIDE)
def test_unicode_comes_back_in_every_form(text, encoding):
    assert decode((HEAD + text).encode(encoding), "T.csv") == HEAD + text


@pytest.mark.parametrize("text", RUSSIAN)
@pytest.mark.parametrize("encoding", ["cp1251", "kz1048", "ptcp154", "cp866"])
def test_russian_comes_back_from_every_eight_bit_encoding_that_can_hold_it(text, encoding):
    try:
        content = (HEAD + text).encode(encoding)
    except UnicodeEncodeError:
        content = (HEAD + text.replace("«", '"').replace("»", '"').replace("–", "-")).encode(encoding)
    assert decode(content, "T.csv") == content.decode(encoding)


@pytest.mark.parametrize("text", KAZAKH)
@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154"])
def test_kazakh_comes_back_from_both_of_its_eight_bit_encodings(text, encoding):
    assert decode((HEAD + text).encode(encoding), "T.csv") == HEAD + text


@given(st.lists(st.sampled_from(" ".join(RUSSIAN + KAZAKH).split()), min_size=4, max_size=12), st.sampled_from(WIDE))
def test_any_words_come_back_from_unicode(words, encoding):
    text = HEAD + " ".join(words)
    assert decode(text.encode(encoding), "T.csv") == text


@given(
    st.lists(st.sampled_from(" ".join(KAZAKH).replace("–", "").split()), min_size=4, max_size=12),
    st.sampled_from(["kz1048", "ptcp154"]),
)
def test_any_kazakh_words_come_back_from_eight_bits(words, encoding):
    text = HEAD + " ".join(words)
    assert decode(text.encode(encoding), "T.csv") == text


def test_marks_of_byte_order_are_taken_off_however_many():
    assert decode(b"\xef\xbb\xbf" * 3 + b"id", "T.csv") == "id"


def test_a_no_break_space_or_a_dash_alone_is_not_taken_for_a_letter():
    text = "id;pay\r\n1;85\xa0000 – 90\xa0000\r\n"
    assert decode(text.encode("cp1251"), "T.csv") == text


@pytest.mark.parametrize("damage", [b"\xf1\xe2", b"\xff", b"\xd0"])
def test_a_byte_that_is_no_utf8_leaves_the_rest_of_the_file_readable(damage):
    text = decode(("id;text\n1;сварка труб\n2;".encode()) + damage + b"\n", "T.csv")
    assert text.startswith("id;text\n1;сварка труб\n2;")
    assert len(LOST_BYTES.findall(text)) == len(damage)


def test_a_truncated_utf16_file_is_refused_with_the_place():
    content = "id;сварка".encode("utf-16-le") + b"\x41"
    with pytest.raises(EncodingError) as caught:
        decode(content, "T.csv")
    assert (caught.value.code, caught.value.params["position"]) == ("undecodable", len(content) - 1)


@pytest.mark.parametrize("content", [bytes(range(128, 256)) * 20, b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(3000)])
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(EncodingError) as caught:
        detect_encoding(content, "T.csv")
    assert caught.value.code == "unknown_encoding"


def test_plain_ascii_is_utf8():
    assert detect_encoding(b"id,text\n1,a\n", "T.csv") == "utf-8"
