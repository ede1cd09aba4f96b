"""What every page of importing stands on: whose import it is, and the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Blueprint, abort, g

from matcher.adapters.importing_parts import make_parts
from matcher.core.record_mapping import RecordParser
from matcher.core.records.centre import Stored
from matcher.core.records.identity import User
from matcher.core.records.imports import Import
from matcher.services.importing import Importing
from web.context import get_container, get_repository, now, today
from web.sessions import current_user

imports = Blueprint("imports", __name__)


def the_importing() -> Importing:
    """Give the service; the file of rejected rows speaks the reader's language."""
    container = get_container()
    parts = make_parts(replace(container.settings, language=g.say.language))

    @contextmanager
    def parser() -> Iterator[RecordParser]:
        yield RecordParser(container.resolver, container.places, today())

    return Importing(get_repository(), parts.files, parts.tables, parser, now)


def whose() -> User:
    """Give the officer; 404 for one without a centre."""
    user = current_user()
    if user is None or not user.centre_id:
        abort(404)
    return user


def the_import(import_id: str) -> Stored[Import]:
    """Give an import of the officer's centre; 404 for others and for those that were discarded."""
    found = the_importing().get(whose().centre_id, import_id)
    if found is None or found.record.state == "discarded":
        abort(404)
    return found
