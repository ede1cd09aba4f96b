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


class Moment(TypeDecorator[datetime]):
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
    """

    kind: type
    table: Table
    key: str
    references: dict[str, Table]

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


def _keep(kind: type, name: str, *columns: Column[Any], key: str = "", looked_up: Sequence[str] = ()) -> Table:
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
    )
    TABLES[kind] = RecordTable(kind, table, key, references)
    if key and key not in _KEYS:
        _KEYS[key] = table
    return table


def _identifier(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, IDENTIFIER, nullable=nullable)


def _word(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


employers = _keep(kept.Employer, "employers", _identifier("employer_id"), key="employer_id")
jobseekers = _keep(Jobseeker, "jobseekers", _identifier("jobseeker_id"), Column("consent", Boolean), key="jobseeker_id")
sensitive_features = _keep(
    SensitiveFeatures,
    "sensitive_features",
    _identifier("jobseeker_id"),
    Column("sex", String),
    Column("birth_date", Date),
    Column("unemployed_since", Date),
    Column("care_hours", Float),
    key="jobseeker_id",
)
consents = _keep(
    kept.Consent,
    "consents",
    _identifier("jobseeker_id"),
    Column("is_given", Boolean, nullable=False),
    Column("noted_at", Moment, nullable=False),
)
vacancies = _keep(
    Vacancy,
    "vacancies",
    _identifier("vacancy_id"),
    _identifier("employer_id", nullable=True),
    Column("start_date", Date),
    Column("valid_through", Date),
    key="vacancy_id",
)
standings = _keep(
    kept.Standing,
    "standings",
    _identifier("vacancy_id"),
    _word("status"),
    key="vacancy_id",
    looked_up=("status",),
)
courses = _keep(Course, "courses", _identifier("course_id"), key="course_id")
sessions = _keep(
    Session,
    "sessions",
    _identifier("session_id"),
    _identifier("course_id"),
    Column("start_date", Date),
    key="session_id",
)
_PAIR = ("jobseeker_id", "vacancy_id")
outcomes = _keep(
    Outcome,
    "outcomes",
    *map(_identifier, _PAIR),
    _word("outcome"),
    Column("referred_on", Date),
    Column("decided_on", Date),
)
shortlist_entries = _keep(
    kept.ShortlistEntry,
    "shortlist_entries",
    *map(_identifier, _PAIR),
    _word("added_by"),
    Column("added_at", Moment, nullable=False),
)
referrals = _keep(
    kept.Referral,
    "referrals",
    *map(_identifier, _PAIR),
    _word("status"),
    _word("referred_by"),
    Column("referred_at", Moment, nullable=False),
    looked_up=("referred_at",),
)
decisions = _keep(
    kept.Decision,
    "decisions",
    *map(_identifier, _PAIR),
    _word("kind"),
    _word("decided_by"),
    Column("decided_at", Moment, nullable=False),
)
saved_searches = _keep(
    kept.SavedSearch,
    "saved_searches",
    _word("name"),
    _word("owner"),
    looked_up=("owner",),
)
objections = _keep(
    kept.Objection,
    "objections",
    _identifier("jobseeker_id"),
    Column("raised_at", Moment, nullable=False),
    Column("answer_by", Date, nullable=False),
    Column("answered_at", Moment),
    looked_up=("answer_by",),
)
unresolved_words = _keep(
    kept.UnresolvedWord,
    "unresolved_words",
    _word("text"),
    _word("concept_id"),
    looked_up=("concept_id",),
)
