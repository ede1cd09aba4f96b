"""The invented town in the database, and people who may enter it: for trying the pages, never for real people."""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime, time
from pathlib import Path

from matcher.adapters.messages import Messages
from matcher.batch import MatchCommandRun
from matcher.bootstrap import Container
from matcher.core.record_mapping import RecordParser, outcomes
from matcher.core.records import Vacancy
from matcher.core.records.identity import Role
from matcher.errors import UsageError
from matcher.services.identity import Identity
from matcher.services.loading import CentreTables, fill_centre

CENTRE = "saran"
TABLES = ("jobseekers", "vacancies", "courses", "sessions", "outcomes")
ACCOUNTS: tuple[tuple[str, Role, str], ...] = (
    ("demo-admin", "admin", ""),
    ("demo-staff", "staff", ""),
    ("demo-employer", "employer", "E01"),
    ("demo-jobseeker", "jobseeker", "000010"),
)
"""Login, role, and the employer or the jobseeker of the sample that the account belongs to."""
NAMES = {"demo-staff": "Айгүл Серікова", "demo-employer": "Автобусный завод «Дала»"}
"""What others read: decisions are told with a name."""


def fill_sample_centre(container: Container, as_of: date, folder: Path | None = None) -> int:
    """Fill the demo's centre from the sample's tables, where it is empty.

    Parameters
    ----------
    folder : Path, optional
        Of another invented town, as ``matcher simulate`` writes it.

    Returns
    -------
    int
        Number of records added; 0 where the centre holds something already.
    """
    if any(True for _ in container.repository.find(CENTRE, Vacancy, limit=1)):
        return 0
    run = MatchCommandRun(container, Messages(container.settings.translations_dir, container.settings.language), as_of)
    for table in TABLES:
        run.read(table, [(folder or container.settings.data_dir / "samples") / f"{table}.csv"])
    parser = RecordParser(container.resolver, container.places, as_of)
    rows = {table: checked.accepted for table, checked in run.tables.items()}
    people, features = parser.jobseekers(rows["jobseekers"])
    tables = CentreTables(
        people=people,
        features=features,
        vacancies=parser.vacancies(rows["vacancies"]),
        courses=parser.courses(rows["courses"]),
        sessions=parser.sessions(rows["sessions"]),
        outcomes=outcomes(rows["outcomes"]),
        unresolved=parser.unresolved,
    )
    noted_at = datetime.combine(as_of, time(), UTC)
    return fill_centre(container.repository, CENTRE, tables, noted_by="demo", noted_at=noted_at)


def demo_accounts(container: Container, identity: Identity) -> list[tuple[str, str, str]]:
    """Let people of every role into the demo's centre.

    Returns
    -------
    list of (str, str, str)
        Role, login, and the password; for the jobseeker a new one-time code. Passwords are derived from the installation's own
        secret, so that they can be told again and nowhere stand.
    """
    told: list[tuple[str, str, str]] = []
    for login, role, belongs_to in ACCOUNTS:
        password = hmac.digest(container.secret_key, f"demo password of {login}".encode(), "sha256").hex()[:16]
        try:
            user = identity.find(login)
        except UsageError:
            user = identity.create_user(
                login,
                role,
                password="" if role == "jobseeker" else password,
                centre_id="" if role == "admin" else CENTRE,
                belongs_to=belongs_to,
            )
            identity.store.set_name(user.user_id, NAMES.get(login, ""))
        told.append((role, login, identity.issue_code(user.user_id) if role == "jobseeker" else password))
    return told
