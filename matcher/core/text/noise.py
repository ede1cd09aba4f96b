"""Write a text as people might: with typing errors, in other letters, among other words. For training and tests."""

from __future__ import annotations

import random

from matcher.core.text.alphabets import KAZAKH_TO_RUSSIAN

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm", "әіңғүұқөһ")
_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya yo a g q n o u u h i".split(" "),
        strict=True,
    )
)
_AROUND = {
    "ru": (
        "опыт работы {}",
        "знание {}",
        "умею {}",
        "{} 3 года",
        "{} обязательно",
        "навыки {}",
        "работал {}",
        "уверенно {}",
    ),
    "kk": ("{} тәжірибем бар", "{} білемін", "{} 5 жыл", "{} істей аламын", "жақсы {}"),
    "en": ("experience in {}", "knowledge of {}", "good {}", "{} for 2 years", "strong {} skills"),
}


def add_typos(text: str, chance: random.Random) -> str:
    """Return `text` with one typing error, or two in a longer text: a letter left out, doubled, swapped or hit beside."""
    letters = list(text)
    for _ in range(1 if len(text) < 8 or chance.random() < 0.5 else 2):
        places = [place for place, letter in enumerate(letters) if letter.isalpha()]
        if len(places) < 3:
            return text
        place = chance.choice(places[1:])
        how = chance.randrange(4)
        if how == 0:
            del letters[place]
        elif how == 1:
            letters.insert(place, letters[place])
        elif how == 2 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            letters[place] = _beside(letters[place], chance)
    return "".join(letters)


def in_latin(text: str) -> str:
    """Return `text` in a common Latin transliteration.

    Examples
    --------
    >>> in_latin("сварщик")
    'svarshchik'
    """
    return "".join(_LATIN.get(letter, letter) for letter in text.lower())


def in_russian_letters(text: str) -> str:
    """Return a Kazakh text as typed on a Russian keyboard.

    Examples
    --------
    >>> in_russian_letters("қызмет көрсету")
    'кызмет корсету'
    """
    return "".join(KAZAKH_TO_RUSSIAN.get(letter, letter) for letter in text.lower())


def around(text: str, lang: str, chance: random.Random) -> str:
    """Return `text` among words that people put around a skill in `lang`."""
    return chance.choice(_AROUND.get(lang, _AROUND["ru"])).format(text)


def _beside(letter: str, chance: random.Random) -> str:
    for row in _ROWS:
        place = row.find(letter.lower())
        if place >= 0:
            return (
                row[place - 1]
                if place and (place + 1 == len(row) or chance.random() < 0.5)
                else row[min(place + 1, len(row) - 1)]
            )
    return letter
