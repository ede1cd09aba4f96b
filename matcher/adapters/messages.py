"""Sentences of the catalogues: codes go in, the reader's language comes out."""

from __future__ import annotations

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from matcher.core.records import LANGUAGES
from matcher.errors import MatcherError, UsageError


@lru_cache(maxsize=8)
def load_catalogue(folder: Path, language: str) -> gettext.GNUTranslations:
    """Load one catalogue from its ``.po`` file.

    The compiled form is made in memory, so that no stale ``.mo`` file can be served.

    Raises
    ------
    UsageError
        When there is no catalogue of that language.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        raise UsageError("unknown_language", found=language, expected=", ".join(LANGUAGES))
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=True)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Messages:
    """Sentences in one language.

    Parameters
    ----------
    folder : Path
        Of the catalogues.
    language : str
        kk, ru or en.
    """

    def __init__(self, folder: Path, language: str) -> None:
        self.language = language
        self._catalogue = load_catalogue(folder, language)

    def text(self, key: str, **params: object) -> str:
        """Give the sentence of a key; the key itself with its parameters where the catalogue has none."""
        sentence = self._catalogue.gettext(key)
        if sentence == key:
            return f"{key} {params}" if params else key
        try:
            return sentence % params
        except (KeyError, ValueError, TypeError):
            return sentence

    def count(self, key: str, n: int, /, **params: object) -> str:
        """Give the sentence of a key in the plural form of a count, by the rule in the catalogue's header; ``%(n)s`` is the count."""
        sentence = self._catalogue.ngettext(key, key, n)
        return sentence % {"n": n, **params} if sentence != key else f"{key} {n}"

    def error(self, fault: MatcherError) -> str:
        """Give the sentence of an error."""
        return self.text(f"error.{fault.code}", **fault.params)
