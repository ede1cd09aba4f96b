"""Settings: frozen, typed, and the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from matcher.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """What a centre may set; each field is read from ``MATCHER_<FIELD>``.

    Attributes
    ----------
    data_dir : Path
        Taxonomy, town, samples, priors.
    models_dir : Path
        Trained models, one folder a name and version.
    instance_dir : Path
        What the program writes for itself: runs, secrets, caches.
    taxonomy : str
        Folder under ``data_dir/taxonomy`` that is used; empty for the trilingual one.
    town : str
        Folder under ``data_dir/towns``.
    language : str
        Language of messages until a reader chooses: kk, ru or en.
    host : str
        Address that the pages are served on.
    port : int
        Port, 1 to 65535.
    encoders : str
        Sentence encoders to use: ``installed`` (all that are), ``none``, or names separated by commas.
    encoder_dir : str
        Folder of a sentence encoder in the ONNX format; empty for none.
    synonyms : str
        File of the words that the centre has taught; empty for ``synonyms.csv`` in the instance folder.
    password_cost : str
        ``full``, or ``cheap`` for tests; production refuses ``cheap``.
    trusted_proxy : str
        Address of the proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; empty for none.
    second_factor : str
        Code of a telephone after the password, for admins and staff: ``off``, ``optional`` or ``required``.
    model : str
        Ranker of matches and pages: ``prior``, ``overlap``, or ``NAME[@VERSION]`` of a trained model.
    database_url : str
        Address of the database, such as ``postgresql://user@host/name``; empty for SQLite in the instance folder.
    """

    data_dir: Path = ROOT / "data"
    models_dir: Path = ROOT / "models"
    instance_dir: Path = ROOT / "instance"
    taxonomy: str = ""
    town: str = "saran"
    language: str = "ru"
    host: str = "127.0.0.1"
    port: int = 5000
    encoders: str = "installed"
    encoder_dir: str = ""
    synonyms: str = ""
    password_cost: str = "full"
    trusted_proxy: str = ""
    second_factor: str = "optional"
    model: str = "prior"
    database_url: str = ""

    @property
    def taxonomy_dir(self) -> Path:
        """Folder of the taxonomy in use."""
        return self.data_dir / "taxonomy" / self.taxonomy if self.taxonomy else self.data_dir / "taxonomy"

    @property
    def translations_dir(self) -> Path:
        """Folder of the catalogues."""
        return ROOT / "web" / "translations"


def environment_of(settings: Settings) -> dict[str, str]:
    """Give the environment of a process that is to have the same settings as this one."""
    own = {f"MATCHER_{spec.name.upper()}": str(getattr(settings, spec.name)) for spec in fields(Settings)}
    return {**{name: text for name, text in os.environ.items() if not name.startswith("MATCHER_")}, **own}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Parameters
    ----------
    environment : mapping of str to str, optional
        ``os.environ`` when not given.

    Raises
    ------
    UsageError
        When a variable named ``MATCHER_...`` is not a setting, or its value does not fit.

    Examples
    --------
    >>> read_settings({"MATCHER_PORT": "8080"}).port
    8080
    """
    given = dict(os.environ if environment is None else environment)
    known = {f"MATCHER_{spec.name.upper()}": spec for spec in fields(Settings)}
    values: dict[str, Any] = {}
    for name in sorted(given):
        if not name.startswith("MATCHER_") or not given[name]:
            continue
        if name not in known:
            raise UsageError("unknown_setting", found=name, expected=", ".join(sorted(known)))
        default = getattr(Settings, known[name].name)
        try:
            values[known[name].name] = (
                type(default)(given[name]) if isinstance(default, str | int) else Path(given[name])
            )
        except ValueError as wrong:
            raise UsageError("bad_setting", setting=name, found=given[name], expected=type(default).__name__) from wrong
    return Settings(**values)
