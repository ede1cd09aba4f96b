"""Read the ESCO classification into a taxonomy of ours.

Any version from 1.1 on and any of its languages. "This service uses the ESCO classification of the European Commission."
(reuse permitted with attribution)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.adapters.esco_files import EscoFiles, EscoRow
from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Group, Taxonomy
from matcher.core.taxonomy.validation import NO_KAZAKH
from matcher.errors import TaxonomyError

_BETWEEN = re.compile(r"\s*[\n|]\s*")
_LONGEST_DEFINITION = 300
_SKILL = "/esco/skill/"
_ISCO = re.compile(r"C?\d{1,4}")
_RELATIONS = ("essential", "optional")


@dataclass(frozen=True)
class _Labelled:
    """A concept with its words in all languages; `row` is in English where there is English."""

    uri: str
    labels: dict[str, str]
    others: dict[str, tuple[str, ...]]
    definitions: dict[str, str]
    row: EscoRow


def read_esco(files: EscoFiles) -> Taxonomy:
    """Read ESCO into a taxonomy of its own; identifiers are ``esco-`` and the last part of the URI.

    Levels of relations are 0: ESCO states none. A pair that is both essential and optional is essential. Relations to concepts
    that are not released are left out. A skill without a group of its own has that of a broader skill. Unit groups and what is
    above them are groups ``isco-`` and the code.

    Raises
    ------
    TaxonomyError
        As :class:`matcher.adapters.esco_files.EscoFiles`; ``esco_column_missing``, ``taxonomy_duplicate_id`` or
        ``taxonomy_bad_cell`` with file, line and column.
    """
    groups = {each.uri: each for each in _labelled(files, "skillGroups")}
    parents = _parents(files)
    skills = _skills(files, parents, groups)
    occupations = _occupations(files, skills)
    return Taxonomy(skills, occupations, {**_groups(groups, parents), **_unit_groups(files)})


def _short(uri: str) -> str:
    return "esco-" + uri.rsplit("/", 1)[-1] if uri else ""


def _labelled(files: EscoFiles, table: str) -> Iterator[_Labelled]:
    """Yield the released concepts of a table in order of URI, with the labels of all languages."""
    found: dict[str, _Labelled] = {}
    for lang in files.languages(table):
        lines: dict[str, int] = {}
        for row in files.rows(table, lang):
            uri = row.cell("conceptUri")
            if uri in lines:
                raise TaxonomyError("taxonomy_duplicate_id", file=row.file, line=row.line, value=uri)
            lines[uri] = row.line
            if not uri:
                raise row.fault("conceptUri")
            if row.cells.get("status", "") in ("released", ""):
                concept = found.setdefault(uri, _Labelled(uri, {}, {}, {}, row))
                _add_words(concept, lang, row)
    for uri in sorted(found):
        if found[uri].labels:
            yield found[uri]


def _add_words(concept: _Labelled, lang: str, row: EscoRow) -> None:
    label = _plain(row.cell("preferredLabel"))
    if not label:
        if lang == "en":
            raise row.fault("preferredLabel")
        return  # not translated
    written = [*_BETWEEN.split(row.cells.get("altLabels", "")), *_BETWEEN.split(row.cells.get("hiddenLabels", ""))]
    others = dict.fromkeys(_plain(each) for each in written if each and each.lower() != label.lower())
    concept.labels[lang] = label
    if others:
        concept.others[lang] = tuple(others)
    text = " ".join((row.cells.get("definition") or row.cells.get("description") or "").split())
    if text and not concept.definitions:
        concept.definitions[lang] = _plain(text[:_LONGEST_DEFINITION])


def _plain(label: str) -> str:
    return label.replace(";", ",").strip()


def _parents(files: EscoFiles) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in files.rows("broaderRelationsSkillPillar"):
        found[row.cell("conceptUri")].append(row.cell("broaderUri"))
    return {uri: sorted(broader) for uri, broader in found.items()}


def _skills(files: EscoFiles, parents: Mapping[str, list[str]], groups: Mapping[str, _Labelled]) -> dict[str, Skill]:
    related: dict[str, set[str]] = defaultdict(set)
    for row in files.rows("skillSkillRelations"):
        related[row.cell("originalSkillUri")].add(row.cell("relatedSkillUri"))
    found: dict[str, Skill] = {}
    for each in _labelled(files, "skills"):
        above = parents.get(each.uri, [])
        found[_short(each.uri)] = Skill(
            _short(each.uri),
            each.labels,
            each.others,
            each.definitions,
            group=_short(_group_of(each.uri, parents, groups)),
            broader=_short(next((uri for uri in above if uri not in groups and _SKILL in uri), "")),
            related=tuple(_short(uri) for uri in sorted(related.get(each.uri, ()))),
            esco_uri=each.uri,
            kk_status=NO_KAZAKH,
        )
    return _with_known_relations(found)


def _group_of(uri: str, parents: Mapping[str, list[str]], groups: Mapping[str, _Labelled]) -> str:
    """Return the nearest group above a skill; empty where there is none."""
    seen, level = {uri}, [uri]
    while level:
        above = sorted({broader for each in level for broader in parents.get(each, ())} - seen)
        group = next((each for each in above if each in groups), "")
        if group:
            return group
        seen |= set(above)
        level = above
    return ""


def _with_known_relations(skills: dict[str, Skill]) -> dict[str, Skill]:
    return {
        key: replace(
            skill,
            broader=skill.broader if skill.broader in skills else "",
            related=tuple(each for each in skill.related if each in skills),
        )
        for key, skill in skills.items()
    }


def _relations(files: EscoFiles) -> dict[str, dict[str, set[str]]]:
    pairs: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _RELATIONS}
    for row in files.rows("occupationSkillRelations"):
        kind = row.cell("relationType")
        if kind not in _RELATIONS:
            raise row.fault("relationType")
        pairs[kind][row.cell("occupationUri")].add(row.cell("skillUri"))
    return pairs


def _occupations(files: EscoFiles, skills: Mapping[str, Skill]) -> dict[str, Occupation]:
    relations = _relations(files)

    def levels(uris: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple((_short(uri), 0) for uri in sorted(uris) if _short(uri) in skills)

    found: dict[str, Occupation] = {}
    for each in _labelled(files, "occupations"):
        code = each.row.cell("iscoGroup")
        if not _ISCO.fullmatch(code):
            raise each.row.fault("iscoGroup")
        essential = relations["essential"].get(each.uri, set())
        found[_short(each.uri)] = Occupation(
            _short(each.uri),
            code.removeprefix("C").zfill(4),
            each.labels,
            each.others,
            each.definitions,
            essential=levels(essential),
            optional=levels(relations["optional"].get(each.uri, set()) - essential),
            esco_uri=each.uri,
            kk_status=NO_KAZAKH,
        )
    return found


def _groups(groups: Mapping[str, _Labelled], parents: Mapping[str, Sequence[str]]) -> dict[str, Group]:
    return {
        _short(uri): Group(
            _short(uri), each.labels, _short(next((up for up in parents.get(uri, ()) if up in groups), ""))
        )
        for uri, each in groups.items()
    }


def _unit_groups(files: EscoFiles) -> dict[str, Group]:
    codes = {each.row.cell("code"): each.labels for each in _labelled(files, "ISCOGroups")}
    return {
        f"isco-{code}": Group(f"isco-{code}", labels, f"isco-{code[:-1]}" if code[:-1] in codes else "")
        for code, labels in sorted(codes.items())
    }
