"""Cut free text into phrases that may name one skill each, with their place in the original.

Negation ("не умею варить") and wish ("хочу научиться", "үйренгім келеді") mark a phrase; the resolver then leaves it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from matcher.core.text.bounds import compile_bounded

_SENTENCE = compile_bounded(
    r"[\n\r\t;!?•·●▪■◦‣|…\u2028\u2029]+|\.{2,100}|(?<![\d\s.].)(?<!\b[а-яәіa-z])\.(?=\s|$)|\.(?=\s+[А-ЯЁӘҒҚҢӨҰҮҺІA-Z])|\.\s*$"
    r"|(?:^|(?<=\s))[-–—*](?=\s)|(?<=[\wа-я)])\.(?=[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі])"
)
_CLAUSE = compile_bounded(r",(?!\d)|[():«»\"“”\[\]{}<>]|\s/\s|(?<=[а-яёәғқңөұүһіa-z])/(?=\w{4})")
_JOIN = compile_bounded(
    r"\s+(?:и|или|либо|а также|также|и/или|және|немесе|әрі|сондай-ақ|and|or|as well as|plus)\s+|\s*[/&]\s*",
    re.IGNORECASE,
)
_CONTRAST = compile_bounded(r"\s+(?=(?:но|зато|однако|бірақ|алайда|but|however)\s)", re.IGNORECASE)
_EDGES = " \u00a0\t.,;:!?'\"«»“”()[]{}-–—*•·/&"

_NEGATED = compile_bounded(
    r"""(?xi)
    \b(?:не\s+(?:умею|умел\w*|знаю|знал\w*|владею|владел\w*|могу|работал\w*|имею|делал\w*|занимал\w*|пользу\w+|понимаю|разбира\w+|приходилось|требу\w+|нуж\w+|обязател\w+|важн\w+|варю|шью|вожу|люблю|хочу|\w{1,20}л(?:[аи]|с[ья]|ась|ись)?)
       | (?:нет|без|нету)\s+(?:опыта|навык\w*|знани\w*|стажа|прав\b|водительск\w+|образовани\w*|умени\w*|вредных)
       | никогда | отсутству\w+ | ни\s+разу
       | \w+(?:маймын|меймін|баймын|беймін|паймын|пеймін|мадым|медім|бадым|бедім|мағанмын|мегенмін|майды|мейді|масым|месем)
       | жоқ | емес\w* | ешқашан
       | (?:do|does|did|can|could|have|has|had)(?:\s*n['’]t|\s+not) | cannot | never | without | not\s+(?:able|required|necessary|good|familiar) | no\s+(?:experience|skills?|knowledge|idea)
    )(?!\w)"""
)
_WISHED = compile_bounded(
    r"""(?xi)
    \b(?:хочу | хоте(?:л|ла|ли|лось)\s+бы | хотим | желаю | мечта\w+ | планирую | собираюсь | намерен\w*
       | (?:готов\w*|желани\w+|стремл\w+|возможност\w+|хоч\w+)\s+(?:\w+\s+)?(?:учит\w+|обуч\w+|научит\w+|осво\w+|выучит\w+|повы\w+|разв\w+)
       | научи(?:м|те|ть\s+вас) | (?:на|об)учим | обуча(?:ем|ют) | интересно\s+(?:было\s+бы|науч\w+)
       | \w+(?:ғым|гім|қым|кім)\s+кел\w+ | келеді\s+үйрен\w+ | үйренсем | қалаймын | арманым | армандаймын | ниеттімін | жоспарла\w+
       | (?:want|wish|hope|plan|intend|aim)(?:s|ing)?\s+to | would\s+(?:like|love)\s+to | willing\w*\s+to\s+learn | eager\s+to\s+learn | looking\s+to\s+learn | interested\s+in\s+learning | to\s+learn
    )(?!\w)"""
)
_CONTINUES = compile_bounded(r"(?i)^(?:ни|или|либо|и|және|немесе|or|nor|and)?\s*(?:\w+(?:ть|ти|чь|ться|тись)\b|ни\b|nor\b)")


class Piece(NamedTuple):
    """A part of a text: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clause of a text that may name skills.

    Attributes
    ----------
    start, end : int
        Offsets in the original text.
    sentence : int
        Number of its sentence, from 0; a level or years stated beside it belong to the same sentence.
    negated, wished : bool
        The person says that they cannot, or only wish to.
    """

    start: int
    end: int
    text: str
    sentence: int
    negated: bool = False
    wished: bool = False


def split_phrases(text: str) -> list[Phrase]:
    """Return the clauses of `text` in order; nothing but punctuation is dropped.

    Examples
    --------
    >>> [phrase.text for phrase in split_phrases("Варю полуавтоматом, 5 лет. Не умею шить")]
    ['Варю полуавтоматом', '5 лет', 'Не умею шить']
    >>> [phrase.negated for phrase in split_phrases("Не умею варить, но умею шить")]
    [True, False]
    """
    phrases: list[Phrase] = []
    for number, sentence in enumerate(_parts(text, Piece(0, len(text)), _SENTENCE)):
        negated = wished = False
        for clause in _parts(text, sentence, _CLAUSE):
            for part in _parts(text, clause, _CONTRAST):
                words = text[part.start : part.end]
                goes_on = bool(_CONTINUES.search(words))
                negated = bool(_NEGATED.search(words)) or (negated and goes_on)
                wished = bool(_WISHED.search(words)) or (wished and goes_on)
                phrases.append(Phrase(part.start, part.end, words, number, negated, wished))
    return phrases


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """Return the parts of ``text[start:end]`` between conjunctions; one part where there is none.

    Examples
    --------
    >>> [("Word и Excel")[piece.start : piece.end] for piece in pieces("Word и Excel", 0, 12)]
    ['Word', 'Excel']
    """
    return _parts(text, Piece(start, end), _JOIN)


def _parts(text: str, whole: Piece, border: re.Pattern[str]) -> list[Piece]:
    found: list[Piece] = []
    position = whole.start
    for match in border.finditer(text, whole.start, whole.end):
        _keep(text, position, match.start(), found)
        position = match.end()
    _keep(text, position, whole.end, found)
    return found


def _keep(text: str, start: int, end: int, found: list[Piece]) -> None:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if end > start:
        found.append(Piece(start, end))
