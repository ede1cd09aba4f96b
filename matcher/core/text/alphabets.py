"""Tables of letters: what people type for what they mean."""

from __future__ import annotations

# Russian letters that stand for Kazakh ones where a keyboard or an old font lacks them.
KAZAKH_TO_RUSSIAN = dict(zip("әғқңөұүһі", "агкноуухи", strict=True))

# Latin letters that look like Cyrillic ones, lower case.
LATIN_TO_CYRILLIC = dict(zip("aceopxyikmthb", "асеорхуикмтнв", strict=True))
CYRILLIC_TO_LATIN = dict(zip("асеорхуікмтнв", "aceopxyikmthb", strict=True))

# Folding: case is gone before; one written form for letters that people mix up.
FOLD = str.maketrans({**KAZAKH_TO_RUSSIAN, "ё": "е", "№": " n "})

# Cyrillic (folded or not) to the coarse Latin skeleton; i stands for every i-like vowel and й.
CYRILLIC_TO_SKELETON = str.maketrans(
    {
        **dict(zip("абвгдезиклмнопрстуфы", "abvgdeziklmnoprstufi", strict=True)),
        **dict(zip("әғқңөұүіэёй", "agknouuieei", strict=True)),
        "ж": "j", "х": "h", "һ": "h", "ц": "c", "ч": "4", "ш": "w", "щ": "w", "ъ": "", "ь": "",
        "ю": "iu", "я": "ia",
    }
)  # fmt: skip

# Letters of the three Latin alphabets of Kazakh (2017 with apostrophes, 2018 with acutes, 2021 with diaereses)
# whose plain letter would mislead once the mark is gone.
LATIN_MARKED = str.maketrans(
    {
        "ý": "u", "ş": "w", "š": "w", "ç": "4", "č": "4", "ž": "j", "ŋ": "n", "ı": "i", "ə": "a", "ø": "o", "ł": "l",
        "ẏ": "i",
    }
)  # fmt: skip

# Groups of Latin letters to the skeleton, longest first; order matters.
LATIN_GROUPS: tuple[tuple[str, str], ...] = (
    ("shch", "w"),
    ("sch", "w"),
    ("s'", "w"),
    ("c'", "4"),
    ("y'", "u"),
    ("sh", "w"),
    ("ch", "4"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ts", "c"),
    ("tz", "c"),
    ("yo", "e"),
    ("jo", "e"),
    ("ye", "e"),
    ("yu", "iu"),
    ("ju", "iu"),
    ("ya", "ia"),
    ("ja", "ia"),
)
LATIN_SINGLE = str.maketrans({"q": "k", "x": "h", "y": "i", "'": None, "’": None, "`": None, "ʼ": None})

# Letters that belong to one language's alphabet only.
