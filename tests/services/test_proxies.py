"""The whole way on outcomes with known truth: one employer discriminates; the ranker finds what people can do, the audit finds him."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import spearmanr

from matcher.adapters.engines import make_engine
from matcher.bootstrap import build
from matcher.core import record_mapping as understanding_room
from matcher.core.fairness.listed import ListedPair
from matcher.core.record_mapping import RecordParser
from matcher.core.records import SensitiveFeatures, Vacancy
from matcher.core.tables import RawRow, check
from matcher.services.audit import AuditSettings, AuditTables, audit
from matcher.services.simulation import simulate_town
from matcher.services.simulation.stream import DISCRIMINATES
from matcher.services.training import TrainingTown, audit_with, train
from matcher.services.training.pairs import gather

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def learned(at_size):
    container = build()
    n_people, n_outcomes = at_size((400, 3000), (2000, 20_000))
    invented = simulate_town(
        container.taxonomy, jobseekers=n_people, vacancies=80, courses=0, outcomes=n_outcomes, seed=7, with_truth=True
    )
    rows = {
        name: check(name, [RawRow(name, at, row) for at, row in enumerate(getattr(invented, name), 2)]).accepted
        for name in ("jobseekers", "vacancies", "outcomes")
    }
    reading = RecordParser(container.resolver, container.places, DAY)
    people, sensitive = reading.jobseekers(rows["jobseekers"])
    vacancies = reading.vacancies(rows["vacancies"])
    town = TrainingTown(container.taxonomy, tuple(people), tuple(vacancies), (), container.prior, tuple(sensitive))
    outcomes = understanding_room.outcomes(rows["outcomes"])
    audited = audit_with(town, outcomes, engine=make_engine("serial", 1), travel=container.travel, as_of=DAY)
    return invented, town, outcomes, train(town, outcomes, as_of=DAY, audit=audited)


@pytest.fixture(scope="module")
def told(learned):
    """What the model says of each referred pair, what the person really can do, and whether it is a woman."""
    invented, town, outcomes, found = learned
    pairs, _, _ = gather(town, outcomes, as_of=DAY)
    truth = {(row["jobseeker_id"], row["vacancy_id"]): row for row in invented.truth}
    named = [
        truth[pairs.people[each.person].jobseeker_id, pairs.vacancies[each.vacancy].vacancy_id]
        for each in pairs.referrals
    ]
    utility = np.array([float(row["utility"]) for row in named])
    women = np.array([row["sex"] == "F" for row in named])
    return found.model.decision_function(pairs.columns), utility, women


def test_the_ranker_recovers_what_people_can_do(told):
    raw, utility, _ = told
    assert spearmanr(raw, utility).statistic > 0.8


def test_women_and_men_who_can_do_the_same_are_told_the_same(told):
    raw, utility, women = told
    shapes = np.column_stack([np.ones(len(raw)), utility, utility**2, utility**3, women])
    by_sex = np.linalg.lstsq(shapes, raw, rcond=None)[0][-1]
    assert abs(by_sex) < 0.1 * raw.std()


def test_how_well_sex_can_be_guessed_stands_in_the_card(learned):
    auc = learned[-1].card["proxy"]["sex_auc"]
    assert 0.3 < auc < 0.7


def test_the_audit_names_the_employer_who_discriminates_and_no_other(at_size):
    invented = simulate_town(
        build().taxonomy,
        jobseekers=1500,
        vacancies=80,
        courses=0,
        outcomes=at_size(12_000, 40_000),
        seed=7,
        with_truth=True,
    )
    people = tuple(SensitiveFeatures(row["jobseeker_id"], row["sex"]) for row in invented.jobseekers)
    asked = tuple(Vacancy(row["vacancy_id"], "v", (), row["employer_id"]) for row in invented.vacancies)
    rows = check("outcomes", [RawRow("outcomes", at, row) for at, row in enumerate(invented.outcomes, 2)]).accepted
    listed = tuple(ListedPair(asked[0].vacancy_id, one.jobseeker_id, at, "far") for at, one in enumerate(people, 1))
    outcomes = tuple(understanding_room.outcomes(rows))
    found = audit(AuditTables(listed, people, vacancies=asked, outcomes=outcomes), AuditSettings(DAY))
    assert [one.employer_id for one in found.employers if one.is_clear] == [DISCRIMINATES]
    assert found.employers[0].gap < -0.1
