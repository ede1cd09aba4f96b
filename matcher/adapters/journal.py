"""The program's journal: what happened, by a list of what may be said; never a name, never a person's word, never a fault's text.

Notes
-----
A line is an event of ``EVENTS`` with the fields that stand there, each of the form in ``FORMS``; all else is dropped or becomes ``?``. The
text of an exception is left out, because databases and parsers quote values in theirs; its class and the places in our code are enough.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from matcher.config import ROOT

MOST_BYTES = 1_000_000
FILES_KEPT = 5
"""Beside the one that is written."""
NEAREST_FRAMES = 12
EVENTS = {
    "request": ("endpoint", "method", "status", "milliseconds", "user_id"),
    "fault": ("endpoint", "method", "exception", "where"),
    "second_factor_reset": ("about", "user_id"),
    "library": ("logger", "exception", "where"),
}
"""Fields that each event may carry."""
FORMS = {
    "endpoint": r"[a-z_]+(\.[a-z_]+)?",
    "method": r"GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
    "status": r"\d{3}",
    "milliseconds": r"\d+",
    "about": r"[0-9a-f-]{36}",
    "user_id": r"[0-9a-f-]{36}",
    "exception": r"[A-Za-z_][\w.]*",
    "where": r"[\w./-]+:\d+:[\w<>]+( [\w./-]+:\d+:[\w<>]+)*",
    "logger": r"[\w.]+",
}
"""What the text of a field must look like, whole."""
ALWAYS = ("event", "level", "at")


def open_journal(path: Path | None = None) -> structlog.typing.FilteringBoundLogger:
    """Open a journal of one JSON object a line.

    Parameters
    ----------
    path : Path or None
        Written from the first line on, readable by its owner only, and begun anew when it is full; None writes nothing.
    """
    writer = logging.Logger("matcher.journal", logging.INFO)
    writer.addHandler(logging.NullHandler() if path is None else _PrivateFile(path))
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    steps: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        stamp,
        only_allowed,
        structlog.processors.JSONRenderer(sort_keys=True),
    ]
    kind = structlog.make_filtering_bound_logger(logging.INFO)
    journal: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(writer, processors=steps, wrapper_class=kind)
    return journal


def only_allowed(_: Any, __: str, said: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave what the list allows.

    Examples
    --------
    >>> only_allowed(None, "", {"event": "request", "status": 200, "method": "Aigul", "name": "Aigul"})
    {'event': 'request', 'method': '?', 'status': 200}
    >>> only_allowed(None, "", {"event": "Aigul was here", "status": 200})
    {'event': '?'}
    """
    fields = EVENTS.get(said["event"], ())
    kept = {name: said[name] for name in ALWAYS if name in said}
    if said["event"] not in EVENTS:
        kept["event"] = "?"
    for name in fields:
        if name in said:
            kept[name] = said[name] if re.fullmatch(FORMS[name], str(said[name]), re.ASCII) else "?"
    return kept


def fault_fields(fault: BaseException) -> dict[str, str]:
    """Say of an exception what may be said: its class, and the places in our code that it came through, nearest last.

    Examples
    --------
    >>> fault_fields(ValueError("Aigul"))
    {'exception': 'ValueError', 'where': ''}
    """
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    places = [f"{Path(each.filename).relative_to(ROOT)}:{each.lineno}:{each.name}" for each in ours]
    return {"exception": type(fault).__name__, "where": " ".join(places[-NEAREST_FRAMES:])}


class LibraryHandler(logging.Handler):
    """Tells a journal that a library had something to say, and never what: its words may quote a person's.

    Parameters
    ----------
    journal : FilteringBoundLogger
        As :func:`open_journal` gives.
    """

    def __init__(self, journal: structlog.typing.FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        fault = record.exc_info[1] if record.exc_info else None
        self._journal.log(record.levelno, "library", logger=record.name, **(fault_fields(fault) if fault else {}))


class _PrivateFile(RotatingFileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line and let go of the file, which another program may begin anew.

        A line that cannot be written stops nobody: the answer is more use than the note of it.
        """
        with suppress(OSError):
            super().emit(record)
        with suppress(OSError):
            self.close()

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the library would print what was to be written, and with it what somebody typed."""

    def _open(self) -> Any:
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return super()._open()
