"""An import that is killed goes on where it was, and what the centre then holds is what an unbroken import would have left."""

import csv
import multiprocessing
import os
import random
import signal
import time

import pytest
from import_town import CENTRE, bring, held, service, table

from matcher.adapters.database.connection import open_engine
from matcher.adapters.database.migrating import upgrade
from matcher.adapters.database.repository import SqlRepository
from matcher.adapters.resolver_cache import RememberedWords
from matcher.bootstrap import build
from matcher.config import ROOT
from matcher.core.records.imports import Import
from matcher.services.importing import running

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
FORK = multiprocessing.get_context("fork")
N_PEOPLE = 100


def sample(name):
    with (ROOT / "data" / "samples" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def changed(rows, column):
    """Change every second row, so that former versions are kept and needs are superseded."""
    return [
        {**row, column: row[column] + ("; welding" if row[column] else "welding")} if at % 2 else row
        for at, row in enumerate(rows)
    ]


PEOPLE, NEEDS = sample("jobseekers")[:N_PEOPLE], sample("vacancies")
PEOPLE[50] = {**PEOPLE[49], "jobseeker_id": "00" + PEOPLE[49]["jobseeker_id"]}
STEPS = [
    ("jobseekers", table(PEOPLE)),
    ("jobseekers", table(changed(PEOPLE, "skills"))),
    ("vacancies", table(NEEDS)),
    ("vacancies", table(changed(NEEDS, "essential_skills"))),
]


@pytest.fixture(scope="module")
def words():
    """Words that every process knows already: what is to be killed is the writing."""
    made = RememberedWords(build().resolver)
    yield made
    made.close()


@pytest.fixture
def new_address(request, tmp_path):
    numbers = iter(range(10_000))

    def give(kind):
        if kind == "postgresql":
            return request.getfixturevalue("postgres_server").new_database()
        return f"sqlite:///{tmp_path / f'{next(numbers)}.sqlite'}"

    return give


@pytest.fixture
def opened():
    engines = []

    def give(address):
        engines.append(open_engine(address))
        upgrade(engines[-1])
        return SqlRepository(engines[-1])

    yield give
    for engine in engines:
        engine.dispose()


def go_on(address, folder, words, public_id):
    """Import in a process of its own, with a connection of its own."""
    importing = service(SqlRepository(open_engine(address)), folder, words)
    importing.run(CENTRE, importing.get(CENTRE, public_id), only_whole=False)


def run_and_kill(arguments, seconds):
    """Let a process import; kill it after some time. Say whether it was killed before its end."""
    process = FORK.Process(target=go_on, args=arguments)
    process.start()
    time.sleep(seconds)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
def test_an_import_killed_again_and_again_leaves_what_an_unbroken_one_leaves(
    kind, new_address, opened, tmp_path, words, at_size, monkeypatch, capsys
):
    monkeypatch.setattr(running, "CHUNK", 5)
    monkeypatch.setattr(running, "BLOCK", 20)
    wanted, dice, n_kills, n_halfway = at_size(2, 100), random.Random(7), 0, 0
    unbroken = opened(new_address(kind))
    for table_name, content in STEPS:
        bring(service(unbroken, tmp_path / "unbroken", words), table_name, content)
    expected = held(unbroken)
    assert len(expected["FormerVersion"]) > N_PEOPLE // 2
    assert expected["ImportNote"]
    while n_kills < wanted:
        address = new_address(kind)
        repository = opened(address)
        for table_name, content in STEPS:
            importing = service(repository, tmp_path / "broken", words)
            staged = importing.stage(CENTRE, table_name, name="T.csv", content=content, by="aigul")
            # Killed at once a dozen times, an import would never come to its end; so the time to live grows.
            patience = 0.6
            while importing.get(CENTRE, staged.public_id).record.state != "done":
                if run_and_kill((address, tmp_path / "broken", words, staged.public_id), dice.uniform(0, patience)):
                    n_kills += 1
                    cursor = importing.get(CENTRE, staged.public_id).record.cursor
                    n_halfway += cursor > 0
                patience *= 1.3
        assert held(repository) == expected
        assert all(each.record.state == "done" for each in repository.find(CENTRE, Import))
    with capsys.disabled():
        print(
            f"\n{kind}: {n_kills} kills, {n_halfway} of them when rows had been written; nothing lost, nothing doubled"
        )
