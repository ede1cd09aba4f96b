"""Pictures of the pages over the invented town, for the guides and for looking at what was made.

Run from the root of the project, with Debian's packages chromium and chromium-driver:

    python docs/screenshots.py                      # renews the pictures of the clerk's guides, docs/pictures/<language>/
    python docs/screenshots.py --every --out look   # every page that a link reaches, for each role, at 360 and 1280 pixels
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.cli.demo_town import demo_accounts, fill_sample_centre
from matcher.config import ROOT, Settings
from web import create_app

AS_OF = date(2026, 11, 23)
LANGUAGES = ("kk", "ru", "en")
GUIDE = ("vacancies", "vacancies/*", "search", "people/*", "caseload", "imports", "overview", "reads")
"""Pages of an officer that the clerk's guide shows; a star stands for an identifier."""
MOST_PAGES = 60


def served(folder: Path) -> tuple[str, Container]:
    """Serve the invented town from a database in `folder`; give the address."""
    container = Container(replace(Settings(), instance_dir=folder, password_cost="cheap", encoders="none"))
    fill_sample_centre(container, AS_OF)
    server = make_server("127.0.0.1", 0, create_app(container, repository=container.repository), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", container


def opened(folder: Path) -> webdriver.Chrome:
    """Open Chromium with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--no-proxy-server",
        f"--user-data-dir={folder}",
    ):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def enter(chrome: webdriver.Chrome, address: str, role: str, secret: tuple[str, str]) -> None:
    """Sign in: a jobseeker by the one-time code, others by login and password."""
    chrome.delete_all_cookies()
    page, fields = ("code", {"code": secret[1]}) if role == "jobseeker" else ("sign-in", {})
    chrome.get(f"{address}/en/{page}")
    for name, text in (fields or {"login": secret[0], "password": secret[1]}).items():
        chrome.find_element(By.NAME, name).send_keys(text)
    chrome.find_element(By.CSS_SELECTOR, "main form button").click()
    WebDriverWait(chrome, 30).until(lambda there: not there.current_url.endswith(page))


def shape(path: str) -> str:
    """Give the shape of an address: identifiers become stars.

    >>> shape("/ru/people/123e4567-e89b-12d3-a456-426614174000?sort=fit")
    'people/*'
    """
    bare = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path.partition("?")[0].partition("#")[0])
    return re.sub(r"(?<=/)(\d+|V\d+|C\d+|S\d+|E\d+)(?=/|$)", "*", bare).strip("/").partition("/")[2]


def walked(chrome: webdriver.Chrome, address: str, language: str, first: str) -> Iterator[tuple[str, str]]:
    """Follow links from a page; yield each shape of address once, with an address of it, while its page is open."""
    waiting, seen = [first], {shape(f"/{language}/{first}")}
    while waiting and len(seen) < MOST_PAGES:
        page = waiting.pop(0)
        chrome.get(f"{address}/{language}/{page}")
        links = [link.get_attribute("href") or "" for link in chrome.find_elements(By.CSS_SELECTOR, "a[href]")]
        if not page.partition("?")[0].endswith((".csv", ".xlsx", ".json")):
            yield shape(f"/{language}/{page}"), page
        for link in links:
            if link.startswith(f"{address}/{language}/") and shape(link.removeprefix(address)) not in seen:
                seen.add(shape(link.removeprefix(address)))
                waiting.append(link.removeprefix(f"{address}/{language}/"))


def picture(chrome: webdriver.Chrome, path: Path, width: int, tallest: int) -> None:
    """Write a picture of the page that is open, from its top, at most `tallest` pixels high."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    height = min(tallest, chrome.execute_script("return document.documentElement.scrollHeight"))
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "height": height})
    path.parent.mkdir(parents=True, exist_ok=True)
    chrome.save_screenshot(str(path))


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--languages", nargs="+", default=list(LANGUAGES))
    parser.add_argument("--roles", nargs="+", default=["everyone", "jobseeker", "employer", "staff", "admin"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as instance, tempfile.TemporaryDirectory() as profile:
        address, container = served(Path(instance))
        chrome = opened(Path(profile))
        try:
            for role in asked.roles if asked.every else ["staff"]:
                if role != "everyone":
                    secrets = {role: (login, it) for role, login, it in demo_accounts(container, make_identity(container))}
                    enter(chrome, address, role, secrets[role])
                first = chrome.current_url.split("/", 4)[-1] if role != "everyone" else "sign-in"
                for language in asked.languages:
                    for name, page in walked(chrome, address, language, first):
                        if not asked.every and name not in GUIDE:
                            continue
                        for width in (360, 1280) if asked.every else (1000,):
                            file = f"{name.replace('/', '-').replace('*', 'one')}"
                            path = (
                                asked.out / language / (f"{role}-{file}-{width}.png" if asked.every else f"{file}.png")
                            )
                            picture(chrome, path, width, 4000 if asked.every else 900)
                            print(path, page)
        finally:
            chrome.quit()


if __name__ == "__main__":
    main()
