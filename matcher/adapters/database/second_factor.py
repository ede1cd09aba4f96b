"""Second factors and their recovery codes, in SQL; SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    ForeignKey,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from matcher.adapters.database.connection import writing
from matcher.adapters.database.tables import METADATA
from matcher.core.records.identity import SecondFactor

second_factors = Table(
    "second_factors",
    METADATA,
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("nonce", String(64), nullable=False),
    Column("pending", String(64), nullable=False),
    Column("last_step", BigInteger, nullable=False),
)
recovery_codes = Table(
    "recovery_codes",
    METADATA,
    Column("code_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
)


class SqlSecondFactors:
    """The SecondFactorStore over an SQLAlchemy engine."""

    _engine: Engine

    def second_factor(self, user_id: str) -> SecondFactor | None:
        """Give a person's factor, confirmed or only shown."""
        with self._engine.connect() as connection:
            row = connection.execute(select(second_factors).where(second_factors.c.user_id == user_id)).first()
        return None if row is None else SecondFactor(**row._mapping)

    def with_second_factor(self) -> set[str]:
        """Give the identifiers of everybody whose factor is confirmed."""
        with self._engine.connect() as connection:
            asked = select(second_factors.c.user_id).where(second_factors.c.nonce != "")
            return set(connection.execute(asked).scalars())

    def offer_second_factor(self, user_id: str, nonce: str) -> None:
        """Keep the nonce of a factor to be confirmed, in place of one that was offered before."""
        with writing(self._engine) as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            first = dialect.insert(second_factors).values(user_id=user_id, nonce="", pending=nonce, last_step=0)
            again = first.on_conflict_do_update(index_elements=["user_id"], set_={"pending": nonce})
            connection.execute(again)

    def confirm_second_factor(self, user_id: str, pending: str, *, step: int, code_hashes: Sequence[str]) -> bool:
        """Put the offered factor in force and replace all recovery codes; False where another one is offered by now."""
        columns = second_factors.c
        offered = (columns.user_id == user_id) & (columns.pending == pending) & (columns.pending != "")
        with writing(self._engine) as connection:
            confirmed = update(second_factors).where(offered).values(nonce=pending, pending="", last_step=step)
            if connection.execute(confirmed).rowcount != 1:
                return False
            connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
            connection.execute(
                insert(recovery_codes), [{"code_hash": each, "user_id": user_id} for each in code_hashes]
            )
        return True

    def use_step(self, user_id: str, step: int) -> bool:
        """Use a time step up: True once, and never for a step at or before the last one."""
        columns = second_factors.c
        unused = (columns.user_id == user_id) & (columns.nonce != "") & (columns.last_step < step)
        with writing(self._engine) as connection:
            return connection.execute(update(second_factors).where(unused).values(last_step=step)).rowcount == 1

    def use_recovery_code(self, user_id: str, code_hash: str) -> bool:
        """Use a recovery code up: True once."""
        one = (recovery_codes.c.user_id == user_id) & (recovery_codes.c.code_hash == code_hash)
        with writing(self._engine) as connection:
            return connection.execute(delete(recovery_codes).where(one)).rowcount == 1

    def n_recovery_codes(self, user_id: str) -> int:
        """Count the recovery codes that are left."""
        asked = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.user_id == user_id)
        with self._engine.connect() as connection:
            return connection.execute(asked).scalar_one()

    def reset_second_factor(self, user_id: str) -> bool:
        """Take the factor, its recovery codes and every session of a person away; say whether there was a factor."""
        # The table of sessions is made by identity.py, which imports this module.
        sessions = METADATA.tables["sign_in_sessions"]
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.user_id == user_id))
            connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
            own = second_factors.c.user_id == user_id
            had_one: bool = bool(connection.execute(select(second_factors.c.nonce).where(own)).scalar())
            connection.execute(delete(second_factors).where(own))
        return had_one
