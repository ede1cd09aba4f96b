"""The past tense of Russian verbs, which tells a woman from a man: "шила", "шили" and "шил" become one form."""

from __future__ import annotations

import re

_BEFORE = "(?:по|с|за|про|пере|при|вы|до|на|раз|рас|от|у|ис|об|под|в)?"
_REFLEXIVE = re.compile(r"(?<=[аяиыуео]л)(?:ась|ись)$")
_REGULAR = re.compile(r"(?:(?<=\w\w)[аи]л|(?<=\w)(?:ял|нул))(?=[аи]$)")
"""Варила, стирали, паяла, тянула."""
_OTHERS = re.compile(
    rf"(?:^{_BEFORE}(?:ши|мы|кры|ры|ли|би|ви|бы|жи)|(?:смотр|хот|ум|им|влад|терп|усп|вид|гор|лет|гляд)е|^{_BEFORE}(?:ве|пе|гре|ме|пле)|^{_BEFORE}[кмп]оло)л(?=[аи]$)"
)
_NO_VOWEL = re.compile(rf"^(?P<verb>{_BEFORE}(?:пек|стриг|вез|нес|пас|рос|берег|мог|тер|лез))л[аи]$")
_WENT = re.compile(r"^(?P<before>про|при|у|вы|на|за|по|до|от|пере|)шл[аи]$")
_NOUNS = frozenset(
    """
    материала стройматериала пиломатериала персонала медперсонала журнала канала водоканала телеканала терминала криминала оригинала финала пенала
    сигнала арсенала квартала капитала маткапитала металла портала вокзала автовокзала спортзала кинозала минерала генерала филиала потенциала
    мемориала идеала скандала подвала провала перевала обвала самосвала коленвала штурвала карнавала интервала зеркала покрывала лекала шкала скала
    начала причала одеяла профессионала бокала накала могила перила белила чернила стропила бензопила электропила правила светила крокодила кобыла
    макала кандала
    детали радиодетали автодетали фотодетали стали эмали автоэмали магистрали спирали вертикали горизонтали диагонали медали педали печали морали
    автомобили электромобили вентили профили надфили костыли стили текстили рептили окили казтили контактили
    """.split()
)
"""Nouns, Kazakh ones too, that look like a past tense; the list need not be whole, for labels are folded as texts are."""
_OF_ONE = {
    "готова": "готов", "готовы": "готов", "должна": "должен", "согласна": "согласен", "уверена": "уверен", "обучена": "обучен", "сама": "сам",
    "сидел": "сидела", "сидели": "сидела", "сидела": "сидела",  # сидел would be the beginning of сиделка
}  # fmt: skip


def masculine_past(word: str) -> str:
    """Return a folded past tense in the masculine singular; another word as it is.

    Examples
    --------
    >>> masculine_past("шила"), masculine_past("упаковывали"), masculine_past("занималась"), masculine_past("испекла")
    ('шил', 'упаковывал', 'занимался', 'испек')
    >>> masculine_past("материала"), masculine_past("детали"), masculine_past("школа")
    ('материала', 'детали', 'школа')
    """
    if word[-1:] == "ь":
        return _REFLEXIVE.sub("ся", word)
    if word in _OF_ONE:
        return _OF_ONE[word]
    if word[-2:] not in ("ла", "ли") or word in _NOUNS:
        return word
    if _REGULAR.search(word) or _OTHERS.search(word):
        return word[:-1]
    irregular = _NO_VOWEL.match(word)
    if irregular:
        return irregular["verb"]
    went = _WENT.match(word)
    return f"{went['before']}шел" if went else word
