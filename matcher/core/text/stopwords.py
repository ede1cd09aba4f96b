"""Words around a skill that do not name it."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.core.text.bounds import compile_bounded
from matcher.core.text.normal import fold, word_stem

# On folded text (Kazakh letters as Russian ones). Phrases first, longest first.
_PHRASES = """
опыт работы с|опыт работы в|опыт работы на|опыт работы по|опыт работы|опыт ведения|опыт в|опыт с|имею опыт|есть опыт|с опытом|наличие опыта|практический опыт|
стаж работы|общий стаж|стаж|навыки работы с|навыки работы в|навыки работы|навык работы с|навык работы|навыки владения|навыки|навык|
знание программ|знание программы|знание основ|знания в области|знания в|знания по|знание|знания|владение навыками|владение|владею|умение работать с|умение работать в|умение|умею|
уверенный пользователь|уверенное владение|уверенное знание|уверенное|опытный пользователь|отличное знание|хорошее знание|базовые знания|базовое знание|глубокие знания|свободное владение|свободно владею|
понимание принципов|понимание|работал на|работал в|работал с|работала на|работала в|работала с|работал|работала|работаю|могу|
желательно|обязательно|приветствуется|будет плюсом|будет преимуществом|является преимуществом|как преимущество|
жумыс тажирибеси|жумыс тажирибем|тажирибеси бар|тажирибем бар|тажирибе|жумыс истей аламын|истей аламын|жасай аламын|боп истедим|болып истедим|болып жумыс истедим|боп жумыс истедим|болып истегенмин|
билемин|бил у|жаксы билемин|дагдысы|дагдылары|дагды|
work experience|experience with|experience in|experience of|experience|knowledge of|knowledge|skills in|skills|ability to|able to|proficiency in|proficient in|familiarity with|familiar with|understanding of|i can|i know|years
"""
_STOP = "|".join(
    sorted(
        (re.escape(phrase.strip()) for phrase in _PHRASES.replace("\n", "").split("|") if phrase.strip()),
        key=lambda each: (-len(each), each),
    )
)
_STOP_PHRASES = compile_bounded(rf"(?<!\w)(?:{_STOP})(?!\w)")
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _PHRASES.replace("\n", "").split("|") if phrase.strip())
"""Most texts have none of these and no number: they need no search."""
_BORDERS = str.maketrans("+#'", "   ")
_DIGIT = compile_bounded(r"\d")
_YEARS = compile_bounded(
    r"(?<!\w)(?:от|более|не менее|менее|больше|свыше|около|до)?\s*\d+\s*(?:х|ти|го)?\s*(?:лет|года|год|жыл|месяцев|мес|years?)(?!\w)"
)

FUNCTION_WORDS = frozenset(
    [
        "в",
        "во",
        "на",
        "с",
        "со",
        "по",
        "для",
        "из",
        "от",
        "до",
        "у",
        "к",
        "ко",
        "о",
        "об",
        "и",
        "или",
        "а",
        "но",
        "при",
        "за",
        "под",
        "над",
        "через",
        "без",
        "между",
        "как",
        "так",
        "же",
        "то",
        "это",
        "его",
        "ее",
        "их",
        "не",
        "ни",
        "бы",
        "ли",
        "мен",
        "пен",
        "бен",
        "жане",
        "немесе",
        "ушин",
        "бойынша",
        "туралы",
        "болып",
        "боп",
        "бар",
        "осы",
        "сол",
        "да",
        "де",
        "та",
        "те",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "for",
        "to",
        "with",
        "and",
        "or",
        "by",
        "from",
        "as",
        "is",
        "are",
        "be",
        "this",
        "that",
    ]
)


# Words that say nothing of a skill when they stand alone (stems are compared).
_EMPTY = frozenset(
    word_stem(word)
    for word in """
    опыт стаж работа работы работать работал навык навыки знание знания умение владение наличие желательно обязательно приветствуется плюс
    преимущество требования требование обязанности обязанность условия образование высшее среднее профильное специальное техническое неполное
    год года лет месяц месяцев более менее свыше ответственный другой другие иной иные прочее различный разный общий основной хороший отличный
    уверенный базовый возраст мужчина женщина человек люди сотрудник сотрудники кандидат кандидаты компания организация предприятие
    область сфера уровень качество процесс система проект задача разработка внедрение контроль участие обеспечение создание поддержка соблюдение
    подготовка организация проведение выполнение ведение развитие оформление формирование взаимодействие сопровождение руководство управление
    тәжірибе тәжірибесі жұмыс өтіл дағды білім жыл ай бойынша қажет міндетті талап міндет жоғары орта арнаулы
    experience skill skills knowledge ability years year strong good excellent requirement requirements responsibility responsibilities work job
    соответствие расчет задание показатель письменный внешний управленческий формат стратегия продукт товар программа технология
    мой моя требуется требуются нужен нужна нужны менің біздің керек іздейміз my our wanted
    others other degree education candidate company team plus preferred required management development support control
    """.split()
    for word in fold(word).split()
)


def says_nothing(text: str) -> bool:
    """Return whether all words of a text are such as name no skill.

    Examples
    --------
    >>> says_nothing("Опыт работы от 1 года"), says_nothing("Менің тәжірибем"), says_nothing("Опыт сварки")
    (True, True, False)
    """
    return all(is_empty_word(word) for word in fold(text).split())


@lru_cache(maxsize=131072)
def is_empty_word(folded_word: str) -> bool:
    """Return whether one folded word names no skill alone: a function word, a number, a letter, or a word that goes round skills."""
    return (
        folded_word in FUNCTION_WORDS
        or folded_word.isdigit()
        or len(folded_word) < 2
        or word_stem(folded_word) in _EMPTY
    )


@lru_cache(maxsize=65536)
def strip_stop_phrases(folded: str) -> str:
    """Return a folded text without the words around a skill; the text itself where nothing else would stay.

    Examples
    --------
    >>> strip_stop_phrases("опыт работы с клиентами от 3 лет")
    'клиентами'
    >>> strip_stop_phrases("опыт работы")
    'опыт работы'
    """
    if _FIRST_WORDS.isdisjoint(folded.translate(_BORDERS).split()) and not _DIGIT.search(folded):
        return folded
    rest = " ".join(_STOP_PHRASES.sub(" ", _YEARS.sub(" ", folded)).split())
    return rest or folded
