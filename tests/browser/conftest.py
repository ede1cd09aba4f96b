"""A real Chromium over real pages, served on this machine; skipped with a reason where there is none."""

import json
import shutil
import threading
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from matcher.application import make_identity
from matcher.bootstrap import Container
from matcher.cli.demo_town import demo_accounts, fill_sample_centre
from matcher.config import Settings
from web import create_app

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PATIENCE = 30
"""Seconds until a page that does not come is a fault."""
BEGINNING = {"admin": "/accounts", "staff": "/vacancies", "employer": "/needs", "jobseeker": "/me"}
"""Where each role comes out after signing in."""
HERE = ["127.0.0.1", "localhost", "::1"]


def pytest_collection_modifyitems(items):
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.allow_hosts(HERE))
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(missing)} (Debian packages)"))


@dataclass(frozen=True)
class Site:
    """Pages that are being served."""

    address: str

    def __call__(self, path: str) -> str:
        return self.address + path


@pytest.fixture(scope="session")
def serve():
    """Serve an application on a free port until the tests end."""
    servers = []

    def start(app) -> Site:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Site(f"http://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def container(tmp_path_factory):
    """A house with the invented town in a database of its own."""
    folder = tmp_path_factory.mktemp("instance")
    made = Container(replace(Settings(), instance_dir=folder, password_cost="cheap", encoders="none"))
    fill_sample_centre(made, date(2026, 11, 23))
    return made


@pytest.fixture(scope="session")
def site(serve, container):
    """The pages over the invented town."""
    return serve(create_app(container, repository=container.repository))


@pytest.fixture
def enter(container, site):
    """Let somebody in: a jobseeker by a new one-time code, others by password."""

    def enter_as(chrome: webdriver.Chrome, role: str, language: str = "en") -> None:
        secrets = {role: (login, secret) for role, login, secret in demo_accounts(container, make_identity(container))}
        login, secret = secrets[role]
        if role == "jobseeker":
            chrome.get(site(f"/{language}/code"))
            chrome.find_element(By.NAME, "code").send_keys(secret)
        else:
            chrome.get(site(f"/{language}/sign-in"))
            chrome.find_element(By.NAME, "login").send_keys(login)
            chrome.find_element(By.NAME, "password").send_keys(secret)
        chrome.find_element(By.CSS_SELECTOR, "main form button").click()
        WebDriverWait(chrome, PATIENCE).until(url_contains(BEGINNING[role]))

    return enter_as


def open_browser(folder: Path, *, javascript: bool = True) -> webdriver.Chrome:
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
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@pytest.fixture(scope="session")
def _no_proxy():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("SE_OFFLINE", "true")
        yield


@pytest.fixture(scope="session")
def _browsers(_no_proxy, tmp_path_factory):
    opened = {}

    def get(javascript: bool) -> webdriver.Chrome:
        if javascript not in opened:
            opened[javascript] = open_browser(tmp_path_factory.mktemp("chromium"), javascript=javascript)
        return opened[javascript]

    yield get
    for each in opened.values():
        each.quit()


@pytest.fixture
def browser(_browsers):
    """Chromium with JavaScript, without cookies, 1280 pixels wide, light."""
    return fresh(_browsers(True))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def either_browser(request, _browsers):
    """Chromium with JavaScript, then without."""
    return fresh(_browsers(request.param))


def fresh(chrome: webdriver.Chrome) -> webdriver.Chrome:
    chrome.delete_all_cookies()
    look(chrome, width=1280, dark=False)
    chrome.get_log("browser")
    chrome.get_log("performance")
    return chrome


def look(chrome: webdriver.Chrome, *, width: int, dark: bool) -> None:
    """Set the width of the window in pixels, and the reader's wish for light or dark."""
    chrome.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    scheme = "dark" if dark else "light"
    chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )


def violations(chrome: webdriver.Chrome) -> list[str]:
    """Run axe-core on the page that is open; WCAG 2.2, levels A and AA."""
    chrome.set_script_timeout(60)
    chrome.execute_script(AXE)
    found = chrome.execute_async_script(
        """
        const done = arguments[arguments.length - 1];
        axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
           .then(
             result => done(result.passes.length ? result.violations : [{id: "nothing was checked", nodes: []}]),
             fault => done([{id: String(fault), nodes: []}]));
        """
    )
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


def faults(chrome: webdriver.Chrome) -> list[str]:
    """List what the console told as an error, and refusals of the content policy."""
    return [entry["message"] for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"]


def requests_of(chrome: webdriver.Chrome) -> list[str]:
    """List the addresses that the browser asked for since the last look."""
    asked = []
    for entry in chrome.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    return [address for address in asked if address.startswith("http")]
