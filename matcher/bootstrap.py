"""The only place where concrete storage, words, models and engines are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from matcher.adapters.town_files import read_places, read_travel
from matcher.config import Settings, read_settings
from matcher.core.eligibility import TravelTimes
from matcher.core.places import Places
from matcher.core.ranker import OverlapRanker
from matcher.core.taxonomy import Resolver, Taxonomy
from matcher.errors import UsageError


@dataclass(frozen=True)
class House:
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
        """Concepts in use."""
        from matcher.adapters.taxonomy_files import read_taxonomy

        return read_taxonomy(self.taxonomy_dir or self.settings.taxonomy_dir)

    @cached_property
    def resolver(self) -> Resolver:
        """From people's words to concepts."""
        from matcher.adapters.word_files import make_resolver

        return make_resolver(self.taxonomy, self.settings.data_dir / "priors")

    @cached_property
    def places(self) -> Places:
        """Localities of the town."""
        return read_places(self.settings.data_dir / "towns" / self.settings.town / "places.csv")

    @cached_property
    def travel(self) -> TravelTimes:
        """Minutes by public transport."""
        return read_travel(self.settings.data_dir / "towns" / self.settings.town / "travel.csv")

    def ranker(self, model: str) -> OverlapRanker:
        """Choose a ranker by name.

        Raises
        ------
        UsageError
            For a model that is not there.
        """
        if model == "overlap":
            return OverlapRanker()
        raise UsageError("unknown_model", found=model, expected="overlap")


def build(settings: Settings | None = None, *, taxonomy_dir: Path | None = None) -> House:
    """Build the house from settings; from the environment where none are given."""
    return House(settings or read_settings(), taxonomy_dir)
