"""People of the invented town about whom an officer has something to decide, or has decided."""

from datetime import UTC, datetime, timedelta

from matcher.cli.demo_town import ACCOUNTS, CENTRE
from matcher.core.matching.constraints import HARD, check_pair
from matcher.core.records import Jobseeker
from matcher.core.records.centre import Objection
from matcher.services.advice import Advisor
from matcher.services.centre_cache import CentreCache
from matcher.services.decisions.officers import Decisions
from matcher.services.decisions.pair import OutcomeForm


def officer_of(container):
    """Give the service in which the demo's officer decides."""
    advisor = Advisor(
        CentreCache(container.repository, container.taxonomy, container.travel, container.ranker("overlap")),
        lambda: now().date(),
    )
    return Decisions(container.repository, advisor, CENTRE, "demo-staff", now)


def now():
    return datetime.now(UTC)


def waiting_people(container):
    """Yield people who consent, have not been referred and do not object; never those of the demo's accounts."""
    officer, owned = officer_of(container), {account[2] for account in ACCOUNTS}
    for each in container.repository.waiting(CENTRE, since=now() - timedelta(days=30), limit=100)[0]:
        if each.jobseeker_id not in owned and not officer.standing(each.jobseeker_id).objections:
            yield next(container.repository.find(CENTRE, Jobseeker, jobseeker_id=each.jobseeker_id))


def someone(container):
    """Give such a person with a recommended vacancy."""
    advisor = officer_of(container).advisor
    for person in waiting_people(container):
        advice = advisor.advise(CENTRE, person.record)
        if advice.matches:
            return person, advice.vacancies[advice.matches[0].vacancy_id]
    raise AssertionError("nobody waits")


def unsuitable(container):
    """Give such a person with an open vacancy whose conditions do not suit."""
    vacancies = officer_of(container).advisor.vacancies(CENTRE).values()
    for person in waiting_people(container):
        for row in vacancies:
            checks = check_pair(person.record, row.record, container.travel)
            if row.record.needs and any(each.status == "failed" and each.name in HARD for each in checks):
                return person, row
    raise AssertionError("everything suits everybody")


def referred(container):
    """Refer somebody; give the addresses of the person's page and of the pair's."""
    person, vacancy = someone(container)
    officer = officer_of(container)
    pair = officer.pair(person, vacancy)
    officer.refer(pair, version=pair.version, seal=pair.seal)
    return f"people/{person.public_id}", f"people/{person.public_id}/vacancies/{vacancy.public_id}"


def decided(container):
    """Refer somebody, note an outcome, and object for somebody else; give the pages that show it."""
    page, pair_page = referred(container)
    officer = officer_of(container)
    person, vacancy = someone(container)
    pair = officer.pair(person, vacancy)
    officer.refer(pair, version=0, seal=pair.seal)
    officer.note_outcome(officer.pair(person, vacancy), OutcomeForm("pending"), version=1)
    late = now() - timedelta(days=20)
    container.repository.add(CENTRE, Objection(person.record.jobseeker_id, "Ауысым маған сай келмейді", late, late.date()))
    return (
        page,
        pair_page,
        f"{page}/log",
        f"vacancies/{vacancy.public_id}/log",
        "caseload",
        "objections",
        f"{page}/training",
    )
