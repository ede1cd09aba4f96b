"""A training end to end: it recovers what decided, refuses what is not better, and never reads who a person is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from matcher.adapters.messages import Messages
from matcher.adapters.model_card import card_page
from matcher.config import ROOT
from matcher.core.features.columns import NAMES
from matcher.core.prior import KNOWN, Prior
from matcher.core.records import (
    HeldSkill,
    Jobseeker,
    Occupation,
    Outcome,
    Profile,
    SensitiveFeatures,
    Skill,
    SkillNeed,
    Vacancy,
)
from matcher.core.taxonomy import Taxonomy
from matcher.errors import InputError
from matcher.services.reporting import calibration, proxy_auc
from matcher.services.training import TrainingTown, train

TODAY = date(2026, 11, 23)
TRADES = 6
TAXONOMY = Taxonomy(
    {f"s{n}": Skill(f"s{n}", {"en": f"skill {n}"}, group=f"g{n // 4}") for n in range(4 * TRADES)},
    {
        f"o{n}": Occupation(
            f"o{n}", f"7{n}11", {"en": f"trade {n}"}, essential=tuple((f"s{k}", 2) for k in range(4 * n, 4 * n + 4))
        )
        for n in range(TRADES)
    },
)
PRIOR = Prior({known: {"near_skills": 1.0} for known in KNOWN})


@dataclass(frozen=True)
class Audited:
    is_complete: bool = True

    def as_dict(self):
        return {"complete": self.is_complete}


def audit(model, pairs):
    return Audited()


def invented(n_people=150, n_vacancies=60, n_outcomes=1500, *, truth="education", seed=0):
    """A town in which employers look at `truth` alone: education, or the skills that they ask for."""
    chance = np.random.default_rng(seed)
    people = []
    for n in range(n_people):
        trade = 4 * int(chance.integers(TRADES))
        held = [HeldSkill(f"s{trade + k}", int(chance.integers(1, 4))) for k in range(4) if chance.random() < 0.8]
        people.append(
            Jobseeker(
                f"J{n:04}",
                Profile(tuple(held) or (HeldSkill(f"s{trade}", 1),), education_level=int(chance.integers(0, 9))),
            )
        )
    vacancies = []
    for n in range(n_vacancies):
        trade = 4 * int(chance.integers(TRADES))
        needs = tuple(SkillNeed(f"s{trade + k}", 2) for k in range(4))
        vacancies.append(
            Vacancy(f"V{n:03}", f"trade {trade // 4}", needs, education_level=8, isco08=f"7{trade // 4}11")
        )
    outcomes = {}
    while len(outcomes) < n_outcomes:
        person, role = people[chance.integers(n_people)], vacancies[chance.integers(n_vacancies)]
        if truth == "education":
            chance_of = 0.9 if person.profile.education_level >= 6 else 0.05
        else:
            levels = {held.skill_id: held.level for held in person.profile.skills}
            chance_of = 0.05 + 0.9 * sum(min(levels.get(need.skill_id, 0), 2) for need in role.needs) / 8
        referred = TODAY - timedelta(days=int(chance.integers(20, 400)))
        outcomes[person.jobseeker_id, role.vacancy_id] = Outcome(
            person.jobseeker_id,
            role.vacancy_id,
            "hired" if chance.random() < chance_of else "refused_by_employer",
            referred_on=referred,
            decided_on=referred + timedelta(days=5),
        )
    sensitive = tuple(SensitiveFeatures(p.jobseeker_id, sex="F" if n % 2 else "M") for n, p in enumerate(people))
    town = TrainingTown(TAXONOMY, tuple(people), tuple(vacancies), (), PRIOR, sensitive)
    return town, [outcomes[key] for key in sorted(outcomes)]


@pytest.fixture(scope="module")
def educated():
    town, outcomes = invented()
    return town, outcomes, train(town, outcomes, as_of=TODAY, audit=audit)


def test_what_decides_is_found_and_served(educated):
    _, _, found = educated
    assert found.refusals == ()
    assert found.served
    weights = found.card["weight_of_columns"]
    assert max(weights, key=weights.get) == "education"


def test_the_card_tells_all_that_a_reader_needs(educated):
    _, outcomes, found = educated
    card = found.card
    assert card["outcomes"] == {
        "given": len(outcomes),
        "pending": 0,
        "rejected": 0,
        "used": len(outcomes),
        "hired": sum(one.outcome == "hired" for one in outcomes),
    }
    assert card["split"]["by"] == "vacancy and day"
    assert 0 < card["split"]["learned"] + card["split"]["measured"] <= len(outcomes)
    assert card["quality"]["n_queries"] >= 10
    assert {"ours", "overlap", "prior", "plain_bm25", "plain_random", "plain_tfidf_word"} <= set(
        card["quality"]["estimates"]
    )
    assert card["quality"]["ours_less"]["overlap"]["map"]["low"] > 0
    assert card["calibration"]["brier"] < 0.2
    assert card["exposure"]["largest"] <= 10 * card["exposure"]["smallest"] + 1e-9
    assert card["audit"] == {"complete": True}
    assert [one["outcomes"] for one in card["learning_curve"]] == sorted(
        one["outcomes"] for one in card["learning_curve"]
    )
    assert [one["name"] for one in card["columns"]] == list(NAMES)
    assert card["better_than_prior_from"] in [one["outcomes"] for one in card["learning_curve"]]


def test_the_order_of_every_table_changes_nothing(educated):
    town, outcomes, found = educated
    mixed = replace(
        town, jobseekers=town.jobseekers[::-1], vacancies=town.vacancies[::-1], sensitive=town.sensitive[::-1]
    )
    again = train(mixed, outcomes[::-1], as_of=TODAY, audit=audit)
    assert np.array_equal(again.model.tables_, found.model.tables_)
    assert again.card == found.card


def test_who_a_person_is_changes_nothing_but_the_report(educated):
    town, outcomes, found = educated
    flipped = tuple(
        replace(one, sex="M" if one.sex == "F" else "F", birth_date=date(1970, 1, 1)) for one in town.sensitive
    )
    again = train(replace(town, sensitive=flipped), outcomes, as_of=TODAY, audit=audit)
    assert np.array_equal(again.model.tables_, found.model.tables_)


def test_without_an_audit_or_with_half_of_one_it_is_refused(educated):
    town, outcomes, _ = educated
    assert train(town, outcomes, as_of=TODAY).refusals == ("refused_no_audit",)
    half = train(town, outcomes, as_of=TODAY, audit=lambda model, pairs: Audited(is_complete=False))
    assert half.refusals == ("refused_no_audit",)


def test_what_only_counts_as_well_as_counting_is_refused():
    town, outcomes = invented(truth="skills", seed=1)
    found = train(town, outcomes, as_of=TODAY, audit=audit)
    assert found.refusals == ("refused_not_better", "refused_not_better_than_prior")
    assert found.card["status"] == "refused"


def test_chance_outcomes_are_refused():
    town, outcomes = invented(seed=2)
    chance = np.random.default_rng(9)
    lots = [replace(one, outcome="hired" if chance.random() < 0.4 else "no_show") for one in outcomes]
    assert "refused_not_better" in train(town, lots, as_of=TODAY, audit=audit).refusals


def test_few_outcomes_are_fitted_and_refused():
    town, outcomes = invented(n_outcomes=120, seed=3)
    found = train(town, outcomes, as_of=TODAY, audit=audit)
    assert "refused_few_outcomes" in found.refusals


def test_too_few_outcomes_are_an_error():
    town, outcomes = invented(n_outcomes=29, seed=3)
    with pytest.raises(InputError) as few:
        train(town, outcomes, as_of=TODAY)
    assert (few.value.code, few.value.params["found"], few.value.params["expected"]) == ("too_few_outcomes", 29, 30)


@pytest.mark.parametrize("what", ["hired", "no_show"])
def test_one_class_only_is_an_error(what):
    town, outcomes = invented(n_outcomes=60, seed=3)
    with pytest.raises(InputError) as one:
        train(town, [replace(each, outcome=what) for each in outcomes], as_of=TODAY)
    assert one.value.code == "one_class"


def test_rejected_and_pending_outcomes_are_counted_and_not_learned_from(educated):
    town, outcomes, _ = educated
    bad = [replace(outcomes[0], jobseeker_id="nobody"), replace(outcomes[1], outcome="pending"), *outcomes[2:]]
    found = train(town, bad, as_of=TODAY, audit=audit)
    assert [one.rule for one in found.rejections] == ["outcome_unknown_jobseeker"]
    counts = found.card["outcomes"]
    assert counts["given"] == counts["used"] + counts["rejected"] + counts["pending"]
    assert counts["pending"] == 1


def test_who_withheld_consent_is_not_learned_from(educated):
    town, outcomes, _ = educated
    without = tuple(replace(one, consent=False) if one.jobseeker_id == "J0003" else one for one in town.jobseekers)
    found = train(replace(town, jobseekers=without), outcomes, as_of=TODAY, audit=audit)
    assert {one.rule for one in found.rejections} == {"outcome_no_consent"}


def test_columns_that_tell_sex_are_reported():
    chance = np.random.default_rng(0)
    columns, sexes = chance.random((200, 3)), [(at // 2, "F" if at // 2 % 2 else "M") for at in range(200)]
    assert 0.3 < proxy_auc(columns, sexes) < 0.7
    columns[:, 1] = [sex == "F" for _, sex in sexes]
    assert proxy_auc(columns, sexes) > 0.99
    assert proxy_auc(columns[:30], sexes[:30]) is None
    assert proxy_auc(columns, [(person, None) for person, _ in sexes]) is None


def test_calibration_compares_chances_with_what_happened(educated):
    _, _, found = educated
    bins = found.card["calibration"]["bins"]
    assert sum(one["n"] for one in bins) == found.card["split"]["measured"]
    assert bins[0]["observed"] < bins[-1]["observed"]
    assert calibration(found.model, np.zeros((0, len(NAMES))), np.zeros(0, dtype=int)) is None


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_of_a_card_is_whole_in_every_language(educated, language):
    import html5lib

    _, _, found = educated
    page = card_page(found.card, Messages(ROOT / "web" / "translations", language), name="centre<1>")
    html5lib.HTMLParser(strict=True).parse(page)
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "centre&lt;1&gt;" in page
    assert "ui.card." not in page


def test_an_employer_who_discriminates_does_not_teach_the_model_to(educated):
    town, outcomes, fair = educated
    women = {one.jobseeker_id for one in town.sensitive if one.sex == "F"}
    chance = np.random.default_rng(11)
    unfair = [
        replace(one, outcome="refused_by_employer") if one.jobseeker_id in women and chance.random() < 0.6 else one
        for one in outcomes
    ]
    found = train(town, unfair, as_of=TODAY, audit=audit)
    hired = {
        sex: np.mean([one.outcome == "hired" for one in unfair if (one.jobseeker_id in women) is sex])
        for sex in (True, False)
    }
    assert hired[True] < 0.6 * hired[False]
    rows = np.random.default_rng(12).random((500, len(NAMES)))
    # what decided for everybody still decides, and sex can be told from no column
    assert np.corrcoef(found.model.decision_function(rows), fair.model.decision_function(rows))[0, 1] > 0.95
    assert abs(found.card["proxy"]["sex_auc"] - 0.5) < 0.15
