"""Bring a database to the form that this program needs, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from matcher.adapters.database import (
    api_tokens,
    decision_tables,
    identity,
    import_tables,
    read_log,
    revisions,
    rights_tables,
    tables,
    training_tables,
)
from matcher.errors import UsageError

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
HEAD = "head"
BASE = "base"
# Any number of our own: two programs that start at once upgrade one after the other.
LOCK = 7_212_026
METADATA = tables.METADATA
"""Tables as the program knows them."""
# Loaded, so that their tables are among them.
assert all(
    table.metadata is METADATA
    for table in (
        api_tokens.api_tokens,
        identity.users,
        import_tables.imports,
        read_log.read_log,
        revisions.centre_revisions,
        rights_tables.blockings,
        decision_tables.decision_log,
        training_tables.training_referrals,
    )
)


def revision_of(engine: Engine) -> str:
    """Give the revision that a database stands at; empty for a new one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest_revision() -> str:
    """Give the revision that this program needs."""
    return _scripts().get_current_head() or ""


def is_known(revision: str) -> bool:
    """Say whether this program has the steps to and from a revision."""
    return revision in {step.revision for step in _scripts().walk_revisions()}


def upgrade(engine: Engine, to: str = HEAD) -> None:
    """Bring a database up to a revision, all steps or none; nothing happens where it is there already."""
    _move(engine, to, lambda revision: _scripts()._upgrade_revs(to, revision))


def downgrade(engine: Engine, to: str = BASE) -> None:
    """Bring a database down to a revision; what only newer revisions hold is lost."""
    _move(engine, to, lambda revision: _scripts()._downgrade_revs(to, revision))


def upgrade_within(connection: Connection, to: str = HEAD) -> None:
    """Bring a database up within a transaction that :func:`lock` has begun."""
    _take_steps(connection, to, lambda revision: _scripts()._upgrade_revs(to, revision))


def empty_within(connection: Connection) -> None:
    """Take all tables away within a transaction that :func:`lock` has begun."""
    _take_steps(connection, BASE, lambda revision: _scripts()._downgrade_revs(BASE, revision))


def require_newest(engine: Engine) -> None:
    """Refuse a database that stands at another revision.

    Raises
    ------
    UsageError
        ``database_not_upgraded``.
    """
    found = revision_of(engine)
    if found != newest_revision():
        raise UsageError("database_not_upgraded", found=found or "-", expected=newest_revision())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _move(engine: Engine, to: str, steps: Any) -> None:
    with engine.connect() as connection:
        lock(connection)
        _take_steps(connection, to, steps)
        connection.commit()


def _take_steps(connection: Connection, to: str, steps: Any) -> None:
    environment = EnvironmentContext(Config(), _scripts(), fn=lambda revision, _: steps(revision), destination_rev=to)
    with environment:
        environment.configure(connection=connection, target_metadata=METADATA)
        environment.run_migrations()


def lock(connection: Connection) -> None:
    """Begin a transaction in which nobody else changes the form of the database; SQLite lets nobody else write at all."""
    if connection.dialect.name == "sqlite":
        # The driver begins a transaction before a write only, and never before a table is made.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
