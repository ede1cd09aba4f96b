"""People's words in Kazakh, Russian and English: clean, fold, cut into phrases, read levels and years.

Everything here is a pure function of its text.
"""

from matcher.core.text.gender import one_gender
from matcher.core.text.normal import MAX_CHARS, exact_key, fold, normalise, skeleton, stems, tokens, word_stem
from matcher.core.text.phrases import Phrase, Piece, pieces, split_phrases
from matcher.core.text.statements import stated_level, stated_years, strip_grades

__all__ = [
    "MAX_CHARS",
    "Phrase",
    "Piece",
    "exact_key",
    "fold",
    "normalise",
    "one_gender",
    "pieces",
    "skeleton",
    "split_phrases",
    "stated_level",
    "stated_years",
    "stems",
    "strip_grades",
    "tokens",
    "word_stem",
]
