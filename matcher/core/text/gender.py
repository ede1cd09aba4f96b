"""One form for what women and men say of the same work: trades in every case and number, past tenses, English pairs.

A feminine form becomes the masculine form of the same case ("сварщицей" is "сварщиком"), so that the words of men and of labels
stay as they are; only where people know a trade by its feminine name the masculine one becomes that ("медбрат" is "медсестра").
Both labels and people's texts are folded so, before stems are compared. Works on folded words (see :func:`fold`): ё is е.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from matcher.core.text.declension import DECLENSIONS, table_of
from matcher.core.text.past_tense import masculine_past

_REGULAR = """
щиц f щик m | чиц f чик m | тельниц f тел ms | ниц f ник m | ист ft ист m | ант ft ант m | ент ft ент m
ерш f ер m | орш f ор m | арш f ар m | ирш f ир m | урш f ур m | ярш f яр m
"""
"""Feminine suffix and declension, masculine suffix and declension: сварщица, учительница, массажистка, официантка, кассирша."""
_IRREGULAR = """
продавщиц f продав mc | портних f портн mo | актрис f актер m | директрис f директор m | инспектрис f инспектор m
дояр m дояр ft | санитар ft санитар m | лекар ft лекар ms | акушер ft акушер m | фельдшериц f фельдшер m | фармацевт ft фармацевт m
поварих f повар m | сторожих f сторож m | ткач m ткач fw | врачих f врач m | дворничих f дворник m
пекарих f пекар ms | токарих f токар ms | слесарих f слесар ms | пловчих f плов mc | купчих f куп mc | певиц f пев mc
секретарш f секретар ms | аптекарш f аптекар ms | библиотекарш f библиотекар ms | пекарш f пекар ms | писарш f писар ms
слесарш f слесар ms | токарш f токар ms | вратарш f вратар ms | лекарш f лекар ms
стюардесс f стюард m | поэтесс f поэт m | критикесс f критик m
маникюрш f маникюрист m | педикюрш f педикюрист m | спортсмен ft спортсмен m | бизнесмен ft бизнесмен m | бизнесвумен m бизнесмен m
барвумен m бармен m | стажер ft стажер m | автор ft автор m | редактор ft редактор m | директор ft директор m
куратор ft куратор m | оператор ft оператор m | контролер ft контролер m | инженер ft инженер m | дизайнер ft дизайнер m
менеджер ft менеджер m | юрист ft юрист m | режиссер ft режиссер m | доктор ft доктор m | блогер ft блогер m | диспетчер ft диспетчер m
барменш f бармен m | агрономш f агроном m | прорабш f прораб m | завхозш f завхоз m | почтальонш f почтальон m | агентш f агент m
аналитикш f аналитик m | экскурсоводш f экскурсовод m | логопедш f логопед m | фотографш f фотограф m | геодезистш f геодезист m
медич ft медик m | химич ft химик m | физич ft физик m | торгов ft торгов mc | агент ft агент m
медбрат m медсест fs | горничн ma горничн fa | домработник m домработниц f
заведующ fa заведующ mi | заведывающ fa заведующ mi | управляющ fa управляющ mi | служащ fa служащ mi | госслужащ fa госслужащ mi
вожат fa вожат ma | ведущ fa ведущ mi | разнорабоч fa разнорабоч mi | горнорабоч fa горнорабоч mi
"""
"""Words that no suffix brings together, or whose suffix misleads in other words. A form that the feminine noun has keeps its meaning."""
_LOGISTS = "психо эко фило социо био гео космето маркето техно дефекто зоо таргето уро кардио дермато"
_BREEDERS = "животно птице пчело овоще экскурсо рыбо цвето ското коне овце кролико растение лесо"
_OTHER_THING = """
автолестниц бессонниц больниц психбольниц божниц бойниц варниц верениц власяниц вольниц глазниц горниц горчиц гостиниц границ
гробниц десниц доильниц житниц задвижниц задниц заграниц заусениц здравниц игольниц изложниц ключиц колесниц конниц кофейниц кузниц купальниц
лестниц лечебниц ветлечебниц водолечебниц грязелечебниц лиственниц мельниц мыльниц овсяниц пепельниц перечниц песочниц петельниц платежниц
плевательниц поленниц помойниц поясниц пудрениц пушниц пшениц пятниц ракетниц ресниц розниц салатниц сахарниц светлиц сирениц скворечниц
слюниц соковыжимальниц сокровищниц солониц соусниц спальниц станиц страниц столешниц темниц теплиц трапезниц уксусниц усыпальниц
фритюрниц хлебниц цветниц чайниц чернильниц чечевиц яичниц единиц синиц гусениц куниц птиц
перевозниц ножниц ноговиц жниц клубниц землениц земляниц черниц брусниц голубиц костяниц медуниц душиц наволочниц
"""
"""Stems of things that end as a woman's title does; the list need not be whole, for labels are folded as texts are."""
_CANONICAL_WOMEN = "медсест:fs шве:fe нян:fi горничн:fa домработниц:f сидел:ft дояр:ft ткач:fw".split()

_ENDS = table_of(_REGULAR)
_WORDS = table_of(
    "|".join(
        [_IRREGULAR]
        + [f"{each}логин fi {each}лог m | {each}логш f {each}лог m" for each in _LOGISTS.split()]
        + [f"{each}вод ft {each}вод m" for each in _BREEDERS.split()]
    )
)
_WORDS |= {"мугалима": "мугалим"} | dict.fromkeys(["швея", *table_of("швец m шве fe | шве fe шве fe")], "швея")
_WORDS |= dict.fromkeys(table_of("нян fi нян fi"), "няня")  # labels of four letters have no other endings
_SISTERS = table_of("брат m сест fs")
_SISTER_FORMS = frozenset(_SISTERS.values())
_LONGEST = max(map(len, _ENDS))
_SHORTEST_STEM = 3
"""Letters before a suffix: фарша, марша and верша are no trades."""
_THINGS = frozenset(_OTHER_THING.split())
_CLEANING = re.compile(r"чист(?:ок|к[аиеу]|к[оа][йюмх]|ками)$")
"""Зачистка and химчистка end as массажистка does."""
_WOMEN = frozenset(
    stem + ending
    for each in _CANONICAL_WOMEN
    for stem, kind in [each.split(":")]
    for case in DECLENSIONS[kind]
    for ending in case
)

_ENGLISH = {
    "waitress": "waiter", "waitresses": "waiters", "actress": "actor", "actresses": "actors", "hostess": "host", "hostesses": "hosts",
    "stewardess": "steward", "stewardesses": "stewards", "manageress": "manager", "seamstress": "tailor", "seamstresses": "tailors",
    "seamster": "tailor", "seamsters": "tailors", "barmaid": "barman", "barmaids": "barmen", "milkmaid": "milkman", "dairymaid": "dairyman",
    "masseuse": "masseur", "masseuses": "masseurs", "launderer": "laundress", "launderers": "laundresses", "laundryman": "laundress",
    "headmistress": "headmaster", "salesgirl": "salesman", "salesgirls": "salesmen", "salesboy": "salesman", "saleslady": "salesman",
    "salesladies": "salesmen", "salespeople": "salesmen", "usherette": "usher", "businesspeople": "businessmen", "tradespeople": "tradesmen",
}  # fmt: skip
_ENGLISH_END = re.compile(r"(?<=\w\w\w)(?:wom[ae]n|persons?)$")
_WHOSE_MAN = frozenset(
    "cleaning delivery sales repair maintenance forklift crane appliance tractor tyre tire odd-job job tea".split()
)
_A_MAN = {"woman": "man", "lady": "man", "person": "man", "guy": "man", "boy": "man", "women": "men", "ladies": "men"}
# Russian in Latin letters, as people type it.
_LATIN = re.compile(
    r"(?P<stem>[a-z]{3,30}?)(?:(?P<ik>(?:shch|sch|sh|ch|w|4|n)i)(?:ts|tz|c)|(?P<plain>ist|ant|ent)k|(?P<r>[aeo]r)sh)(?P<end>a|oi|oy|oj|ei|ey|ej)$"
)
_LATIN_PAST = re.compile(r"(?P<past>(?:pod|ot|po)?rabotal)[ai]$")

_NOT_ONLY_RUSSIAN = ("рши", "ршам", "ршы")
_RUSSIAN_IN_R = tuple(
    """кассир бухгалтер кондитер парикмахер билетер лифтер вахтер контролер гример костюмер курьер кондуктор инженер менеджер директор редактор
    корректор оператор администратор регистратор инспектор инструктор доктор модельер комендант тренер организатор репетитор диспетчер шофер""".split()
)
"""Of these бухгалтерши and кассиршам are the feminine; бульдозерші and бағдаршам are Kazakh words."""
_FEMININE = ("ая", "яя")
_TYPIST = ("машинистк", "машинисток")
"""A машинистка types; she drives only where a machine is named."""
_INSTRUMENTAL = ("ой", "ою", "ей", "ею", "ом", "ем", "им", "ым")
_AROUND = frozenset(("я", "и", "очень", "не"))
_SHORTEST_LATIN = 6
_SHORTEST_ADJECTIVE = 3
_BEHIND = ("ая", "яя", "ной", "ской")
_ROOMS = frozenset(
    "прачечной столовой котельной насосной приемной проходной компрессорной мастерской парикмахерской диспетчерской детской".split()
)
"""Behind a trade these say where: работница прачечной."""
_SOFT = frozenset(("яя", "юю", "ей", "ею"))
_ADJECTIVES = {"ая": "ый", "яя": "ий", "ую": "ого", "юю": "его", "ой": "ого", "ою": "ым", "ей": "его", "ею": "им"}
_BEFORE_I = frozenset("кгхжшщч")
_MACHINES = re.compile(
    r"(?:кран|башен|мостов|козлов|насос|компрес|бульдоз|экскав|котел|котл|турбин|погруз|конвей|электров|теплов|локомот|мельн|дробил|смесит|резино"
    r"|протектор|буров|дорожн|фронтал|катк|автокран|автогрейд|бетон|паров|агрегат|установ|стирал|стирк|стан|лини|трактор|крас|подъем)"
)


def one_gender(folded: str) -> str:
    """Return a folded text with the words of women and men in one form.

    Examples
    --------
    >>> one_gender("пять лет работала электросварщицей"), one_gender("waitresses and barmaids")
    ('пять лет работал электросварщиком', 'waiters and barmen')
    >>> one_gender("старшая медсестра") == one_gender("старший медбрат"), one_gender("машинистка"), one_gender("машинистка крана")
    (True, 'машинистка', 'машинист крана')
    """
    return _one_gender_short(folded) if len(folded) <= 200 else " ".join(of_words(folded.split()))


@lru_cache(maxsize=32768)
def _one_gender_short(folded: str) -> str:
    return " ".join(of_words(folded.split()))


def of_words(words: Sequence[str]) -> list[str]:
    """Return each folded word in the form that women and men share, in order; a word's neighbours decide where they must."""
    found: list[str] = []
    people: list[int] = []
    for word in words:
        form, has_neighbours = _read(word)
        if has_neighbours:
            people.append(len(found))
        found.append(form)
    for place in people:
        _read_among(words, found, place)
    if people and all(word in _AROUND or word.endswith(_FEMININE) for word in words):
        for place in people:  # what a person says of herself: "ответственная и пунктуальная"
            if words[place] == found[place] and words[place] not in _WOMEN:
                _agree(found, place, is_instrumental=False)
    return found


@lru_cache(maxsize=131072)
def _read(word: str) -> tuple[str, bool]:
    """Return the form of a folded word alone, and whether its neighbours are to be looked at."""
    form = _of_word(word)
    is_changed = form != word and masculine_past(word) == word
    return form, (
        is_changed
        or word in _A_MAN
        or word in _SISTERS
        or word in _SISTER_FORMS
        or form in _WOMEN
        or word.startswith(_TYPIST)
        or word.endswith(_FEMININE)
    )


def _of_word(word: str) -> str:
    if word.isascii():
        return _of_latin_word(word)
    if word in _WORDS:
        return _WORDS[word]
    if word in _WOMEN or word.startswith(_TYPIST):
        return word
    found = _regular(word)
    return found if found != word else masculine_past(word)


def _read_among(words: Sequence[str], found: list[str], place: int) -> None:
    word, before = words[place], words[place - 1] if place else ""
    is_sister = before.startswith("медицинск") and (word in _SISTERS or word in _SISTER_FORMS)
    if word in _A_MAN and before in _WHOSE_MAN:
        found[place] = _A_MAN[word]
    elif is_sister:
        found[place] = _SISTERS.get(word, word)
    elif word.startswith(_TYPIST) and any(map(_MACHINES.match, words[place + 1 : place + 3])):
        found[place] = _regular(word)
    if is_sister or found[place] in _WOMEN or (found[place] != word and not word.endswith(_FEMININE)):
        _make_agree(words, found, place)


def _regular(word: str) -> str:
    for length in range(min(_LONGEST, len(word) - _SHORTEST_STEM), 2, -1):
        meant = _ENDS.get(word[-length:])
        if meant is not None and (not word.endswith(_NOT_ONLY_RUSSIAN) or word.startswith(_RUSSIAN_IN_R)):
            is_thing = word[: word.rfind("иц") + 2] in _THINGS or _CLEANING.search(word)
            return word if is_thing else word[:-length] + meant
    return word


def _make_agree(words: Sequence[str], found: list[str], place: int) -> None:
    """Put the feminine adjectives of a person into the masculine: старшая медсестра, маляршей строительной."""
    is_instrumental = place < len(words) and words[place].endswith(_INSTRUMENTAL)
    if place == len(words) - 2 and words[-1] == found[-1] and words[-1].endswith(_BEHIND) and words[-1] not in _ROOMS:
        _agree(found, place + 1, is_instrumental=is_instrumental)
    while place and words[place - 1][-2:] in _ADJECTIVES and words[place - 1] == found[place - 1]:
        place -= 1
        _agree(found, place, is_instrumental=is_instrumental)


def _agree(found: list[str], place: int, *, is_instrumental: bool) -> None:
    stem, ending = found[place][:-2], found[place][-2:]
    if len(stem) < _SHORTEST_ADJECTIVE:
        return
    new = ("им" if ending in _SOFT else "ым") if is_instrumental else _ADJECTIVES[ending]
    found[place] = stem + ("и" + new[1:] if new[0] == "ы" and stem[-1] in _BEFORE_I else new)


def _of_latin_word(word: str) -> str:
    if word in _ENGLISH:
        return _ENGLISH[word]
    if len(word) < _SHORTEST_LATIN:
        return word
    if word.endswith(("woman", "person", "persons")):
        return _ENGLISH_END.sub("man", word)
    if word.endswith("women"):
        return _ENGLISH_END.sub("men", word)
    past = _LATIN_PAST.match(word)
    if past:
        return past["past"]
    found = _LATIN.match(word)
    if not found:
        return word
    return (
        found["stem"]
        + (f"{found['ik']}k" if found["ik"] else found["plain"] or found["r"])
        + ("" if found["end"] == "a" else "om")
    )
