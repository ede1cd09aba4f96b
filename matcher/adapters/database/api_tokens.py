"""Tokens of the API in SQL; SQLite and PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    ForeignKey,
    Integer,
    String,
    Table,
    case,
    delete,
    insert,
    select,
    update,
)

from matcher.adapters.database.connection import writing
from matcher.adapters.database.identity import users
from matcher.adapters.database.tables import METADATA
from matcher.core.records.identity import ApiToken

api_tokens = Table(
    "api_tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("counted_window", BigInteger, nullable=False),
    Column("n_requests", Integer, nullable=False),
)


class SqlTokenStore:
    """The TokenStore over an SQLAlchemy engine.

    Parameters
    ----------
    engine : Engine
        Of a database that holds this module's table.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_token(self, token: ApiToken) -> None:
        """Store a token."""
        with writing(self._engine) as connection:
            connection.execute(insert(api_tokens).values(**vars(token), counted_window=0, n_requests=0))

    def tokens(self, user_id: str) -> list[ApiToken]:
        """List a person's tokens, oldest first."""
        names = ("token_hash", "user_id", "name", "created_at", "expires_at")
        asked = select(*(api_tokens.c[name] for name in names)).where(api_tokens.c.user_id == user_id)
        with self._engine.connect() as connection:
            rows = connection.execute(asked.order_by(api_tokens.c.created_at, api_tokens.c.token_hash)).all()
        return [ApiToken(**row._mapping) for row in rows]

    def revoke_tokens(self, user_id: str, name: str) -> int:
        """End a person's tokens of a name at once; give their number."""
        named = (api_tokens.c.user_id == user_id) & (api_tokens.c.name == name)
        with writing(self._engine) as connection:
            return connection.execute(delete(api_tokens).where(named)).rowcount

    def use_token(self, token_hash: str, *, at: int, window: int) -> tuple[str, int] | None:
        """Count one request of a token; one statement, so that workers beside us count on."""
        columns = api_tokens.c
        alive = (
            (columns.token_hash == token_hash)
            & (columns.expires_at > at)
            & columns.user_id.in_(select(users.c.user_id).where(users.c.is_enabled))
        )
        counted = case((columns.counted_window == window, columns.n_requests + 1), else_=1)
        used = update(api_tokens).where(alive).values(n_requests=counted, counted_window=window)
        with writing(self._engine) as connection:
            row = connection.execute(used.returning(columns.user_id, columns.n_requests)).first()
        return None if row is None else (row.user_id, row.n_requests)
