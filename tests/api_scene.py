"""Two centres for the tests of the API, and programs that ask it."""

from datetime import datetime

from fakes.repository import MemoryRepository
from identity_fake import MemoryIdentityStore, MovedClock, make_identity
from token_fake import make_tokens

from matcher.core.records import (
    Circumstances,
    Course,
    HeldSkill,
    Jobseeker,
    Outcome,
    Profile,
    Session,
    SkillNeed,
    TaughtSkill,
    Vacancy,
)
from matcher.core.records.centre import Blocking, Consent, Employer, VacancyStatusRecord
from web import create_app
from web.context import KAZAKHSTAN

PASSWORD = "correct horse battery"
NOON = datetime(2026, 11, 24, 12, tzinfo=KAZAKHSTAN)


class Scene:
    """Two centres; in the first an employer with a need, people with and without consent, a course and its session."""

    def __init__(self, container, rules=None):
        self.clock, self.repository, people = MovedClock(), MemoryRepository(), MemoryIdentityStore()
        self.skill = next(iter(container.taxonomy.skills))
        self.identity = make_identity(people, self.clock)
        self.tokens = make_tokens(people, self.clock, rules=rules)
        self.app = create_app(container, identity=self.identity, repository=self.repository)
        self.app.extensions["matcher"].api_tokens = self.tokens
        self.made = {}
        for name, role, centre, employer in (
            ("staff", "staff", "saran", ""),
            ("employer", "employer", "saran", "E1"),
            ("rival", "employer", "saran", "E2"),
            ("stranger", "staff", "abay", ""),
        ):
            user = self.identity.create_user(name, role, password=PASSWORD, centre_id=centre, belongs_to=employer)
            self.made[name] = self.tokens.create(user, "test", days=30)
        held = Profile(skills=(HeldSkill(self.skill, 3),))
        self.repository.add_all(
            "saran",
            [
                Employer("E1", "Зауыт"),
                Employer("E2", "Наубайхана"),
                *(
                    Jobseeker(f"J{at}", held, Circumstances(locality="352310000"), consent=at != 2)
                    for at in range(1, 6)
                ),
                Blocking("J4", True, NOON, "rights"),
                Consent("J5", False, NOON, "J5"),
                Vacancy("V1", "Welder", (SkillNeed(self.skill, 3),), "E1", "Зауыт", positions=2, salary_from_kzt=3e5),
                VacancyStatusRecord("V1", "published", published_on=NOON.date()),
                Course("C1", "Welding", (TaughtSkill(self.skill, 3),), hours=72.0),
                Session("S1", "C1", 10),
                Outcome("J1", "V1", "hired"),
                Outcome("J2", "V1", "no_show"),
            ],
        )

    def call(self, method, path, who="staff", *, headers=(), **rest):
        token = {"Authorization": f"Bearer {self.made[who]}"} if who else {}
        client = self.app.test_client()
        return client.open(f"/api/v1{path}", method=method, headers={**token, **dict(headers)}, **rest)

    def get(self, path, who="staff", **rest):
        return self.call("GET", path, who, **rest)

    def id_of(self, kind, **equal):
        return next(self.repository.find("saran", kind, limit=1, **equal)).public_id
