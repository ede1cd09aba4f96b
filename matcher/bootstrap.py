"""The only place where concrete storage, words, models and engines are chosen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.adapters.town_files import read_places, read_travel
from matcher.config import Settings, read_settings
from matcher.core.additive import AdditiveTables
from matcher.core.fairness.twins import Twin
from matcher.core.matching.scoring import OverlapRanker, PriorRanker, TrainedRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.places import Places
from matcher.core.prior import Prior
from matcher.core.records.identity import SECOND_FACTOR_RULES, EntryRules
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.errors import ModelError, UsageError
from matcher.ports import IdentityStore, PasswordHasher, Ranker, Repository, TokenStore
from matcher.ports.personal import PersonalFiles, PersonalRecords

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from structlog.typing import FilteringBoundLogger

    from matcher.adapters.importing_parts import ImportParts


@dataclass(frozen=True)
class Container:
    """Everything that a flow needs, made when first asked for.

    Parameters
    ----------
    settings : Settings
    taxonomy_dir : Path or None
        Instead of the settings' own.
    """

    settings: Settings
    taxonomy_dir: Path | None = None

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """Concepts in use, with the words that the centre has taught."""
        from matcher.adapters.synonym_files import read_synonyms
        from matcher.core.taxonomy.synonyms import current, with_synonyms

        taught = current(read_synonyms(self.synonyms_path))
        return with_synonyms(self.untaught_taxonomy, taught)

    @cached_property
    def untaught_taxonomy(self) -> Taxonomy:
        """Concepts as they stand in the files of the taxonomy."""
        from matcher.adapters.taxonomy_files import read_taxonomy

        return read_taxonomy(self.taxonomy_dir or self.settings.taxonomy_dir)

    @property
    def synonyms_path(self) -> Path:
        """File of the words that the centre has taught."""
        return Path(self.settings.synonyms) if self.settings.synonyms else self.settings.instance_dir / "synonyms.csv"

    @cached_property
    def resolver(self) -> Resolver:
        """From people's words to concepts."""
        from matcher.adapters.encoders.choice import chosen, make_encoders
        from matcher.adapters.word_files import make_resolver

        picked = chosen(self.settings.encoders, self.settings.encoder_dir)
        encoders = make_encoders(picked, self.settings.instance_dir / "encoders", say=self.say)
        return make_resolver(
            self.taxonomy,
            self.settings.data_dir / "priors",
            encoders=encoders,
            nkz_isco08=self.nkz_isco08,
            folder=self.taxonomy_dir or self.settings.taxonomy_dir,
        )

    @cached_property
    def nkz_isco08(self) -> dict[str, str]:
        """ISCO-08 unit group of each NKZ basic group that the map has."""
        from matcher.adapters.word_files import read_nkz_map

        return read_nkz_map(self.settings.data_dir / "taxonomy" / "nkz_isco.csv")

    @cached_property
    def places(self) -> Places:
        """Localities of the town."""
        return read_places(self.settings.data_dir / "towns" / self.settings.town / "places.csv")

    @cached_property
    def travel(self) -> TravelTimes:
        """Minutes by public transport."""
        return read_travel(self.settings.data_dir / "towns" / self.settings.town / "travel.csv")

    @cached_property
    def twins(self) -> tuple[Twin, ...]:
        """Pairs of texts between which no score may differ; an audit measures a ranker with them."""
        from matcher.adapters.twin_files import read_twin_file

        return read_twin_file(self.settings.data_dir / "audit" / "twins.csv")

    @cached_property
    def secret_key(self) -> bytes:
        """Secret of this installation, made at first use."""
        from matcher.adapters.secret_files import read_secret

        return read_secret(self.settings.instance_dir / "secret_key")

    @property
    def backed_up(self) -> dict[str, Path]:
        """Files and folders that a backup holds beside the database, by their name in it."""
        return {
            "secret_key": self.settings.instance_dir / "secret_key",
            "erased": self.settings.instance_dir / "erased",
            "synonyms.csv": self.synonyms_path,
            "models": self.settings.models_dir,
        }

    @cached_property
    def passwords(self) -> PasswordHasher:
        """Hashes passwords."""
        from matcher.adapters.passwords import Argon2Passwords

        if self.settings.password_cost not in ("full", "cheap"):
            raise UsageError(
                "bad_setting",
                setting="MATCHER_PASSWORD_COST",
                found=self.settings.password_cost,
                expected="full, cheap",
            )
        return Argon2Passwords(is_cheap=self.settings.password_cost == "cheap")

    @property
    def entry_rules(self) -> EntryRules:
        """Limits of entering, with the centre's own rule for the second factor."""
        wanted = self.settings.second_factor
        for rule in SECOND_FACTOR_RULES:
            if wanted == rule:
                return EntryRules(second_factor=rule)
        raise UsageError(
            "bad_setting", setting="MATCHER_SECOND_FACTOR", found=wanted, expected=", ".join(SECOND_FACTOR_RULES)
        )

    @cached_property
    def database(self) -> Engine:
        """The database as it is, at whatever revision; SQLite's file is for nobody else on the machine."""
        from matcher.adapters.database.connection import open_engine

        if self.settings.database_url:
            return open_engine(self.settings.database_url)
        self.settings.instance_dir.mkdir(parents=True, exist_ok=True)
        path = self.settings.instance_dir / "matcher.sqlite"
        path.touch(mode=0o600)
        return open_engine(f"sqlite:///{path}")

    @cached_property
    def upgraded_database(self) -> Engine:
        """The database at the newest revision: our own SQLite is brought there, another must have been.

        Raises
        ------
        UsageError
            ``database_not_upgraded``, with the command that does it.
        """
        from matcher.adapters.database.migrating import require_newest, upgrade

        if not self.settings.database_url:
            upgrade(self.database)
        require_newest(self.database)
        return self.database

    @property
    def field_lengths(self) -> dict[str, int]:
        """How many letters the database holds of what forms ask for, by the name of the field; others have no limit of their own."""
        from matcher.adapters.database.identity import field_lengths

        return field_lengths()

    @staticmethod
    def storage_fault(fault: BaseException) -> str:
        """Return ``disk`` for a disk that is full or broken, ``away`` for a database that cannot be reached now, else nothing."""
        from matcher.adapters.database.connection import is_away
        from matcher.adapters.storage import storage_error

        return "disk" if storage_error(fault) is not None else "away" if is_away(fault) else ""

    @cached_property
    def identity_store(self) -> IdentityStore:
        """People who may enter, their sessions, tries and codes."""
        from matcher.adapters.database.identity import SqlIdentityStore

        return SqlIdentityStore(self.upgraded_database)

    @cached_property
    def token_store(self) -> TokenStore:
        """Tokens of programs that enter the API."""
        from matcher.adapters.database.api_tokens import SqlTokenStore

        return SqlTokenStore(self.upgraded_database)

    @cached_property
    def repository(self) -> Repository:
        """What centres keep."""
        from matcher.adapters.database.repository import SqlRepository

        return SqlRepository(self.upgraded_database)

    @cached_property
    def personal_records(self) -> PersonalRecords:
        """All rows that tell of a person."""
        from matcher.adapters.database.personal import SqlPersonalRecords

        return SqlPersonalRecords(self.upgraded_database)

    @cached_property
    def personal_files(self) -> PersonalFiles:
        """Files of the program that may name people."""
        from matcher.adapters.personal_files import InstanceFiles

        return InstanceFiles(self.settings.instance_dir, self.secret_key, self.settings.models_dir)

    @cached_property
    def journal(self) -> FilteringBoundLogger:
        """What happened, without names and words of people."""
        from matcher.adapters.journal import open_journal

        return open_journal(self.settings.instance_dir / "log" / "matcher.log")

    @cached_property
    def import_parts(self) -> ImportParts:
        """What importing needs beside the repository."""
        from matcher.adapters.importing_parts import make_parts

        return make_parts(self.settings)

    def check_production(self) -> None:
        """Refuse secrets and settings that are not fit for production; raises ``production_cheap`` and as ``check_secret``."""
        from matcher.adapters.secret_files import check_secret

        if self.settings.password_cost != "full":
            raise UsageError("production_cheap", setting="MATCHER_PASSWORD_COST", expected="full")
        check_secret(self.settings.instance_dir / "secret_key", self.secret_key)

    def say(self, key: str, **params: object) -> None:
        """Tell a sentence of the catalogues on stderr, in the language of the settings."""
        from matcher.adapters.messages import Messages

        sentence = Messages(self.settings.translations_dir, self.settings.language).text(key, **params)
        print(f"matcher: {sentence}", file=sys.stderr)

    @cached_property
    def prior(self) -> Prior:
        """Figures that a centre starts with."""
        from matcher.adapters.prior_files import load_prior

        return load_prior(self.settings.data_dir / "priors")

    def ranker(self, model: str) -> Ranker:
        """Choose a ranker by name: ``overlap``, ``prior``, or ``NAME[@VERSION]`` of a trained model.

        Where the newest version of a name cannot be loaded, the former one stays in service, and stderr says why.

        Raises
        ------
        ModelError
            For a model that is damaged, foreign, of another version or refused; it says the way out.
        UsageError
            For a model that is not there.
        """
        if model == "overlap":
            return OverlapRanker()
        if model == "prior":
            return PriorRanker(self.prior)
        from matcher.adapters.model_files import load_model, names_of

        name, _, version = model.partition("@")
        if name not in names_of(self.settings.models_dir):
            raise UsageError(
                "unknown_model",
                found=model,
                expected=", ".join(("overlap", "prior", *names_of(self.settings.models_dir))),
            )
        passed_over: list[ModelError] = []
        stored = load_model(
            self.settings.models_dir, name, version, taxonomy=self.taxonomy.version, passed_over=passed_over
        )
        for fault in passed_over:
            self.say(f"error.{fault.code}", **{**fault.params, "way_out": f"{stored.name}@{stored.version}"})
            self.say("ui.cli.former_model", model=f"{stored.name}@{stored.version}")
        return TrainedRanker(AdditiveTables(stored.model.tables_), self.prior, stored.name, stored.version)


def build(settings: Settings | None = None, *, taxonomy_dir: Path | None = None) -> Container:
    """Build the house from settings; from the environment where none are given."""
    return Container(settings or read_settings(), taxonomy_dir)
