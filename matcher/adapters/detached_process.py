"""Starts the program's own commands beside the pages: what they do outlives the request, and the server too."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence

from matcher.config import ROOT, Settings, environment_of


def start_apart(settings: Settings, arguments: Sequence[str]) -> None:
    """Start ``matcher`` with some arguments and the same settings, in a session of its own, and wait for nothing."""
    started = subprocess.Popen(
        [sys.executable, "-m", "matcher", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment_of(settings),
        cwd=ROOT,
    )
    # Somebody must take note of its end, or it would stay in the list of processes.
    threading.Thread(target=started.wait, daemon=True).start()
