"""What the services ask of the outside world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from matcher.core.matching.scoring import BlockScorer as BlockScorer
from matcher.core.matching.scoring import Ranker as Ranker
from matcher.core.records import Jobseeker, SensitiveFeatures
from matcher.core.records.centre import AccessLogEntry, Change, Guard, Stored, Viewer, Waiting
from matcher.ports.identity import IdentityStore as IdentityStore
from matcher.ports.identity import PasswordHasher as PasswordHasher
from matcher.ports.identity import TokenStore as TokenStore

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Engine(Protocol):
    """Maps a function over chunks of work, in order.

    Every engine gives the same answers in the same order, so that a run writes the same bytes on each.
    """

    name: str

    def map(self, function: Callable[[Item], Answer], items: Sequence[Item]) -> Iterator[Answer]:
        """Yield ``function(item)`` for each item, in the order of `items`."""
        ...


class Repository(Protocol):
    """What a centre keeps; every call is one transaction, and none reads or writes another centre's records.

    A kind is one of the record classes: Jobseeker, SensitiveFeatures, Vacancy, Course, Session, Outcome (``core.records``),
    Employer, VacancyStatusRecord, ShortlistEntry, Referral, Decision, SavedSearch, Objection, Consent, Blocking,
    UnresolvedWord (``core.records.centre``), KeptText, LoggedDecision (``core.records.decisions``).
    """

    def add(self, centre_id: str, record: Item) -> Stored[Item]:
        """Add a record at version 1, with a new public identifier.

        Raises
        ------
        UsageError
            ``record_taken`` when the centre has one with this identifier already; for a referral, one of the same pair.
        """
        ...

    def add_all(self, centre_id: str, records: Iterable[object], *, chunk: int = 1_000) -> int:
        """Add many records, `chunk` rows at a time, all or none; give their number."""
        ...

    def get(self, centre_id: str, kind: type[Item], public_id: str) -> Stored[Item] | None:
        """Give a record; None when there is none in this centre."""
        ...

    def find(
        self, centre_id: str, kind: type[Item], *, limit: int | None = None, **equal: object
    ) -> Iterator[Stored[Item]]:
        """Yield the records whose fields equal those given, in the order they were added."""
        ...

    def save(self, centre_id: str, record: Stored[Item], *, expected_version: int) -> Stored[Item]:
        """Replace a record, unless somebody has saved it since `expected_version`.

        Raises
        ------
        ConflictError
            With ``stored``, the record as it stands now; nothing is changed.
        UsageError
            ``unknown_record`` when the centre has none with this public identifier.
        """
        ...

    def page(
        self, centre_id: str, kind: type[Item], *, after: int = 0, limit: int, **equal: object
    ) -> tuple[list[Stored[Item]], int]:
        """Give some records in the order they were added, and the place of the last one, to go on after it.

        Parameters
        ----------
        after : int
            Place that an earlier page ended at; 0 to begin. What is added or deleted meanwhile moves nothing.
        **equal : object
            Fields with a column of their own.
        """
        ...

    def delete(self, centre_id: str, kind: type[object], public_id: str) -> None:
        """Delete one record for good. A whole person is erased otherwise: with all that names them.

        Raises
        ------
        UsageError
            ``unknown_record`` when the centre has none with this public identifier; ``record_in_use`` when others name it.
        """
        ...

    def among(self, centre_id: str, kind: type[Item], name: str, values: Iterable[str]) -> Iterator[Stored[Item]]:
        """Yield the records of which one field, an identifier, is among some values."""
        ...

    def save_all(
        self,
        centre_id: str,
        records: Sequence[Stored[Any]],
        *,
        added: Sequence[object] = (),
        guards: Sequence[Guard] = (),
    ) -> None:
        """Replace records, each unless somebody has saved it since its version, and add others; all or none.

        Parameters
        ----------
        guards : sequence of Guard
            What the write rests on; checked in the transaction that writes, while nobody else can write about these people.

        Raises
        ------
        ConflictError, UsageError
            As :meth:`save` and :meth:`add`; ``conflict`` where a guard does not hold, with the latest of its records.
        """
        ...

    def waiting(
        self, centre_id: str, *, since: datetime, offset: int = 0, limit: int = 50
    ) -> tuple[list[Waiting], int]:
        """Give a page of the people who consent and were not referred `since`, and the number of all of them.

        Referrals count, and outcomes by the day of their referral; people who were hired are left out. Those who were never
        referred come first, then the longest ago; ties by ``jobseeker_id``.
        """
        ...

    def candidates(
        self,
        centre_id: str,
        *,
        consented: bool = True,
        only: Sequence[str] | None = None,
        chunk: int = 1_000,
        after: str = "",
    ) -> Iterator[Stored[Jobseeker]]:
        """Stream people by ``jobseeker_id``, `chunk` rows in memory at a time; no protected attribute is read.

        `after` leaves out everybody up to that identifier.
        `consented` leaves only people whose latest consent is given; unknown is not consent. Blocked people are never among them.
        `only` asks for at most a thousand people by ``jobseeker_id``.
        """
        ...

    def sensitive_features(self, centre_id: str, jobseeker_ids: Sequence[str]) -> dict[str, SensitiveFeatures]:
        """Give by ``jobseeker_id`` what may only be counted and filtered, never scored."""
        ...

    def read_people(self, centre_id: str, jobseeker_ids: Sequence[str], *, viewer: Viewer) -> list[Stored[Jobseeker]]:
        """Read the people whom somebody is shown, and write one look each into the read log in the same transaction.

        In the order asked for, each once; identifiers that the centre does not have are left out and leave no look. When the
        log cannot be written the read fails. Ranking over the pool is no look: it reads :meth:`candidates`.
        """
        ...

    def export_person_data(self, centre_id: str, jobseeker_id: str) -> dict[str, list[dict[str, object]]]:
        """Give every row that names a person by table, as names and plain values; without secrets. The person's own, so no look."""
        ...

    def access_log(
        self,
        centre_id: str,
        *,
        user_id: str = "",
        jobseeker_id: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[AccessLogEntry]:
        """Give a page of the read log, newest first; only those of a viewer, or of a person, where given.

        Parameters
        ----------
        before : int, optional
            ``seq`` of the last look of the page before.
        """
        ...

    def revision(self, centre_id: str) -> int:
        """Give a number that grows with every write of a centre; 0 before the first. What is read after it is at least as new."""
        ...

    def centres(self) -> list[str]:
        """List the centres that anything was ever written of, sorted."""
        ...

    def changes(self, centre_id: str, since: int) -> frozenset[Change] | None:
        """Give what was written after a revision; None where that is not known any more, so that all must be read again."""
        ...
