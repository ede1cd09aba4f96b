"""Localities by KATO code, in the spellings that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.core.text.normal import fold


@dataclass(frozen=True)
class Places:
    """Names of localities.

    Attributes
    ----------
    codes : mapping of str to str
        KATO code by folded name.
    labels : mapping of str to mapping of str to str
        Label by language, by KATO code.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def code(self, text: str | None) -> str | None:
        """Give the code of a locality; a name that nobody listed stands for itself, so equal names stay equal.

        Examples
        --------
        >>> Places({"saran": "352210000"}).code("Saran")
        '352210000'
        >>> Places().code(" 352210000 ")
        '352210000'
        """
        if text is None or not text.strip():
            return None
        text = text.strip()
        if text.isascii() and text.isdigit():
            return text
        folded = fold(text)
        return self.codes.get(folded, folded)

    def label(self, code: str, language: str) -> str:
        """Give the name of a locality in a language, or the code where it has none."""
        return self.labels.get(code, {}).get(language, code)
