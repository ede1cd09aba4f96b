"""``matcher decisions``: past recommendations are shown again, and outcomes go to the training."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from matcher.adapters.messages import Messages
from matcher.batch import MatchCommandRun
from matcher.bootstrap import build
from matcher.cli.decisions import decisions
from matcher.config import Settings
from matcher.core.record_mapping import outcomes as read_outcomes
from matcher.core.records import HeldSkill, Jobseeker, Outcome, Profile, SkillNeed, Vacancy
from matcher.core.records.decisions import KeptText
from matcher.services.advice import Advisor
from matcher.services.centre_cache import CentreCache
from matcher.services.decisions.officers import Decisions

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
OUTCOMES = (
    Outcome("J1", "V1", "hired", date(2026, 5, 1), "", date(2026, 5, 9), 90),
    Outcome("J2", "V1", "refused_by_jobseeker", date(2026, 5, 2), "shifts"),
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A small centre in a database, where an officer has referred some people."""
    folder = tmp_path_factory.mktemp("instance")
    container = build(Settings(instance_dir=folder, encoders="none"))
    skills = sorted(container.taxonomy.skills)[:6]
    people = [Jobseeker(f"J{at}", Profile((HeldSkill(skill, 3),)), consent=True) for at, skill in enumerate(skills)]
    vacancies = [Vacancy(f"V{at}", "v", (SkillNeed(skill, 2), SkillNeed(skills[0]))) for at, skill in enumerate(skills)]
    container.repository.add_all("saran", [*people, *vacancies, *OUTCOMES])
    for model, some in (("overlap", people[:5]), ("prior", people[5:])):
        advisor = Advisor(CentreCache(container.repository, container.taxonomy, container.travel, container.ranker(model)), NOW.date)
        officer = Decisions(container.repository, advisor, "saran", "aigul", lambda: NOW)
        for person in some:
            (stored,) = container.repository.find("saran", Jobseeker, jobseeker_id=person.jobseeker_id)
            advice = advisor.advise("saran", person)
            pair = officer.pair(stored, advice.vacancies[advice.matches[0].vacancy_id])
            officer.refer(pair, version=pair.version, seal=pair.seal)
    return folder


@pytest.fixture
def call(instance, monkeypatch):
    monkeypatch.setenv("MATCHER_INSTANCE_DIR", str(instance))
    monkeypatch.setenv("MATCHER_LANGUAGE", "en")
    return lambda *arguments: CliRunner().invoke(decisions, arguments, standalone_mode=False, catch_exceptions=False)


def test_recommendations_of_both_models_replay_to_the_same_bytes(call):
    done = call("replay", "--centre", "saran")
    assert done.output == "Decisions replayed: 6; the same to the byte: 6; different: 0; cannot be replayed here: 0.\n"
    assert done.return_value == 0
    assert call("replay", "--centre", "saran", "--latest", "3", "--json").output == ""


def test_outcomes_are_written_as_the_training_reads_them(call, instance, tmp_path):
    path = tmp_path / "outcomes.csv"
    done = call("outcomes", "--centre", "saran", "--out", str(path))
    assert done.return_value == 0
    container = build(Settings(instance_dir=instance))
    run = MatchCommandRun(container, Messages(container.settings.translations_dir, "en"), NOW.date())
    run.read("outcomes", [path])
    assert run.n_rejected == 0
    assert read_outcomes(run.tables["outcomes"].accepted) == list(OUTCOMES)


def test_what_no_longer_replays_is_listed_with_what_lacks(call, instance):
    container = build(Settings(instance_dir=instance, encoders="none"))
    row = next(container.repository.find("saran", KeptText))
    container.repository.save("saran", replace(row, record=replace(row.record, text="{}")), expected_version=1)
    done = call("replay", "--centre", "saran", "--json")
    assert done.return_value == 1
    told = [json.loads(line) for line in done.output.splitlines()]
    assert {line["agreement"] for line in told} == {"not_here"}
    assert all(line["missing"].startswith("town ") for line in told)
    assert "J1" not in done.output
