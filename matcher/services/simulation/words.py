"""The taxonomy as people say it: with typos, and with Russian letters for Kazakh ones."""

from __future__ import annotations

from matcher.core.records import LANGUAGES, Occupation, Skill
from matcher.core.taxonomy import Taxonomy
from matcher.services.simulation.fixtures import EMPLOYERS, TOWN_TRADES
from matcher.services.simulation.rng import Dice

# As people type on a telephone without the letters: no official alphabet.
CYRILLIC_TO_LATIN = dict(
    zip(
        "абвгдезийклмнопрстуфхцыіәғқңөұүһэ",
        (*"abvgdeziiklmnoprstufh", "ts", *"yiagqnouuhe"),
        strict=True,
    )
) | {"ё": "yo", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_LATIN = str.maketrans(CYRILLIC_TO_LATIN)


class TextGenerator:
    """The taxonomy as people say it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.unpaid = sorted(identifier for identifier, skill in taxonomy.skills.items() if skill.evidences)
        known = taxonomy.occupations
        self.town_trades = [name for name in TOWN_TRADES if name in known] or sorted(known)
        self.employers = [
            (employer, [name for name in employer.trades if name in known] or sorted(known)) for employer in EMPLOYERS
        ]
        self.wanted = sorted({name for _, trades in self.employers for name in trades})

    def needs(self, trade: str) -> dict[str, int]:
        """Give the essential skills and levels of a trade (2 where none is stated)."""
        pairs = self.taxonomy.occupations[trade].essential
        return {skill: level or 2 for skill, level in pairs if skill in self.taxonomy.skills}

    def extras(self, trade: str) -> dict[str, int]:
        """Give the optional skills and levels of a trade (1 where none is stated)."""
        pairs = self.taxonomy.occupations[trade].optional
        return {skill: level or 1 for skill, level in pairs if skill in self.taxonomy.skills}

    def said(self, concept: Skill | Occupation, language: str, rng: Dice) -> str:
        """Say a concept in a person's words: the label, or an alternative one."""
        choices = [concept.labels.get(language, ""), *concept.alt_labels.get(language, ())]
        plain = [text for text in choices if text and not set(text) & set(";:")]
        return rng.one(plain) if plain else next(iter(concept.labels.values()))

    def title(self, trade: str, language: str) -> str:
        """Name a trade by its preferred label."""
        labels = self.taxonomy.occupations[trade].labels
        return labels.get(language) or labels.get("ru") or trade


def with_typo(text: str, position: int) -> str:
    """Swap two neighbouring letters.

    Examples
    --------
    >>> with_typo("сварка", 1)
    'саврка'
    """
    if len(text) < 2:
        return text
    at = position % (len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def written(text: str, rng: Dice) -> str:
    """Write words as a hurried person does."""
    if rng.chance(0.08):
        text = with_typo(text, rng.between(1, 40))
    if rng.chance(0.04):
        return text.lower().translate(_LATIN)
    return text.translate(KAZAKH_TO_RUSSIAN) if rng.chance(0.15) else text


def spoken(words: TextGenerator, skill: str, language: str, rng: Dice) -> str:
    """Say a skill, one time in ten in another language."""
    spoken = rng.one(LANGUAGES) if rng.chance(0.1) else language
    return words.said(words.taxonomy.skills[skill], spoken, rng)
