"""All that a database holds of one person: to show it to them, and to erase it so that no byte is left.

Notes
-----
The tables are walked, never listed by hand: a table with a column ``jobseeker_id`` tells of people. One that tells of them otherwise stands
in ``SUBJECTS`` or ``WORDS``, and one that tells of nobody in ``WITHOUT_PEOPLE``; a test fails for a table that is in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, case, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from matcher.adapters.database.activity import activity_of, note_retention
from matcher.adapters.database.connection import writing
from matcher.adapters.database.migrating import METADATA
from matcher.adapters.database.read_log import take_head
from matcher.adapters.database.revisions import note_changes
from matcher.adapters.database.rights_tables import erased_counts
from matcher.adapters.database.tables import jobseekers, outcomes, saved_searches, sensitive_features, unresolved_words
from matcher.core.fairness.groups import group_of
from matcher.core.records import Jobseeker, SensitiveFeatures
from matcher.core.records.centre import Change
from matcher.core.retention import Activity, Retention

SUBJECTS = {"centre_changes": "subject", "import_notes": "other_key"}
"""Tables that name people in another column."""
WORDS = frozenset({"saved_searches", "unresolved_words"})
"""Tables that tell of no one person, but hold words that people wrote."""
WITHOUT_PEOPLE = frozenset(
    {
        "api_tokens",
        "centre_revisions",
        "courses",
        "employers",
        "erased_counts",
        "imports",
        "kept_texts",
        "one_time_codes",
        "read_heads",
        "read_log",
        "recovery_codes",
        "remembered_columns",
        "second_factors",
        "sessions",
        "sign_in_sessions",
        "sign_in_tries",
        "standings",
        "vacancies",
        "wrong_sign_ins",
    }
)
"""What happens on courses and at employers; users' codes and sessions go with their users; the read log names digests."""
LAST_STEPS = {"statistics": "VACUUM FULL pg_statistic", "checkpoint": "CHECKPOINT"}
"""Samples of values that the planner keeps; pages of former tables that wait to be unlinked."""
SECRET = frozenset({"password_hash", "salt", "subject", "row_id", "centre_id", "content"})
"""Columns that are not shown to the person; the content is shown field by field."""


class SqlPersonalRecords:
    """The PersonalRecords over an SQLAlchemy engine.

    Parameters
    ----------
    engine : Engine
        Of a database at the newest migration.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, centre_id: str, jobseeker_id: str) -> dict[str, int]:
        """Count the rows that tell of a person, by table."""
        with self._engine.connect() as connection:
            return count_rows(connection, centre_id, jobseeker_id)

    def erase(self, centre_id: str, jobseeker_id: str, *, today: date) -> dict[str, int]:
        """Delete every row that tells of a person, and keep counts; give how many by table."""
        with writing(self._engine) as connection:
            return erase_rows(connection, centre_id, jobseeker_id, today=today)

    def wipe(self) -> list[str]:
        """Overwrite what deleted rows have left in the database's files; give what could not be done."""
        return wipe(self._engine)

    def centres(self) -> list[str]:
        """List the centres that have people."""
        with self._engine.connect() as connection:
            return list(
                connection.execute(select(jobseekers.c.centre_id).distinct().order_by(jobseekers.c.centre_id)).scalars()
            )

    def people(self, centre_id: str) -> list[str]:
        """List the people of a centre."""
        asked = select(jobseekers.c.jobseeker_id).where(jobseekers.c.centre_id == centre_id)
        with self._engine.connect() as connection:
            return list(connection.execute(asked.order_by(jobseekers.c.jobseeker_id)).scalars())

    def activity(self, centre_id: str) -> list[Activity]:
        """Give what is known of everybody's activity, by ``jobseeker_id``."""
        with self._engine.connect() as connection:
            return activity_of(connection, centre_id)

    def counted(self, centre_id: str) -> list[tuple[int, int, int]]:
        """Give by year how many people were erased, and how many hirings they had had; never who."""
        columns = erased_counts.c
        of = {
            name: func.sum(case((columns.event == event, columns.n), else_=0))
            for name, event in (("people", "person"), ("hired", "outcome.hired"))
        }
        asked = select(columns.year, of["people"], of["hired"]).group_by(columns.year).order_by(columns.year)
        own = (columns.centre_id == centre_id) & (columns.people_group == "all")
        with self._engine.connect() as connection:
            return [(year, int(people), int(hired)) for year, people, hired in connection.execute(asked.where(own))]

    def note_retention(self, centre_id: str, people: Sequence[Retention]) -> None:
        """Note what a run has decided, for the next one."""
        with writing(self._engine) as connection:
            note_retention(connection, centre_id, people)


def person_tables() -> list[Table]:
    """List the tables with people, those that name others first."""
    return [table for table in reversed(METADATA.sorted_tables) if "jobseeker_id" in table.c]


def held_rows(connection: Connection, centre_id: str, jobseeker_id: str) -> dict[str, list[dict[str, Any]]]:
    """Give every row that names a person by table, each as names and plain values; without secrets."""
    found = {}
    for table in reversed(person_tables()):
        rows = connection.execute(select(table).where(_of_person(table, centre_id, jobseeker_id))).mappings()
        plain = [{**_plain(dict(row)), **row.get("content", {})} for row in rows]
        if plain:
            found[table.name] = plain
    return found


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name not in SECRET and value is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items()}


def erase_rows(connection: Connection, centre_id: str, jobseeker_id: str, *, today: date) -> dict[str, int]:
    """Delete every row of a person and keep only counts, within a transaction that the caller ends; give how many by table."""
    # Looks, and rows that name the person, wait for us and then find nobody.
    take_head(connection, centre_id)
    own = _of_person(jobseekers, centre_id, jobseeker_id)
    public_id = connection.execute(select(jobseekers.c.public_id).where(own).with_for_update()).scalar()
    _count(connection, centre_id, jobseeker_id, today=today)
    n_rows = {
        table.name: connection.execute(delete(table).where(rows)).rowcount
        for table, rows in _traces(connection, centre_id, jobseeker_id)
    }
    if public_id is not None:
        # What is kept in memory forgets the person, by an identifier that means nobody from now on.
        note_changes(connection, centre_id, [Change(Jobseeker.__name__, public_id)])
    return {name: n for name, n in n_rows.items() if n}


def count_rows(connection: Connection, centre_id: str, jobseeker_id: str) -> dict[str, int]:
    """Count what :func:`erase_rows` would delete."""
    n_rows = {
        table.name: connection.execute(select(func.count()).select_from(table).where(rows)).scalar_one()
        for table, rows in _traces(connection, centre_id, jobseeker_id)
    }
    return {name: n for name, n in n_rows.items() if n}


def _traces(connection: Connection, centre_id: str, jobseeker_id: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Give each table with the condition of the rows that tell of a person, those that name others first."""
    found = [
        (unresolved_words, _own_words(connection, centre_id, jobseeker_id)),
        (saved_searches, _searches_naming(connection, centre_id, jobseeker_id)),
    ]
    for name in SUBJECTS:
        columns = METADATA.tables[name].c
        named = (columns.centre_id == centre_id) & (columns[SUBJECTS[name]] == jobseeker_id)
        found.append((METADATA.tables[name], named))
    return [*found, *((table, _of_person(table, centre_id, jobseeker_id)) for table in person_tables())]


def _of_person(table: Table, centre_id: str, jobseeker_id: str) -> ColumnElement[bool]:
    return (table.c.centre_id == centre_id) & (table.c.jobseeker_id == jobseeker_id)


def _own_words(connection: Connection, centre_id: str, jobseeker_id: str) -> ColumnElement[bool]:
    """Give the words for review that stand in the person's profile; who else wrote them loses a review, no meaning."""
    own = select(jobseekers.c.content).where(_of_person(jobseekers, centre_id, jobseeker_id))
    words = (connection.execute(own).scalar() or {}).get("unresolved", [])
    return (unresolved_words.c.centre_id == centre_id) & unresolved_words.c.text.in_(words)


def _searches_naming(connection: Connection, centre_id: str, jobseeker_id: str) -> ColumnElement[bool]:
    """Give the saved searches whose name or words hold the person's identifier as a word of its own."""
    named = re.compile(rf"(?<!\w){re.escape(jobseeker_id)}(?!\w)", re.IGNORECASE)
    asked = select(saved_searches.c.row_id, saved_searches.c.name, saved_searches.c.content)
    rows = connection.execute(asked.where(saved_searches.c.centre_id == centre_id))
    found = [at for at, name, content in rows if named.search(f"{name} {unquote_plus(content.get('query', ''))}")]
    return saved_searches.c.row_id.in_(found)


def _count(connection: Connection, centre_id: str, jobseeker_id: str, *, today: date) -> None:
    """Keep of a person that there was one, and what came of it, by year and group; nothing that could be put together again."""
    features = connection.execute(
        select(sensitive_features).where(_of_person(sensitive_features, centre_id, jobseeker_id))
    ).mappings()
    row = features.first() or {"sex": None, "birth_date": None}
    of = group_of(SensitiveFeatures("", row["sex"], row["birth_date"]), today)
    groups = ["all", *({"women"} & {of["sex"]}), *({"youth"} & {of["youth"]})]
    ends = select(outcomes.c.outcome).where(_of_person(outcomes, centre_id, jobseeker_id))
    there = connection.execute(select(jobseekers.c.row_id).where(_of_person(jobseekers, centre_id, jobseeker_id)))
    events = [
        *(f"outcome.{each}" for each in connection.execute(ends).scalars()),
        *(["person"] if there.first() else []),
    ]
    for event, group in product(events, groups):
        one = {"centre_id": centre_id, "year": today.year, "event": event, "people_group": group}
        same = and_(*(erased_counts.c[name] == value for name, value in one.items()))
        if connection.execute(update(erased_counts).where(same).values(n=erased_counts.c.n + 1)).rowcount == 0:
            connection.execute(insert(erased_counts).values(**one, n=1))


def wipe(engine: Engine) -> list[str]:
    """Overwrite what deleted rows have left in the database's files.

    Returns
    -------
    list of str
        What could not be done, as codes: ``statistics``, ``checkpoint`` (PostgreSQL asks for more rights than ours).

    Notes
    -----
    PostgreSQL keeps what was written in its write-ahead log until the segments are used anew, and its archive for as long as it is told to;
    its own text log may quote statements. Both are the server's to clean.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return []
        for table in person_tables() + [METADATA.tables[name] for name in sorted({*SUBJECTS, *WORDS})]:
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))
        return [code for code, statement in LAST_STEPS.items() if not _done(connection, statement)]


def _done(connection: Connection, statement: str) -> bool:
    try:
        connection.execute(text(statement))
    except DBAPIError:
        return False
    return True
