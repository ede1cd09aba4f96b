"""People who may enter, their sessions, tries and codes, in SQL; SQLite and PostgreSQL alike."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    delete,
    false,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from matcher.adapters.database.connection import writing
from matcher.adapters.database.second_factor import SqlSecondFactors
from matcher.adapters.database.tables import METADATA
from matcher.core.records.identity import OneTimeCode, SignInSession, TryLimit, User, WrongTries
from matcher.errors import UsageError

users = Table(
    "users",
    METADATA,
    Column("user_id", String(36), primary_key=True),
    Column("login", String(320), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("centre_id", String(64), nullable=False),
    Column("employer_id", String(64), nullable=False),
    Column("jobseeker_id", String(64), nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("name", String(200), nullable=False, server_default=""),
)
sign_in_sessions = Table(
    "sign_in_sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("is_half", Boolean, nullable=False, server_default=false()),
)
sign_in_tries = Table(
    "sign_in_tries",
    METADATA,
    Column("try_id", String(36), primary_key=True),
    Column("try_key", String(64), primary_key=True),
    Column("tried_at", BigInteger, nullable=False),
    Index("ix_sign_in_tries_key_at", "try_key", "tried_at"),
)
one_time_codes = Table(
    "one_time_codes",
    METADATA,
    Column("code_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False),
)


wrong_sign_ins = Table(
    "wrong_sign_ins",
    METADATA,
    Column("user_id", ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)


def field_lengths() -> dict[str, int]:
    """Return the lengths of the columns that forms fill, by the name of the form's field."""
    columns = {
        "login": users.c.login,
        "centre": users.c.centre_id,
        "employer_id": users.c.employer_id,
        "jobseeker_id": users.c.jobseeker_id,
    }
    return {field: cast("String", column.type).length or 0 for field, column in columns.items()}


class SqlIdentityStore(SqlSecondFactors):
    """The IdentityStore over an SQLAlchemy engine.

    Parameters
    ----------
    engine : Engine
        Of a database that holds this module's tables.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_user(self, user: User) -> None:
        """Add a person; ``login_taken`` when the login is there already."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(users).values(**vars(user)))
        except IntegrityError as taken:
            raise UsageError("login_taken", login=user.login) from taken

    def user(self, user_id: str) -> User | None:
        """Give a person."""
        with self._engine.connect() as connection:
            return _user(connection.execute(select(users).where(users.c.user_id == user_id)).first())

    def user_by_login(self, login: str) -> User | None:
        """Give the person of a folded login."""
        with self._engine.connect() as connection:
            return _user(connection.execute(select(users).where(users.c.login == login)).first())

    def user_of_person(self, centre_id: str, jobseeker_id: str) -> User | None:
        """Give the account of a jobseeker of a centre; the oldest login by its letters where there are several."""
        theirs = (users.c.centre_id == centre_id) & (users.c.jobseeker_id == jobseeker_id)
        with self._engine.connect() as connection:
            return _user(connection.execute(select(users).where(theirs).order_by(users.c.login)).first())

    def officials(self) -> list[User]:
        """List everybody who enters with a password, by centre, role and login; jobseekers are not among them."""
        asked = select(users).where(users.c.role != "jobseeker")
        with self._engine.connect() as connection:
            found = [User(**row._mapping) for row in connection.execute(asked)]
        return sorted(found, key=lambda user: (user.centre_id, user.role, user.login))

    def set_name(self, user_id: str, name: str) -> None:
        """Store what others read of a person."""
        with self._engine.begin() as connection:
            connection.execute(update(users).where(users.c.user_id == user_id).values(name=name))

    def set_password(self, user_id: str, password_hash: str) -> None:
        """Store a password hash and end every session of the person."""
        with writing(self._engine) as connection:
            connection.execute(update(users).where(users.c.user_id == user_id).values(password_hash=password_hash))
            connection.execute(delete(sign_in_sessions).where(sign_in_sessions.c.user_id == user_id))

    def renew_hash(self, user_id: str, password_hash: str, *, former: str) -> None:
        """Store a new hash of the same password, unless the password has changed from `former`; sessions go on."""
        same = (users.c.user_id == user_id) & (users.c.password_hash == former)
        with writing(self._engine) as connection:
            connection.execute(update(users).where(same).values(password_hash=password_hash))

    def set_enabled(self, user_id: str, is_enabled: bool) -> None:
        """Enable or disable a person; disablement ends every session and code."""
        with writing(self._engine) as connection:
            connection.execute(update(users).where(users.c.user_id == user_id).values(is_enabled=is_enabled))
            if not is_enabled:
                connection.execute(delete(sign_in_sessions).where(sign_in_sessions.c.user_id == user_id))
                connection.execute(delete(one_time_codes).where(one_time_codes.c.user_id == user_id))

    def add_session(self, session: SignInSession, *, password_hash: str) -> bool:
        """Begin a session, unless the person is disabled or has another password hash by now; say whether it began."""
        unchanged = (users.c.user_id == session.user_id) & users.c.is_enabled & (users.c.password_hash == password_hash)
        with writing(self._engine) as connection:
            # Writing the row first takes its lock: a password change beside us comes wholly before or wholly after.
            if connection.execute(update(users).where(unchanged).values(login=users.c.login)).rowcount != 1:
                return False
            connection.execute(insert(sign_in_sessions).values(**vars(session)))
        return True

    def session(self, token_hash: str) -> SignInSession | None:
        """Give a session."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(sign_in_sessions).where(sign_in_sessions.c.token_hash == token_hash)
            ).first()
        return None if row is None else SignInSession(**row._mapping)

    def touch_session(self, token_hash: str, seen_at: int) -> None:
        """Note when a session was seen last; never brings an ended one back."""
        one = sign_in_sessions.c.token_hash == token_hash
        with writing(self._engine) as connection:
            connection.execute(update(sign_in_sessions).where(one).values(seen_at=seen_at))

    def end_session(self, token_hash: str) -> None:
        """End a session."""
        with writing(self._engine) as connection:
            connection.execute(delete(sign_in_sessions).where(sign_in_sessions.c.token_hash == token_hash))

    def n_tries(self, key: str, *, since: int) -> int:
        """Return how many tries were counted under a key after a moment."""
        tries = sign_in_tries.c
        asked = select(func.count()).where((tries.try_key == key) & (tries.tried_at > since))
        with self._engine.connect() as connection:
            return int(connection.execute(asked).scalar_one())

    def begin_try(self, limits: Sequence[TryLimit], *, at: int) -> str | TryLimit:
        """Count one try under the key of every limit, unless one of them is reached already."""
        try_id, tries = str(uuid.uuid4()), sign_in_tries.c
        longest: dict[str, int] = {}
        for limit in limits:
            longest[limit.key] = max(limit.seconds, longest.get(limit.key, 0))
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                # Two tries that do not see each other's rows would both pass; sorted, so that none waits in a ring.
                for key in sorted(longest):
                    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
            # Writing first takes SQLite's one write lock before anything is counted.
            connection.execute(
                insert(sign_in_tries), [{"try_id": try_id, "try_key": key, "tried_at": at} for key in sorted(longest)]
            )
            for limit in limits:
                recent = (tries.try_key == limit.key) & (tries.tried_at > at - limit.seconds)
                if connection.execute(select(func.count()).where(recent)).scalar_one() > limit.most:
                    connection.rollback()
                    return limit
            for key, seconds in sorted(longest.items()):
                connection.execute(
                    delete(sign_in_tries).where((tries.try_key == key) & (tries.tried_at <= at - seconds))
                )
        return try_id

    def forget_tries(self, key: str) -> None:
        """Forget every try under a key."""
        with writing(self._engine) as connection:
            connection.execute(delete(sign_in_tries).where(sign_in_tries.c.try_key == key))

    def note_wrong_try(self, user_id: str, at: int) -> None:
        """Count a wrong try for the person to read of; an unknown identifier costs the same work and counts nothing."""
        own = wrong_sign_ins.c.user_id == user_id
        with writing(self._engine) as connection:
            # Two first tries at once: the row of the person is locked, so that one of them makes the count.
            connection.execute(update(users).where(users.c.user_id == user_id).values(login=users.c.login))
            raised = update(wrong_sign_ins).where(own).values(n=wrong_sign_ins.c.n + 1, last_at=at)
            if connection.execute(raised).rowcount == 0:
                first = select(users.c.user_id, literal(1), literal(at, BigInteger)).where(users.c.user_id == user_id)
                connection.execute(insert(wrong_sign_ins).from_select(["user_id", "n", "last_at"], first))

    def take_wrong_tries(self, user_id: str) -> WrongTries:
        """Give the wrong tries since the last call, and begin anew."""
        columns = wrong_sign_ins.c
        taken = delete(wrong_sign_ins).where(columns.user_id == user_id).returning(columns.n, columns.last_at)
        with writing(self._engine) as connection:
            row = connection.execute(taken).first()
        return WrongTries() if row is None else WrongTries(*row)

    def wrong_tries(self) -> dict[str, WrongTries]:
        """Give the wrong tries of everybody who has some, by ``user_id``."""
        with self._engine.connect() as connection:
            return {row.user_id: WrongTries(row.n, row.last_at) for row in connection.execute(select(wrong_sign_ins))}

    def forget_try(self, try_id: str) -> None:
        """Take back a try that succeeded."""
        with writing(self._engine) as connection:
            connection.execute(delete(sign_in_tries).where(sign_in_tries.c.try_id == try_id))

    def add_code(self, code: OneTimeCode) -> None:
        """Store a code; the person's earlier codes end."""
        with writing(self._engine) as connection:
            connection.execute(delete(one_time_codes).where(one_time_codes.c.user_id == code.user_id))
            connection.execute(insert(one_time_codes).values(**vars(code)))

    def use_code(self, code_hash: str, at: int) -> str | None:
        """Use a code up: give its person once, before it expires and while enabled; None ever after."""
        fitting = (
            (one_time_codes.c.code_hash == code_hash)
            & (one_time_codes.c.expires_at > at)
            & one_time_codes.c.user_id.in_(select(users.c.user_id).where(users.c.is_enabled))
        )
        with writing(self._engine) as connection:
            found = connection.execute(delete(one_time_codes).where(fitting).returning(one_time_codes.c.user_id))
            user_id: str | None = found.scalar_one_or_none()
        return user_id


def _user(row: Row[tuple[object, ...]] | None) -> User | None:
    return None if row is None else User(**row._mapping)
