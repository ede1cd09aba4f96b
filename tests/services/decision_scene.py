"""A centre with people, vacancies and courses, in which officers decide."""

from datetime import UTC, datetime, timedelta, timezone

from fakes.repository import MemoryRepository
from services.test_matching import TAXONOMY

from matcher.core.matching.scoring import OverlapRanker
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.records import Circumstances, Course, HeldSkill, Jobseeker, Profile, SkillNeed, TaughtSkill, Vacancy
from matcher.services.advice import Advisor
from matcher.services.centre_cache import CentreCache
from matcher.services.decisions.officers import Decisions
from matcher.services.decisions.pair import JudgedMatch
from matcher.services.decisions.referral_responses import OwnReferrals

ZONE = timezone(timedelta(hours=5))
NOON = datetime(2026, 11, 27, 7, tzinfo=UTC).astimezone(ZONE)
PERSON = Jobseeker(
    "J1", Profile((HeldSkill("s2", 3, "сварка"),)), Circumstances(shifts=frozenset({"day"})), consent=True
)
VACANCY = Vacancy("V1", "welder", (SkillNeed("s2", 3), SkillNeed("s3", 2, False)), shifts=frozenset({"day"}))
NIGHT = Vacancy("V2", "baker", (SkillNeed("s2", 3),), shifts=frozenset({"night"}))
COURSE = Course("C1", "short course", (TaughtSkill("s3", 4),), hours=40.0)


class Scene:
    """A repository, a clock that a test moves, and officers by login."""

    def __init__(self, *records, repository=None, ranker=None, taxonomy=TAXONOMY, travel=None):
        self.repository = repository or MemoryRepository()
        self.repository.add_all("A", records or (PERSON, VACANCY, NIGHT, COURSE))
        self.now = NOON
        self.cache = CentreCache(self.repository, taxonomy, travel or TravelTimes(), ranker or OverlapRanker())
        self.advisor = Advisor(self.cache, lambda: self.now.date())

    def officer(self, login="aigul"):
        return Decisions(self.repository, self.advisor, "A", login, lambda: self.now)

    def own(self, jobseeker_id="J1"):
        return OwnReferrals(self.repository, "A", jobseeker_id, lambda: self.now)

    def pair(self, person=PERSON, vacancy=VACANCY):
        stored = (
            next(self.repository.find("A", Jobseeker, jobseeker_id=person.jobseeker_id)),
            next(self.repository.find("A", Vacancy, vacancy_id=vacancy.vacancy_id)),
        )
        return self.officer().pair(*stored)

    def refer(self, login="aigul", pair=None):
        pair = pair or self.pair()
        self.officer(login).refer(pair, version=pair.version, seal=pair.seal)
        return self.pair(pair.person.record, pair.vacancy.record)

    def judge(self, pair, kind, reason, words="", login="aigul"):
        judged = JudgedMatch(kind, reason, words)
        self.officer(login).decide(pair, judged, version=pair.version, seal=pair.seal)

    def offer(self, login="aigul"):
        pair = self.pair()
        self.officer(login).offer(pair, version=pair.version, seal=pair.seal)
        return self.pair()

    def log(self):
        from matcher.core.records.decisions import LoggedDecision

        return [row.record for row in self.repository.find("A", LoggedDecision)]
