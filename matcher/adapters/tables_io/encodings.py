"""Which encoding a file is in: marks first, then UTF-16 by its zero bytes, then UTF-8, then the likeliest 8-bit one."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import pairwise

from matcher.errors import EncodingError

EIGHT_BIT = ("cp1251", "kz1048", "ptcp154", "cp866")
"""Tried in this order; an earlier one wins a tie."""
LOST_BYTES = re.compile("[\udc80-\udcff]")
"""What stands in a decoded text for a byte that is not UTF-8 (PEP 383)."""
_SAMPLE = 200_000
_TELLING = 4
"""High bytes that a line needs to say whether it is UTF-8."""
_UTF8_SHARE = 0.3
_LINE = re.compile(rb"[^\r\n]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_LONE_CAPITAL = re.compile(r"(?<![^\W\d_])[А-ЯЁӘҒҚҢӨҰҮҺІ](?![^\W\d_])")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON = frozenset("абвгдежзийклмнопрстуфхцчшщыьэюяё")
_KAZAKH = frozenset("әғқңөұүһі")
_VOWELS = frozenset("аеёиоуыэюяәөұүі")
_PUNCTUATION = frozenset(" \t\r\n,;:.!?\"'()[]{}<>/\\|-–—_+=*%&#@№«»$^~`…•’“”₸°±§©®µ¶·")


def decode(content: bytes, file: str) -> str:
    """Decode a file; marks of byte order at its start go, also when there are several.

    In a file that is UTF-8 but for some bytes, each such byte becomes one of :data:`LOST_BYTES`, so that the row can be named.

    Raises
    ------
    EncodingError
        As :func:`detect_encoding`.
    """
    name = detect_encoding(content, file)
    return content.decode(name, errors="surrogateescape" if name.startswith("utf-8") else "strict").lstrip("\ufeff")


def detect_encoding(content: bytes, file: str) -> str:
    """Name the encoding of a file.

    Parameters
    ----------
    content : bytes
        The whole file: a prefix may be plain ASCII where the rest is not.
    file : str
        For the error.

    Returns
    -------
    str
        A codec of Python.

    Raises
    ------
    EncodingError
        When the bytes are no text in any encoding that we know.

    Examples
    --------
    >>> detect_encoding("қазақша".encode("kz1048"), "J.csv")
    'kz1048'
    >>> detect_encoding("аты;жөні".encode("utf-16-le"), "J.csv")
    'utf-16-le'
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decodes(content, name, file)
    wide = _utf16_without_mark(content)
    if wide:
        return _decodes(content, wide, file)
    if _is_utf8(content) or _mostly_utf8(content):
        return "utf-8"
    return _likeliest_eight_bit(content, file)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(content: bytes) -> bool:
    """Say whether of the lines that can tell a good part is UTF-8: words in an 8-bit encoding hardly ever are."""
    telling = [line for line in _lines_with_high_bytes(content).split(b"\n") if len(_HIGH.findall(line)) >= _TELLING]
    return bool(telling) and sum(map(_is_utf8, telling)) >= _UTF8_SHARE * len(telling)


def _decodes(content: bytes, name: str, file: str) -> str:
    try:
        content.decode(name, errors="surrogateescape" if name.startswith("utf-8") else "strict")
    except UnicodeDecodeError as fault:
        raise EncodingError("undecodable", file=file, encoding=name, position=fault.start) from fault
    return name


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 of Cyrillic and ASCII has 0x00 or 0x04 in every second byte, and few elsewhere."""
    sample = content[:_SAMPLE]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    high = {0x00, 0x04, 0x20}
    shares = [sum(byte in high for byte in sample[start::2]) / len(sample[start::2]) for start in (0, 1)]
    zeros = [sample[start::2].count(0) + sample[start::2].count(4) for start in (0, 1)]
    if shares[1] > 0.9 and zeros[1] > 2 * zeros[0]:
        return "utf-16-le"
    if shares[0] > 0.9 and zeros[0] > 2 * zeros[1]:
        return "utf-16-be"
    return ""


def _likeliest_eight_bit(content: bytes, file: str) -> str:
    sample = _lines_with_high_bytes(content)
    scores: list[tuple[float, int, str]] = []
    for order, name in enumerate(EIGHT_BIT):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        scores.append((plausibility(text), -order, name))
    best = max(scores, default=(-1.0, 0, ""))
    if best[0] <= 0:
        raise EncodingError("unknown_encoding", file=file, expected="UTF-8, UTF-16, " + ", ".join(EIGHT_BIT))
    return best[2]


def _lines_with_high_bytes(content: bytes) -> bytes:
    """Keep the lines that can tell one 8-bit encoding from another."""
    kept: list[bytes] = []
    size = 0
    # One line after another: a large file is not parted whole to look at its beginning.
    for line in (found[0] for found in _LINE.finditer(content)):
        if not line.isascii():
            kept.append(line[:_SAMPLE])
            size += len(line)
            if size > _SAMPLE:
                break
    return b"\n".join(kept)


def plausibility(text: str) -> float:
    """Score how much a text looks like Kazakh or Russian in the right case, per letter; below 0 for noise.

    Small letters of the common alphabet count one, Kazakh letters beside other Cyrillic ones too; capitals inside a word, signs inside
    a word, letters behind a digit and box drawings count against; a capital that stands alone counts nothing (a dash of another encoding).
    """
    if not text:
        return 0.0
    score = -0.5 * len(_LONE_CAPITAL.findall(text))
    pairs = Counter(pairwise(f" {text} "))
    for (before, letter), n in pairs.items():
        score += n * _worth(before, letter)
    return score / len(text)


def _worth(before: str, letter: str) -> float:
    if letter.isascii():
        return 0.0
    small = letter.lower()
    if small in _COMMON or small in _KAZAKH:
        if before.isdigit():
            return -1.0
        if letter != small:
            return 0.5 if not before.isalpha() or before.isupper() else -2.0
        return _worth_of_small(before.lower(), small)
    if letter in _PUNCTUATION or letter == "\xa0":
        return 0.1 if not before.isalpha() or letter in "–—«»…’“”\xa0№" else -1.0
    return -3.0


def _worth_of_small(before: str, small: str) -> float:
    if before not in _COMMON and before not in _KAZAKH:
        return 0.3 if before.isalpha() else 1.0
    # The two encodings of Kazakh give the same bytes to other letters: vowels and consonants mostly take turns.
    alike = (before in _VOWELS) == (small in _VOWELS)
    return 0.6 if small in _KAZAKH and alike else 1.0
