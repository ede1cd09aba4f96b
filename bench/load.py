"""Fifty officers clicking through 100,000 jobseekers: how long they wait, on loopback, served by waitress; stops by itself.

    python bench/load.py [--jobseekers 100000] [--vacancies 300] [--people 50] [--seconds 120] [--pause 3] [--model prior] [--folder DIR]

The invented town is made by ``matcher simulate`` and stands in SQLite, or in the upgraded database of MATCHER_DATABASE_URL;
with ``--folder`` it is kept and used again.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.cli.demo_town import CENTRE, fill_sample_centre
from matcher.cli.serve import serve_with_waitress
from matcher.config import Settings
from matcher.core.records import Vacancy
from matcher.errors import UsageError
from web import create_app
from web.staff.blueprint import warm

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 23)
PASSWORD = "only for measuring, on loopback"
SORTS = ("fit", "hours", "unemployed", "identifier")
FILTERS = (
    {"women": 1},
    {"youth": 1},
    {"readiness": "after_training"},
    {"language": "kk"},
    {"shift": "night"},
    {"carers": 1},
)
WORDS = ("сварщик", "welder", "дәнекерлеуші", "повар", "водитель", "сборка автобусов", "токарь", "уборка помещений")


def house_in(folder, model="prior"):
    return Container(
        replace(
            Settings(),
            instance_dir=folder / "instance",
            database_url=os.environ.get("MATCHER_DATABASE_URL", ""),
            password_cost="cheap",
            encoders="none",
            model=model,
        )
    )


def fill(folder, sizes):
    town = folder / "town"
    if not (town / "jobseekers.csv").exists():
        options = [part for name in ("jobseekers", "vacancies") for part in (f"--{name}", str(sizes[name]))]
        command = ["-m", "matcher", "simulate", *options, "--courses", "60", "--outcomes", "1000", "--seed", "1"]
        subprocess.run([sys.executable, *command, "--out", str(town)], check=True, capture_output=True, cwd=ROOT)
    started = time.perf_counter()
    if n_added := fill_sample_centre(house_in(folder), DAY, town):
        print(f"filled: {n_added} records in {time.perf_counter() - started:.0f} s")


def serve(folder, port, model):
    container = house_in(folder, model)
    app = create_app(container, repository=container.repository)
    started = time.perf_counter()
    warm(app)
    print(f"people read and ranked for the open vacancies: {time.perf_counter() - started:.0f} s", flush=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve_with_waitress(container, app, "127.0.0.1", port)


class Officer(threading.Thread):
    """One person who clicks, waits, and clicks again."""

    def __init__(self, port, token, vacancies, *, until, pause, seed):
        super().__init__(daemon=True)
        self.cookies, self.vacancies, self.until, self.pause = f"entry={token}", vacancies, until, pause
        self.dice, self.port, self.waits, self.shown = random.Random(seed), port, [], ""

    def run(self):
        time.sleep(self.dice.uniform(0, self.pause))
        while time.monotonic() < self.until:
            self.click()
            time.sleep(min(self.dice.expovariate(1 / self.pause), 5 * self.pause))

    def click(self):
        role = f"/ru/vacancies/{self.dice.choice(self.vacancies)}"
        kind = self.dice.choices(
            ("list", "vacancy", "filter", "sort", "page", "words", "compare", "shortlist"),
            (10, 40, 15, 10, 8, 10, 4, 3),
        )[0]
        address = {
            "list": "/ru/vacancies",
            "vacancy": role,
            "filter": f"{role}?{urlencode(self.dice.choice(FILTERS))}",
            "sort": f"{role}?sort={self.dice.choice(SORTS)}",
            "page": f"{role}?page={self.dice.randint(2, 20)}",
            "words": "/ru/search?" + urlencode({"words": self.dice.choice(WORDS)}),
        }.get(kind)
        if kind == "compare":
            people = re.findall(r'name="person" value="([^"]+)"', self.shown)[:4]
            address = "/ru/compare?" + urlencode([("person", each) for each in people]) if people else role
        form = re.search(
            r'action="(/ru/people/[^"]+)">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', self.shown
        )
        if kind == "shortlist" and form:
            return self.ask(kind, form[1], {"csrf_token": form[2], "step": "shortlist", "next": "/ru/vacancies"})
        return self.ask(kind, address or role)

    def ask(self, kind, address, fields=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        line.request("POST" if fields else "GET", address, urlencode(fields) if fields else None, headers)
        answer = line.getresponse()
        body = answer.read().decode("utf-8")
        self.waits.append((kind, time.perf_counter() - started, answer.status, len(body)))
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith("form="):
                self.cookies = f"{self.cookies.split('; ')[0]}; {value.split(';')[0]}"
        if fields is None:
            self.shown = body
        line.close()


def tokens(container, n):
    identity = make_identity(container)
    for at in range(n):
        login = f"officer-{at}"
        with contextlib.suppress(UsageError):
            identity.create_user(login, "staff", password=PASSWORD, centre_id=CENTRE)
        yield identity.sign_in(login, PASSWORD, address=f"192.0.2.{at}").token


def click_through(folder, port, sizes):
    container = house_in(folder)
    entered = list(tokens(container, sizes["people"]))
    vacancies = [row.public_id for row in container.repository.find(CENTRE, Vacancy)][:100]
    first = Officer(port, entered[0], vacancies, until=0, pause=1, seed=0)
    first.ask("first", "/ru/vacancies")
    print(f"first page after the start: {first.waits[0][1]:.1f} s")
    until = time.monotonic() + sizes["seconds"]
    officers = [
        Officer(port, token, vacancies, until=until, pause=sizes["pause"], seed=at) for at, token in enumerate(entered)
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(sizes["seconds"] + 120)
    return [wait for officer in officers for wait in officer.waits]


def tell(waits, sizes):
    print(f"{'click':10} {'n':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'KB':>6}")
    for kind in ("all", *sorted({kind for kind, *_ in waits})):
        own = [wait for wait in waits if kind in ("all", wait[0])]
        took = np.array([1000 * seconds for _, seconds, *_ in own])
        size = np.mean([n for *_, n in own]) / 1024
        p50, p95 = np.percentile(took, [50, 95])
        print(f"{kind:10} {len(own):6} {p50:8.0f} {p95:8.0f} {took.max():8.0f} {size:6.0f}")
    statuses = {status: sum(each == status for _, _, each, _ in waits) for status in sorted({w[2] for w in waits})}
    n_faults = sum(n for status, n in statuses.items() if status >= 500)
    print(f"{len(waits) / sizes['seconds']:.1f} clicks a second; answers by status {statuses}; 5xx: {n_faults}")


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(folder, sizes):
    folder.mkdir(parents=True, exist_ok=True)
    fill(folder, sizes)
    port = random.randint(20_000, 40_000)
    command = [sys.executable, __file__, "--serve", str(port), "--folder", str(folder), "--model", sizes["model"]]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "MATCHER_ENCODERS": "none"})
    try:
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.5)
        before = processor_seconds(server.pid)
        waits = click_through(folder, port, sizes)
        spent = processor_seconds(server.pid) - before
        tell(waits, sizes)
        load = os.getloadavg()[0]
        print(
            f"processor: {1000 * spent / len(waits):.0f} ms a click; load of the machine {load:.1f} on {os.cpu_count()} cores"
        )
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8"))
        print(f"server's memory: {int(peak[1]) / 1024:.0f} MB at its largest")
    finally:
        server.terminate()
        server.wait(30)


def main():
    parser = argparse.ArgumentParser()
    for name, default in (("jobseekers", 100_000), ("vacancies", 300), ("people", 50), ("seconds", 120), ("pause", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--model", default="prior")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    sizes = vars(parser.parse_args())
    if sizes["serve"]:
        serve(sizes["folder"], sizes["serve"], sizes["model"])
    elif sizes["folder"]:
        measure(sizes["folder"], sizes)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), sizes)


if __name__ == "__main__":
    main()
