"""One table a kind of record: columns for what is asked for, JSON for the rest; the models of every migration.

Every record belongs to a centre. A column that is called as another kind's identifier (``jobseeker_id``, ``vacancy_id``, ``course_id``,
``employer_id``) is a foreign key within the centre, so no record of one centre can name one of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)

from matcher.core.records import Course, Jobseeker, Outcome, SensitiveFeatures, Session, Vacancy
from matcher.core.records import centre as kept

# Named, so that a later migration can drop them on either database.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Identifiers sort by their letters' numbers, as in Python, whatever the locale of the server.
IDENTIFIER = String().with_variant(String(collation="C"), "postgresql")
ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC: SQLite has no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone; it would shift on the way."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True)
class RecordTable:
    """Where a kind of record is kept.

    Attributes
    ----------
    key : str
        Field that names one record within a centre; empty where only the public identifier does.
    references : dict of str to Table
        Fields that name a record of another kind, with that kind's table.
    pair : tuple of str
        Fields that name one record together; empty where they may do so several times.
    """

    kind: type
    table: Table
    key: str
    references: dict[str, Table]
    pair: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Fields with a column of their own."""
        own = ("row_id", "public_id", "centre_id", "version", "content")
        return tuple(column.name for column in self.table.columns if column.name not in own)

    @cached_property
    def apart(self) -> frozenset[str]:
        """Fields that the JSON leaves out."""
        return frozenset(self.columns)

    @cached_property
    def blank(self) -> frozenset[str]:
        """Fields whose empty text is stored as NULL, so that it names nothing."""
        empty = {spec.name for spec in fields(self.kind) if spec.default is not MISSING and spec.default == ""}
        return frozenset(empty & self.references.keys())


TABLES: dict[type, RecordTable] = {}
"""Where each kind is kept, those that are named before those that name them."""
_KEYS: dict[str, Table] = {}


def keep(
    kind: type,
    name: str,
    *columns: Column[Any],
    key: str = "",
    pair: tuple[str, ...] = (),
    looked_up: Sequence[str] = (),
) -> Table:
    """Make the table of a kind.

    Parameters
    ----------
    key : str
        As :class:`RecordTable` has it.
    pair : tuple of str
        As :class:`RecordTable` has it; in place of a key.
    looked_up : sequence of str
        Columns that are asked for within a centre, beside those that name other records.
    """
    references = {column.name: _KEYS[column.name] for column in columns if column.name in _KEYS}
    table = Table(
        name,
        METADATA,
        Column("row_id", ROW_ID, primary_key=True),
        Column("public_id", Uuid(as_uuid=False), nullable=False, unique=True),
        Column("centre_id", IDENTIFIER, nullable=False),
        Column("version", Integer, nullable=False),
        *columns,
        Column("content", JSON, nullable=False),
        *(UniqueConstraint("centre_id", each) for each in [key] if each),
        *(
            ForeignKeyConstraint(["centre_id", field], [other.c.centre_id, other.c[field]])
            for field, other in references.items()
        ),
        *(Index(None, "centre_id", each) for each in [*references, *looked_up] if each != key),
        *(Index(f"uq_{name}_{'_'.join(each)}", "centre_id", *each, unique=True) for each in [pair] if each),
    )
    TABLES[kind] = RecordTable(kind, table, key, references, pair)
    if key and key not in _KEYS:
        _KEYS[key] = table
    return table


def identifier(name: str, *, nullable: bool = False) -> Column[str]:
    """Make a column of identifiers."""
    return Column(name, IDENTIFIER, nullable=nullable)


def word(name: str) -> Column[str]:
    """Make a column of codes or words."""
    return Column(name, String, nullable=False)


employers = keep(kept.Employer, "employers", identifier("employer_id"), key="employer_id")
jobseekers = keep(Jobseeker, "jobseekers", identifier("jobseeker_id"), Column("consent", Boolean), key="jobseeker_id")
sensitive_features = keep(
    SensitiveFeatures,
    "sensitive_features",
    identifier("jobseeker_id"),
    Column("sex", String),
    Column("birth_date", Date),
    Column("unemployed_since", Date),
    Column("care_hours", Float),
    key="jobseeker_id",
)
consents = keep(
    kept.Consent,
    "consents",
    identifier("jobseeker_id"),
    Column("is_given", Boolean, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)
vacancies = keep(
    Vacancy,
    "vacancies",
    identifier("vacancy_id"),
    identifier("employer_id", nullable=True),
    Column("start_date", Date),
    Column("valid_through", Date),
    key="vacancy_id",
)
standings = keep(
    kept.VacancyStatusRecord,
    "standings",
    identifier("vacancy_id"),
    word("status"),
    key="vacancy_id",
    looked_up=("status",),
)
courses = keep(Course, "courses", identifier("course_id"), key="course_id")
sessions = keep(
    Session,
    "sessions",
    identifier("session_id"),
    identifier("course_id"),
    Column("start_date", Date),
    key="session_id",
)
_PAIR = ("jobseeker_id", "vacancy_id")
outcomes = keep(
    Outcome,
    "outcomes",
    *map(identifier, _PAIR),
    word("outcome"),
    Column("referred_on", Date),
    Column("decided_on", Date),
)
shortlist_entries = keep(
    kept.ShortlistEntry,
    "shortlist_entries",
    *map(identifier, _PAIR),
    word("added_by"),
    Column("added_at", UtcDateTime, nullable=False),
)
referrals = keep(
    kept.Referral,
    "referrals",
    *map(identifier, _PAIR),
    word("status"),
    word("referred_by"),
    Column("referred_at", UtcDateTime, nullable=False),
    pair=_PAIR,
    looked_up=("referred_at",),
)
decisions = keep(
    kept.Decision,
    "decisions",
    *map(identifier, _PAIR),
    word("kind"),
    word("decided_by"),
    Column("decided_at", UtcDateTime, nullable=False),
)
saved_searches = keep(
    kept.SavedSearch,
    "saved_searches",
    word("name"),
    word("owner"),
    looked_up=("owner",),
)
objections = keep(
    kept.Objection,
    "objections",
    identifier("jobseeker_id"),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("answer_by", Date, nullable=False),
    Column("answered_at", UtcDateTime),
    looked_up=("answer_by",),
)
unresolved_words = keep(
    kept.UnresolvedWord,
    "unresolved_words",
    word("text"),
    word("concept_id"),
    looked_up=("concept_id",),
)
