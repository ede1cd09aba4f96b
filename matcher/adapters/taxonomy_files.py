"""Read and write the taxonomy's CSV files.

A folder holds ``groups.csv``, ``skills.csv`` and ``occupations.csv`` (UTF-8, comma, a header row; lists inside a cell are
separated by ``;``), and optionally ``shared_labels.csv``, the labels that two concepts share on purpose.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from matcher.adapters.storage import written_whole
from matcher.core.records import LANGUAGES, Occupation, Skill
from matcher.core.taxonomy import Group, Taxonomy
from matcher.errors import TaxonomyError

SKILL_COLUMNS = (
    "skill_id", "preferred_kk", "preferred_ru", "preferred_en", "alt_kk", "alt_ru", "alt_en", "definition_en", "definition_ru",
    "group", "broader", "related", "evidences", "esco_uri", "kk_status",
)  # fmt: skip
OCCUPATION_COLUMNS = (
    "occupation_id", "isco08", "preferred_kk", "preferred_ru", "preferred_en", "alt_kk", "alt_ru", "alt_en", "definition_en",
    "definition_ru", "essential", "optional", "hazard", "tvet", "esco_uri", "kk_status",
)  # fmt: skip
GROUP_COLUMNS = ("group_id", "label_kk", "label_ru", "label_en", "broader")

Row = dict[str, str]
Concept = TypeVar("Concept", Skill, Occupation, Group)


def read_taxonomy(folder: Path) -> Taxonomy:
    """Read a taxonomy from its folder.

    Parameters
    ----------
    folder : Path
        Holds ``skills.csv`` and, where present, ``occupations.csv`` and ``groups.csv``.

    Raises
    ------
    TaxonomyError
        ``taxonomy_not_found`` where there is no ``skills.csv``; ``taxonomy_column_missing``, ``taxonomy_duplicate_id`` or
        ``taxonomy_bad_cell`` with file, line and column.
    """
    if not (folder / "skills.csv").is_file():
        raise TaxonomyError("taxonomy_not_found", folder=str(folder))
    skills = _by_id(folder / "skills.csv", "skill_id", _skill)
    occupations = _by_id(folder / "occupations.csv", "occupation_id", _occupation)
    groups = _by_id(folder / "groups.csv", "group_id", _group)
    return Taxonomy(skills, occupations, groups)


def write_taxonomy(taxonomy: Taxonomy, folder: Path) -> None:
    """Write a taxonomy into `folder` (made where missing), rows in order of identifier; the same taxonomy gives the same bytes.

    Labels in other languages than ours stand in columns of their own behind the others. Each file is written whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables: tuple[tuple[str, tuple[str, ...], Callable[[Any], list[str]], dict[str, Any]], ...] = (
        ("groups.csv", GROUP_COLUMNS, _group_row, dict(taxonomy.groups)),
        ("skills.csv", SKILL_COLUMNS, _skill_row, dict(taxonomy.skills)),
        ("occupations.csv", OCCUPATION_COLUMNS, _occupation_row, dict(taxonomy.occupations)),
    )
    for name, columns, row, concepts in tables:
        found = [concepts[key] for key in sorted(concepts)]
        languages = sorted({lang for each in found for lang in each.labels} - set(LANGUAGES))
        prefixes = ("label_",) if name == "groups.csv" else ("preferred_", "alt_")
        more = tuple(f"{prefix}{lang}" for prefix in prefixes for lang in languages)
        _write(folder / name, (*columns, *more), ([*row(each), *_other_cells(each, languages)] for each in found))


def write_shared_labels(folder: Path, labels: Iterable[tuple[str, str, str]]) -> None:
    """Write which labels several concepts share on purpose: kind, label in lower case, note."""
    _write(folder / "shared_labels.csv", ("kind", "label", "note"), (list(each) for each in labels))


def read_shared_labels(folder: Path) -> set[tuple[str, str]]:
    """Read which labels several concepts share on purpose: (kind, label in lower case)."""
    return {(row.get("kind", ""), row.get("label", "").lower()) for _, row in read_rows(folder / "shared_labels.csv")}


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield line number and cells of each row of a CSV file; nothing where the file is absent."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {name: (cell or "").strip() for name, cell in row.items() if isinstance(name, str)}


def _by_id(path: Path, id_column: str, make: Callable[[Row], Concept]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for line, row in read_rows(path):
        identifier = row.get(id_column, "")
        if not identifier:
            raise TaxonomyError("taxonomy_bad_cell", file=path.name, line=line, column=id_column, value="")
        if identifier in found:
            raise TaxonomyError("taxonomy_duplicate_id", file=path.name, line=line, column=id_column, value=identifier)
        try:
            found[identifier] = make(row)
        except KeyError as missing:
            raise TaxonomyError(
                "taxonomy_column_missing", file=path.name, line=line, column=str(missing.args[0])
            ) from missing
        except ValueError as bad:
            raise TaxonomyError("taxonomy_bad_cell", file=path.name, line=line, column="", value=str(bad)) from bad
    return found


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def _levels(cell: str) -> tuple[tuple[str, int], ...]:
    pairs: list[tuple[str, int]] = []
    for item in _items(cell):
        # A URI holds colons itself: only a last part of digits is a level.
        name, colon, level = item.rpartition(":")
        if not colon or not level.isdigit():
            name, level = item, "0"
        if int(level) > 5:
            raise ValueError(item)
        pairs.append((name, int(level)))
    return tuple(pairs)


def _labels(row: Row) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]:
    found: list[dict[str, str]] = []
    for prefix in ("preferred_", "alt_", "definition_"):
        found.append(
            {name.removeprefix(prefix): cell for name, cell in row.items() if name.startswith(prefix) and cell}
        )
    preferred, others, definitions = found
    if not any(name.startswith("preferred_") for name in row):
        raise KeyError("preferred_en")
    return preferred, {lang: _items(cell) for lang, cell in others.items()}, definitions


def _skill(row: Row) -> Skill:
    preferred, others, definitions = _labels(row)
    return Skill(
        row["skill_id"],
        preferred,
        others,
        definitions,
        group=row.get("group", ""),
        broader=row.get("broader", ""),
        related=_items(row.get("related", "")),
        evidences=_levels(row.get("evidences", "")),
        esco_uri=row.get("esco_uri", ""),
        kk_status=row.get("kk_status", "") or "unchecked",
    )


def _occupation(row: Row) -> Occupation:
    preferred, others, definitions = _labels(row)
    hazard = {"yes": True, "no": False, "": None}.get(row.get("hazard", "").lower(), ...)
    if hazard is ...:
        raise ValueError(row["hazard"])
    return Occupation(
        row["occupation_id"],
        row["isco08"],
        preferred,
        others,
        definitions,
        essential=_levels(row.get("essential", "")),
        optional=_levels(row.get("optional", "")),
        hazard=hazard,
        tvet=row.get("tvet", ""),
        esco_uri=row.get("esco_uri", ""),
        kk_status=row.get("kk_status", "") or "unchecked",
    )


def _group(row: Row) -> Group:
    return Group(
        row["group_id"],
        {
            **{lang: row[f"label_{lang}"] for lang in LANGUAGES if row[f"label_{lang}"]},
            **{name.removeprefix("label_"): cell for name, cell in row.items() if name.startswith("label_") and cell},
        },
        row.get("broader", ""),
    )


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    with written_whole(path, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _other_cells(found: Skill | Occupation | Group, languages: list[str]) -> list[str]:
    labels = [found.labels.get(lang, "") for lang in languages]
    if isinstance(found, Group):
        return labels
    return [*labels, *(";".join(found.alt_labels.get(lang, ())) for lang in languages)]


def _group_row(found: Group) -> list[str]:
    return [found.group_id, *(found.labels.get(lang, "") for lang in LANGUAGES), found.broader]


def _label_cells(found: Skill | Occupation) -> list[str]:
    return [
        *(found.labels.get(lang, "") for lang in LANGUAGES),
        *(";".join(found.alt_labels.get(lang, ())) for lang in LANGUAGES),
        found.definitions.get("en", ""),
        found.definitions.get("ru", ""),
    ]


def _level_cell(pairs: tuple[tuple[str, int], ...]) -> str:
    return ";".join(f"{name}:{level}" if level else name for name, level in pairs)


def _skill_row(found: Skill) -> list[str]:
    relations = [found.group, found.broader, ";".join(found.related), _level_cell(found.evidences)]
    return [found.skill_id, *_label_cells(found), *relations, found.esco_uri, found.kk_status]


def _occupation_row(found: Occupation) -> list[str]:
    hazard = {True: "yes", False: "no", None: ""}[found.hazard]
    relations = [_level_cell(found.essential), _level_cell(found.optional), hazard, found.tvet]
    return [found.occupation_id, found.isco08, *_label_cells(found), *relations, found.esco_uri, found.kk_status]
