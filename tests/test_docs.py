"""The guides name every command, setting, column and page, and show only pictures that are there."""

import importlib.util
import re

import click
import pytest
from fakes.repository import MemoryRepository
from identity_fake import make_identity

from matcher.adapters.result_files import (
    MATCH_COLUMNS,
    RECOMMENDATION_COLUMNS,
    REJECTED_COLUMNS,
    REVIEW_COLUMNS,
)
from matcher.bootstrap import build
from matcher.cli import cli
from matcher.config import ROOT, Settings
from matcher.core.contracts import TABLES
from matcher.core.records import LANGUAGES
from web import create_app

DOCS = ROOT / "docs"


def text_of(*names):
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


GUIDES = text_of("README.md", "docs/administrator.md", "docs/reviewer.md", "docs/commands.md")


def leaves(command, path):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), (*path, name))
    else:
        yield " ".join(path)


@pytest.mark.parametrize("command", sorted(leaves(cli, ("matcher",))))
def test_every_command_is_in_a_guide(command):
    assert re.search(rf"\b{command}\b", GUIDES)


def test_the_page_of_commands_is_that_of_their_help():
    spec = importlib.util.spec_from_file_location("commands", DOCS / "commands.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == made.commands_page(), "run python docs/commands.py"


def test_every_setting_is_in_the_readme_and_told_in_its_page():
    told = text_of("docs/settings.md")
    assert [name for name in vars(Settings()) if f"MATCHER_{name.upper()}" not in told] == []


def test_the_readme_is_a_screen_and_a_half():
    assert len(text_of("README.md").splitlines()) <= 70


def test_every_setting_is_in_the_readme():
    readme = text_of("README.md")
    assert [name for name in vars(Settings()) if f"MATCHER_{name.upper()}" not in readme] == []


COLUMNS = {name: [column.name for column in table.columns] for name, table in TABLES.items()} | {
    "matches": MATCH_COLUMNS,
    "recommendations": RECOMMENDATION_COLUMNS,
    "rejected": REJECTED_COLUMNS,
    "review": REVIEW_COLUMNS,
}


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_every_column_of_a_table_is_in_the_dictionary(table):
    dictionary = text_of("data/README.md")
    chapter = dictionary.partition(f"### {table}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    assert [name for name in COLUMNS[table] if not re.search(rf"\b{name}\b", chapter)] == []


def pages():
    app = create_app(build(), identity=make_identity(), repository=MemoryRepository())
    rules = {
        str(rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods or rule.endpoint == "auth.sign_out"
    }
    shown = {re.sub(r"<[^>]+>", "…", rule.replace("/<language>", "", 1)) for rule in rules if "<language>" in rule}
    return sorted(shown)


def test_every_page_is_in_the_administrators_guide():
    guide = text_of("docs/administrator.md")
    assert [page for page in pages() if f"`{page}`" not in guide] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clerks_guide_names_pages_that_are_there(language):
    guide = text_of(f"docs/clerk.{language}.md")
    named = set(re.findall(r"`(/[^`]*)`", guide))
    known = {page.replace("/…", "/") for page in pages()} | set(pages())
    assert len(named) > 10
    assert sorted(page for page in named if not any(page.replace("…", "") in each for each in known)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_the_clerks_guide_is_there(language):
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(f"docs/clerk.{language}.md"))
    assert len(named) >= 5
    assert [name for name in named if not (DOCS / name).is_file()] == []


def test_the_three_guides_of_the_clerk_have_the_same_chapters():
    counts = {language: text_of(f"docs/clerk.{language}.md").count("\n## ") for language in LANGUAGES}
    assert len(set(counts.values())) == 1
