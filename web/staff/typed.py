"""What officers type: days, numbers, and where they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from flask import request

from matcher.errors import UsageError
from web.context import is_ours

_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")


def read_day(typed: Mapping[str, str], name: str) -> date | None:
    """Read a day as forms or files write it; None for an empty field.

    Raises
    ------
    UsageError
        ``typed_day``, with the field.
    """
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return datetime.strptime(text, "%Y-%m-%d" if "-" in text else "%d.%m.%Y").date()
    except ValueError:
        raise UsageError("typed_day", field=name) from None


def read_number(typed: Mapping[str, str], name: str, most: int) -> int | None:
    """Read a whole number from 0 to `most`; None for an empty field.

    Raises
    ------
    UsageError
        ``typed_number``, with the field.
    """
    text = "".join(typed.get(name, "").split())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        raise UsageError("typed_number", field=name, most=most)
    return int(text)


def back_to(own: str) -> str:
    """Give the page that a form was sent from, where it names one of ours, else `own`."""
    wanted = request.form.get("next", "")
    return wanted if is_ours(wanted) else own


def page_asked() -> int:
    """Give the page of a list that the address asks for, from 1; nonsense asks for the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
