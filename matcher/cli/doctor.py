"""``matcher doctor``: what is here, what is set, what is wrong and how to mend it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

import click

from matcher import __version__
from matcher.adapters.word_files import reranker_path
from matcher.bootstrap import Container, build
from matcher.errors import MatcherError

LIBRARIES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "pandas",
    "rapidfuzz",
    "python-calamine",
    "flask",
    "babel",
    "distributed",
    "sqlalchemy",
    "alembic",
    "psycopg",
    "argon2-cffi",
    "flask-wtf",
    "waitress",
    "pyrage",
    "pyotp",
    "segno",
    "pydantic",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> int:
    r"""Say what is installed and set, and whether the taxonomy, the town and the instance folder can be used.

    \b
    Example:
      matcher doctor --json
    Exit status: 0 all is well; 2 something is wrong.
    """
    container = build()
    findings = {
        "taxonomy": _taxonomy(container),
        "town": _town(container),
        "instance": _instance(container),
        "database": _database(container),
    }
    content = {
        "program": __version__,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "settings": {f"MATCHER_{name.upper()}": _shown(name, value) for name, value in asdict(container.settings).items()},
        "encoders": _encoders(container),
        "synonyms": _synonyms(container),
        "production": _production(container),
        "findings": findings,
    }
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for part, lines in content.items():
            click.echo(f"{part}: {lines}" if isinstance(lines, str) else part)
            if isinstance(lines, dict):
                for name, value in lines.items():
                    click.echo(f"  {name}: {value}")
    return 0 if all(finding.startswith("ok") for finding in findings.values()) else 2


def _shown(name: str, value: object) -> str:
    """Give a setting as it may be shown: never a password."""
    return re.sub(r"(?<=:)[^:/@]*(?=@)", "***", str(value)) if name == "database_url" else str(value)


def _database(container: Container) -> str:
    """Say where the database stands; SQLite in the instance folder is made and upgraded by itself."""
    from sqlalchemy.exc import SQLAlchemyError

    from matcher.adapters.database.migrating import newest_revision, revision_of

    try:
        found = revision_of(container.database)
    except (MatcherError, SQLAlchemyError, OSError) as fault:
        return f"wrong: {type(fault).__name__}; see MATCHER_DATABASE_URL, and whether the server runs"
    needed = newest_revision()
    kind = container.database.dialect.name
    if container.settings.database_url and found != needed:
        return f"wrong: {kind} at revision {found or '-'}, needed {needed}; run matcher db upgrade"
    return f"ok: {kind} at revision {found or '- (made at first use)'}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _taxonomy(container: Container) -> str:
    try:
        found = container.taxonomy
    except MatcherError as fault:
        return f"wrong: {fault}; set MATCHER_DATA_DIR or MATCHER_TAXONOMY to a folder with skills.csv"
    return f"ok: {len(found.skills)} skills, {len(found.occupations)} occupations, version {found.version}"


def _encoders(container: Container) -> dict[str, str]:
    """Say of each encoder whether it is used, and what is lost without it."""
    from matcher.adapters.encoders.choice import chosen, make_encoders, offers

    settings, faults = container.settings, {}
    try:
        picked = chosen(settings.encoders, settings.encoder_dir)
    except MatcherError as fault:
        return {"MATCHER_ENCODERS": f"wrong: {fault}"}
    made = make_encoders(picked, None, say=lambda _, **said: faults.update({said["encoder"]: said["reason"]}))
    learned = reranker_path(settings.data_dir / "priors", made)
    used = {each.name: each.fingerprint for each in made if learned.is_file()}
    lines: dict[str, str] = {}
    for offer in offers(settings.encoder_dir):
        if offer.name in used:
            lines[offer.name] = f"used: {used[offer.name]}"
        elif offer.name in faults:
            lines[offer.name] = f"wrong: {faults[offer.name]}; without it is lost: {offer.adds}"
        elif offer.version and any(each.name == offer.name for each in made):
            names = ",".join(each.name for each in made)
            lines[offer.name] = f"waits: run matcher taxonomy train --encoders {names}, which writes {learned.name}"
        elif offer.version:
            lines[offer.name] = f"not used (MATCHER_ENCODERS={settings.encoders}); without it is lost: {offer.adds}"
        else:
            lines[offer.name] = f"not there: pip install '.[{offer.extra}]'; without it is lost: {offer.adds}"
    return lines


def _synonyms(container: Container) -> str:
    """Say how many words the centre has taught, and how many of them this taxonomy cannot use."""
    from matcher.adapters.synonym_files import read_synonyms
    from matcher.core.taxonomy.synonyms import current

    try:
        taught = current(read_synonyms(container.synonyms_path))
        unused = sum(container.untaught_taxonomy.concept(each.concept_id) is None for each in taught)
    except MatcherError as fault:
        return f"wrong: {fault}; mend {container.synonyms_path}"
    return f"ok: {len(taught)} in {container.synonyms_path}, {unused} of them name a concept that is not in this taxonomy"


def _production(container: Container) -> str:
    """Say whether ``matcher serve --production`` would start; the demo does not need it."""
    try:
        container.check_production()
    except (MatcherError, OSError) as fault:
        return f"not fit: {fault}; mend it before matcher serve --production"
    return "ok: the secret is of this installation alone, and passwords are hashed at full cost"


def _town(container: Container) -> str:
    try:
        return f"ok: {len(container.places.labels)} places, {len(container.travel.minutes)} travel times"
    except MatcherError as fault:
        return f"wrong: {fault}; set MATCHER_TOWN to a folder under data/towns"


def _instance(container: Container) -> str:
    folder = container.settings.instance_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as fault:
        return f"wrong: {fault}; make {folder} writable or set MATCHER_INSTANCE_DIR"
    return f"ok: {folder} is writable"
