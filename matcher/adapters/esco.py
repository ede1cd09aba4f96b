"""Read the ESCO classification as the European Commission publishes it, and bring it into our own taxonomy.

Takes the official CSV zip, or a folder of its files, of any version from 1.1 on and any of its languages; plain or gzipped.
"This service uses the ESCO classification of the European Commission." (reuse permitted with attribution)
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Group, Taxonomy
from matcher.errors import TaxonomyError

Row = dict[str, str]
Concept = TypeVar("Concept", Skill, Occupation)
_NAME = re.compile(r"(?P<table>[A-Za-z]+?)(?:_(?P<lang>[a-z]{2}))?\.csv(?:\.gz)?$")
_BETWEEN = re.compile(r"\s*[\n|]\s*")
_LONGEST_DEFINITION = 300
_SKILL = "/esco/skill/"


@dataclass(frozen=True)
class EscoFiles:
    """The CSV files of one version of ESCO.

    Attributes
    ----------
    files : dict of (table, language) to a function that opens the file as text
        The language is empty where the name has none.
    """

    files: dict[tuple[str, str], Callable[[], Iterable[str]]]

    def languages(self, table: str) -> list[str]:
        """Return the languages of a table; English stands for a name without a language."""
        return sorted({lang or "en" for name, lang in self.files if name == table})

    def rows(self, table: str, lang: str = "") -> Iterator[Row]:
        """Yield the rows of a table in a language, or in the first there is; none where the table is absent."""
        names = [key for key in sorted(self.files) if key[0] == table and (not lang or (key[1] or "en") == lang)]
        if names:
            for row in csv.DictReader(self.files[names[0]]()):
                yield {name: (cell or "").strip() for name, cell in row.items() if isinstance(name, str)}


def open_esco(source: Path) -> EscoFiles:
    """Find the files of ESCO in a folder (with its subfolders) or in a zip.

    Raises
    ------
    TaxonomyError
        ``esco_not_found`` where `source` holds no table of skills and none of occupations.
    """
    files: dict[tuple[str, str], Callable[[], Iterable[str]]] = {}
    if source.is_dir():
        for path in sorted(source.rglob("*.csv*")):
            _take(files, path.name, lambda path=path: _text(path.read_bytes()))  # type: ignore[misc]
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                _take(files, Path(name).name, lambda name=name: _from_zip(source, name))  # type: ignore[misc]
    found = EscoFiles(files)
    if not any(table in ("skills", "occupations") for table, _ in files):
        raise TaxonomyError("esco_not_found", folder=str(source))
    return found


def read_esco(source: Path) -> Taxonomy:
    """Read ESCO into a taxonomy of its own; identifiers are ``esco-`` and the last part of the URI.

    Levels of relations are 0: ESCO states none. A pair that is both essential and optional is essential.

    Raises
    ------
    TaxonomyError
        ``esco_not_found``, or ``taxonomy_column_missing`` where a table lacks a column that we need.
    """
    files = open_esco(source)
    try:
        groups = {row["conceptUri"]: row for row in files.rows("skillGroups")}
        parents = _parents(files)
        essential, optional = _relations(files)
        skills = _skills(files, parents, groups)
        occupations = _occupations(files, essential, optional, skills)
        return Taxonomy(skills, occupations, _groups(files, groups, parents))
    except KeyError as missing:
        raise TaxonomyError(
            "taxonomy_column_missing", file=str(source), line=1, column=str(missing.args[0])
        ) from missing


def merge(ours: Taxonomy, esco: Taxonomy) -> Taxonomy:
    """Return ESCO with our concepts in the place of equal ones (the same URI), under our identifiers, with the labels of both.

    Our other concepts stay. Our relations stay before ESCO's.
    """
    own = {**ours.skill_by_uri, **ours.occupation_by_uri}
    concepts: list[tuple[str, str]] = [(key, each.esco_uri) for key, each in esco.skills.items()]
    concepts += [(key, each.esco_uri) for key, each in esco.occupations.items()]
    names = {key: own[uri] for key, uri in concepts if uri in own}

    def renamed(levels: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        return tuple((names.get(key, key), level) for key, level in levels)

    skills = dict(ours.skills)
    for key, skill in sorted(esco.skills.items()):
        related = tuple(names.get(each, each) for each in skill.related)
        moved = replace(skill, broader=names.get(skill.broader, skill.broader), related=related)
        skills[names.get(key, key)] = _joined(ours.skills[names[key]], moved) if key in names else moved
    occupations = dict(ours.occupations)
    for key, found in sorted(esco.occupations.items()):
        moved_occupation = replace(found, essential=renamed(found.essential), optional=renamed(found.optional))
        occupations[names.get(key, key)] = (
            _joined(ours.occupations[names[key]], moved_occupation) if key in names else moved_occupation
        )
    return Taxonomy(skills, occupations, {**esco.groups, **ours.groups})


def _joined(own: Concept, theirs: Concept) -> Concept:
    return replace(own, labels={**theirs.labels, **own.labels}, alt_labels=_all_others(own, theirs))


def _all_others(own: Skill | Occupation, theirs: Skill | Occupation) -> dict[str, tuple[str, ...]]:
    found = dict(own.alt_labels)
    for lang, label in theirs.labels.items():
        mine = own.alt_labels.get(lang, ())
        known = {each.lower() for each in (*mine, own.labels.get(lang, ""))}
        more = tuple(each for each in (label, *theirs.alt_labels.get(lang, ())) if each.lower() not in known)
        if more:
            found[lang] = (*mine, *more)
    return found


def _take(
    files: dict[tuple[str, str], Callable[[], Iterable[str]]], name: str, opened: Callable[[], Iterable[str]]
) -> None:
    found = _NAME.fullmatch(name)
    if found:
        files.setdefault((found["table"], found["lang"] or ""), opened)


def _text(content: bytes) -> Iterable[str]:
    plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    return io.StringIO(plain.decode("utf-8-sig"), newline="")


def _from_zip(source: Path, name: str) -> Iterable[str]:
    with zipfile.ZipFile(source) as archive:
        return _text(archive.read(name))


def _short(uri: str) -> str:
    return "esco-" + uri.rsplit("/", 1)[-1] if uri else ""


def _labelled(files: EscoFiles, table: str) -> Iterator[tuple[str, dict[str, str], dict[str, tuple[str, ...]], Row]]:
    """Yield URI, preferred labels, alternative labels and the row (in English where there is one) of each concept."""
    languages = files.languages(table)
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    others: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    rows: dict[str, Row] = {}
    for lang in sorted(languages, key=lambda each: (each != "en", each)):
        for row in files.rows(table, lang):
            if row.get("status", "released") not in ("released", ""):
                continue
            uri, label = row["conceptUri"], row["preferredLabel"]
            written = [*_BETWEEN.split(row.get("altLabels", "")), *_BETWEEN.split(row.get("hiddenLabels", ""))]
            labels[uri][lang] = _plain(label)
            others[uri][lang] = tuple(
                dict.fromkeys(_plain(each) for each in written if each and each.lower() != label.lower())
            )
            rows.setdefault(uri, row)
    for uri in sorted(rows):
        yield uri, labels[uri], {lang: each for lang, each in others[uri].items() if each}, rows[uri]


def _plain(label: str) -> str:
    return label.replace(";", ",").strip()


def _definition(row: Row) -> dict[str, str]:
    text = " ".join((row.get("definition") or row.get("description") or "").split())
    return {"en": text[:_LONGEST_DEFINITION].replace(";", ",")} if text else {}


def _parents(files: EscoFiles) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in files.rows("broaderRelationsSkillPillar"):
        found[row["conceptUri"]].append(row["broaderUri"])
    return {uri: sorted(broader) for uri, broader in found.items()}


def _relations(files: EscoFiles) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    pairs: dict[str, dict[str, set[str]]] = {"essential": defaultdict(set), "optional": defaultdict(set)}
    for row in files.rows("occupationSkillRelations"):
        pairs[row["relationType"]][row["occupationUri"]].add(row["skillUri"])
    essential = {uri: sorted(skills) for uri, skills in pairs["essential"].items()}
    optional = {uri: sorted(skills - pairs["essential"].get(uri, set())) for uri, skills in pairs["optional"].items()}
    return essential, optional


def _skills(files: EscoFiles, parents: dict[str, list[str]], groups: dict[str, Row]) -> dict[str, Skill]:
    related: dict[str, set[str]] = defaultdict(set)
    for row in files.rows("skillSkillRelations"):
        related[row["originalSkillUri"]].add(row["relatedSkillUri"])
    found: dict[str, Skill] = {}
    for uri, labels, others, row in _labelled(files, "skills"):
        above = parents.get(uri, [])
        group = next((each for each in above if each in groups), "")
        broader = next((each for each in above if each not in groups and _SKILL in each), "")
        found[_short(uri)] = Skill(
            _short(uri),
            labels,
            others,
            _definition(row),
            group=_short(group),
            broader=_short(broader),
            related=tuple(_short(each) for each in sorted(related.get(uri, ()))),
            esco_uri=uri,
        )
    return _with_known_relations(found)


def _with_known_relations(skills: dict[str, Skill]) -> dict[str, Skill]:
    return {
        key: replace(
            skill,
            broader=skill.broader if skill.broader in skills else "",
            related=tuple(each for each in skill.related if each in skills),
        )
        for key, skill in skills.items()
    }


def _occupations(
    files: EscoFiles, essential: dict[str, list[str]], optional: dict[str, list[str]], skills: dict[str, Skill]
) -> dict[str, Occupation]:
    def levels(uris: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple((_short(uri), 0) for uri in uris if _short(uri) in skills)

    return {
        _short(uri): Occupation(
            _short(uri),
            row["iscoGroup"].removeprefix("C").zfill(4) if row["iscoGroup"] else "",
            labels,
            others,
            _definition(row),
            essential=levels(essential.get(uri, ())),
            optional=levels(optional.get(uri, ())),
            esco_uri=uri,
        )
        for uri, labels, others, row in _labelled(files, "occupations")
    }


def _groups(files: EscoFiles, groups: dict[str, Row], parents: dict[str, list[str]]) -> dict[str, Group]:
    named = {uri: labels for uri, labels, _, _ in _labelled(files, "skillGroups")}
    return {
        _short(uri): Group(
            _short(uri), named[uri], _short(next((each for each in parents.get(uri, ()) if each in groups), ""))
        )
        for uri in sorted(named)
    }
