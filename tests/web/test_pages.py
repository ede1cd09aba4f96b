"""Pages over the files of a run, in three languages."""

import csv
import hashlib
import json
import re
import shutil

import html5lib
import pytest

from matcher.bootstrap import build
from matcher.cli.match import match
from matcher.config import ROOT
from matcher.errors import InputError
from web import create_app
from web.i18n import Sentences

SAMPLES = ROOT / "data" / "samples"
TABLES = ("jobseekers", "vacancies", "courses")


def run(folder, jobseekers=SAMPLES / "jobseekers.csv"):
    paths = {name: SAMPLES / f"{name}.csv" for name in TABLES} | {"jobseekers": jobseekers}
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    match.main([*arguments, "--as-of", "2026-11-23", "--out", str(folder), "--top", "5"], standalone_mode=False)
    for name, path in paths.items():
        shutil.copyfile(path, folder / f"{name}.csv")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def client(folder):
    return create_app(build(), folder).test_client()


def a_pair(folder):
    with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    return row["vacancy_id"], row["jobseeker_id"]


def pages(folder):
    vacancy_id, jobseeker_id = a_pair(folder)
    return ("vacancies", f"vacancies/{vacancy_id}", "jobseekers", f"jobseekers/{jobseeker_id}")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_valid_html_in_its_language_with_one_heading(client, folder, language):
    for page in pages(folder):
        answer = client.get(f"/{language}/{page}")
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(text)
        assert f'<html lang="{language}">' in text
        assert text.count("<h1>") == 1
        assert not re.search(r">\s*(reason|ui|value|field|rule)\.[a-z_.]+", text)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_input_has_a_label(client, folder, language):
    text = client.get(f"/{language}/vacancies/{a_pair(folder)[0]}").get_data(as_text=True)
    fields = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', text)
    assert len(fields) == 4
    assert all(f'<label for="{field}">' in text for field in fields)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_unknown_page_is_told_in_the_readers_language(client, language):
    answer = client.get(f"/{language}/vacancies/none")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)


def test_an_unknown_language_is_no_page(client):
    assert client.get("/de/vacancies").status_code == 404


def test_pages_carry_a_strict_policy_and_are_not_stored(client):
    headers = client.get("/ru/vacancies").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_every_page_says_that_a_person_decides(client, folder):
    for page in pages(folder):
        assert "a person decides" in client.get(f"/en/{page}").get_data(as_text=True)


def shown(client, vacancy_id, query=""):
    text = client.get(f"/en/vacancies/{vacancy_id}{query}").get_data(as_text=True)
    return re.findall(r'/en/jobseekers/([^"]+)">', text)


def test_filters_show_fewer_people_in_the_same_order(client, folder):
    vacancy_id = a_pair(folder)[0]
    everybody = shown(client, vacancy_id)
    assert len(everybody) == 5
    for query in ("?women=1", "?youth=1", "?long_unemployed=1", "?readiness=ready"):
        found = shown(client, vacancy_id, query)
        assert found == [person for person in everybody if person in found]


def test_the_filter_for_women_shows_women_only(client, folder):
    with (folder / "jobseekers.csv").open(encoding="utf-8-sig", newline="") as file:
        sex = {row["jobseeker_id"]: row["sex"] for row in csv.DictReader(file)}
    vacancy_id = a_pair(folder)[0]
    assert shown(client, vacancy_id, "?women=1") == [p for p in shown(client, vacancy_id) if sex[p] == "F"]


def test_flipping_the_sex_of_everybody_changes_no_match(folder, tmp_path):
    with (SAMPLES / "jobseekers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    flipped = tmp_path / "jobseekers.csv"
    with flipped.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "sex": {"F": "M", "M": "F"}.get(row["sex"], "F")} for row in rows)
    other = run(tmp_path / "other", flipped)
    for name in ("matches.csv", "matches_by_jobseeker.csv", "recommendations.csv"):
        assert (other / name).read_bytes() == (folder / name).read_bytes()


def test_another_language_keeps_the_filters(client, folder):
    text = client.get(f"/ru/vacancies/{a_pair(folder)[0]}?women=1&readiness=ready").get_data(as_text=True)
    link = re.search(r'href="(/kk/[^"]+)"', text.split("Қазақша")[0].rsplit("<a", 1)[1])
    assert link is not None
    assert "women=1" in link[1]
    assert "readiness=ready" in link[1]


def test_titles_are_escaped(folder, tmp_path):
    other = tmp_path / "evil"
    shutil.copytree(folder, other)
    text = (SAMPLES / "vacancies.csv").read_text(encoding="utf-8-sig")
    with (SAMPLES / "vacancies.csv").open(encoding="utf-8-sig", newline="") as file:
        title = next(csv.DictReader(file))["title"]
    evil = text.replace(title, "<script>x</script>").encode()
    (other / "vacancies.csv").write_bytes(evil)
    summary = json.loads((other / "run.json").read_text(encoding="utf-8"))
    for each in summary["inputs"]:
        if each["table"] == "vacancies":
            each["sha256"] = hashlib.sha256(evil).hexdigest()
    (other / "run.json").write_text(json.dumps(summary), encoding="utf-8")
    page = create_app(build(), other).test_client().get("/ru/vacancies").get_data(as_text=True)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        create_app(build(), tmp_path)
    assert caught.value.code == "no_run"


def test_codes_in_reasons_are_told_in_words():
    say = Sentences(build(), "en")
    assert say.reason("course_mode:onsite").endswith("in person")
    assert say.reason("shifts_failed:day,night").endswith("day, night")
    assert say.reason("languages_failed:kk C1,de B2").endswith("Kazakh C1, de B2")
    assert say.reason("licences_failed:crane: tower,forklift").endswith("crane: tower, forklift licence")
    assert "secondary" in say.reason("education_failed:2:3")


def test_a_table_of_another_run_is_not_shown_beside_the_results(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "other")
    with (other / "jobseekers.csv").open("a", encoding="utf-8") as file:
        file.write("\r\n")
    answer = create_app(build(), other).test_client().get(f"/en/vacancies/{a_pair(other)[0]}").get_data(as_text=True)
    assert 'name="women"' not in answer
    assert "table of jobseekers" in answer
