"""Every page as people see it: no barrier, no sideways scrolling, no fault in the console, nobody else asked."""

import csv
import shutil

import pytest
from browser.conftest import faults, look, requests_of, violations

from matcher.bootstrap import build
from matcher.cli.match import match
from matcher.config import ROOT
from web import create_app

TABLES = ("jobseekers", "vacancies", "courses")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("run")
    paths = {name: ROOT / "data" / "samples" / f"{name}.csv" for name in TABLES}
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    match.main([*arguments, "--as-of", "2026-11-23", "--out", str(made), "--top", "5"], standalone_mode=False)
    for name, path in paths.items():
        shutil.copyfile(path, made / f"{name}.csv")
    return made


@pytest.fixture(scope="module")
def site(serve, folder):
    return serve(create_app(build(), folder))


@pytest.fixture(scope="module")
def pages(folder):
    with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    return (
        "vacancies",
        f"vacancies/{row['vacancy_id']}",
        "jobseekers",
        f"jobseekers/{row['jobseeker_id']}",
        "nowhere",
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_page_holds_a_barrier(browser, site, pages, language, dark):
    look(browser, width=1280, dark=dark)
    for page in pages:
        browser.get(site(f"/{language}/{page}"))
        assert violations(browser) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_page_scrolls_sideways(browser, site, pages, language, width):
    look(browser, width=width, dark=False)
    for page in pages:
        browser.get(site(f"/{language}/{page}"))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_no_page_faults_in_the_console_or_asks_anybody_else(browser, site, pages):
    for page in pages:
        browser.get(site(f"/ru/{page}"))
    told = [fault for fault in faults(browser) if "404" not in fault]
    assert told == []
    asked = requests_of(browser)
    assert asked
    assert all(address.startswith(site("/")) for address in asked), asked


def test_a_barrier_would_be_found(browser):
    browser.get("data:text/html,<html><title>x</title><img src='x'><input></html>")
    found = " ".join(violations(browser))
    assert "html-has-lang" in found
    assert "image-alt" in found
    assert "label" in found
