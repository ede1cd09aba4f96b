"""Files of job titles that somebody has coded, and the model that was learned from them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from matcher.adapters.storage import written_whole
from matcher.adapters.taxonomy_files import read_rows
from matcher.core.taxonomy import Taxonomy
from matcher.core.taxonomy.unit_groups import CodedTitles, UnitGroups
from matcher.errors import ModelError, TaxonomyError

COLUMNS = ("title", "occupation")
_ISCO = re.compile(r"C?(\d{4})")
_NKZ = re.compile(r"(\d{4})-\d.*")


def read_coded_titles(path: Path, taxonomy: Taxonomy, nkz_isco08: Mapping[str, str]) -> tuple[CodedTitles, int]:
    """Read titles with the occupation of each: an identifier or ESCO URI of the taxonomy, a code of ISCO-08 or of NKZ.

    Returns
    -------
    coded : CodedTitles
        In the order of the file; with the labels of the taxonomy's occupations.
    n_left_out : int
        Rows without a title, or with an occupation that the taxonomy does not know.

    Raises
    ------
    TaxonomyError
        ``titles_not_found`` where there is no such file; ``esco_column_missing`` where it lacks a column; ``esco_not_utf8``.
    """
    if not path.is_file():
        raise TaxonomyError("titles_not_found", file=str(path))
    pairs: list[tuple[str, str]] = []
    n_left_out = 0
    try:
        for _, row in read_rows(path):
            for column in COLUMNS:
                if column not in row:
                    raise TaxonomyError("esco_column_missing", file=str(path), line=1, column=column)
            code = _unit_group(row["occupation"], taxonomy, nkz_isco08)
            if code and row["title"]:
                pairs.append((row["title"], code))
            else:
                n_left_out += 1
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        raise TaxonomyError("esco_not_utf8", file=str(path), line=line) from wrong
    labels = [
        (label, taxonomy.isco(key)) for key, _, label, _ in taxonomy.all_labels("occupation") if taxonomy.isco(key)
    ]
    titles, codes = tuple(title for title, _ in pairs), tuple(code for _, code in pairs)
    return CodedTitles(titles, codes, tuple(text for text, _ in labels), tuple(code for _, code in labels)), n_left_out


def titles_path(folder: Path) -> Path:
    """Return where the model of a taxonomy's folder lies."""
    return folder / "titles.json"


def write_unit_groups(path: Path, model: UnitGroups, provenance: Mapping[str, str]) -> None:
    """Write a model as readable numbers, a term a line, with what it was learned from."""
    numbers = model.to_numbers()
    terms = numbers.pop("terms")
    head = json.dumps({"provenance": dict(provenance), **numbers}, ensure_ascii=False)[:-1]
    body = ",\n".join(f"{json.dumps(term, ensure_ascii=False)}: {json.dumps(row)}" for term, row in terms.items())
    with written_whole(path) as file:
        file.write(f'{head}, "terms": {{\n{body}\n}}}}\n')


def read_unit_groups(path: Path) -> UnitGroups | None:
    """Read a model; None where there is no such file.

    Raises
    ------
    ModelError
        ``model_damaged`` where the file does not hold one.
    """
    if not path.is_file():
        return None
    try:
        return UnitGroups.from_numbers(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as wrong:
        raise ModelError("model_damaged", model=path.name, reason=str(wrong)) from wrong


def _unit_group(occupation: str, taxonomy: Taxonomy, nkz_isco08: Mapping[str, str]) -> str:
    found = _ISCO.fullmatch(occupation)
    if found:
        return found[1]
    found = _NKZ.fullmatch(occupation)
    if found:
        return nkz_isco08.get(found[1], "")
    return taxonomy.isco(taxonomy.occupation_by_uri.get(occupation, occupation))
