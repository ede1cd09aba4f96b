"""Every service of an installation, each built once: what the doors of one process share."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from matcher.bootstrap import Container
from matcher.ports import Repository
from matcher.services.accounts import Accounts
from matcher.services.advice import Advisor
from matcher.services.api_tokens import ApiTokens
from matcher.services.centre_cache import CentreCache
from matcher.services.identity import Identity
from matcher.services.needs import Needs
from matcher.services.overview import Overviews
from matcher.services.search.candidate_search import CandidateSearch
from matcher.services.type_ahead import TypeAhead
from matcher.services.unknown_words import UnknownWords

if TYPE_CHECKING:
    service = cached_property
else:

    class service(cached_property):
        """A service that is built at first use, by one thread while the others wait."""

        def __get__(self, instance: Application | None, owner: type[Application] | None = None) -> object:
            """Return the service; build it where nobody has."""
            if instance is None:
                return self
            with instance.lock:
                return super().__get__(instance, owner)


class Application:
    """Builds services from a container.

    Parameters
    ----------
    container : Container
    now : callable
        Return the moment, in the time zone of the town.
    repository : Repository, optional
        What centres keep; the container's own where it is not given.
    identity : Identity, optional
        Lets people in; over the container's storage where it is not given.
    """

    def __init__(
        self,
        container: Container,
        now: Callable[[], datetime],
        *,
        repository: Repository | None = None,
        identity: Identity | None = None,
    ) -> None:
        self.container, self.now, self.lock = container, now, RLock()
        if repository is not None:
            self.repository = repository
        if identity is not None:
            self.identity = identity

    def today(self) -> date:
        """Return the day of the town."""
        return self.now().date()

    @service
    def repository(self) -> Repository:
        """Repository of what centres keep."""
        return self.container.repository

    @service
    def identity(self) -> Identity:
        """Sign-in and sessions."""
        return make_identity(self.container)

    @property
    def accounts(self) -> Accounts:
        """Who may enter."""
        return Accounts(self.identity, self.repository)

    @service
    def api_tokens(self) -> ApiTokens:
        """Tokens of programs."""
        return ApiTokens(self.container.token_store, self.container.identity_store, time.time)

    @service
    def cache(self) -> CentreCache:
        """Cache of the centres."""
        container = self.container
        ranker = container.ranker(container.settings.model)
        return CentreCache(self.repository, container.taxonomy, container.travel, ranker)

    @service
    def search(self) -> CandidateSearch:
        """Search of staff for people."""
        return CandidateSearch(self.cache, self.today)

    @service
    def advisor(self) -> Advisor:
        """Advice for jobseekers."""
        return Advisor(self.cache, self.today)

    @service
    def needs(self) -> Needs:
        """Needs of employers."""
        return Needs(self.cache, self.container.resolver, self.today)

    @service
    def overviews(self) -> Overviews:
        """Centres in figures."""
        return Overviews(self.cache, self.now)

    @service
    def unknown_words(self) -> UnknownWords:
        """Words that named no concept."""
        return UnknownWords(self.cache)

    @service
    def type_ahead(self) -> TypeAhead:
        """Suggestions while somebody types."""
        return TypeAhead(self.container.resolver)


def make_identity(container: Container) -> Identity:
    """Return a service that lets people in, over the container's storage."""
    return Identity(
        container.identity_store,
        container.passwords,
        clock=time.time,
        pepper=container.secret_key,
        rules=container.entry_rules,
    )
