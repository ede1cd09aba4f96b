"""Needs from a file: a new declaration supersedes the former one, it never overwrites it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matcher.core.records import Vacancy
from matcher.core.records.centre import Stored, VacancyStatusRecord
from matcher.core.records.imports import FormerVersion, ImportedRow
from matcher.ports import Repository
from matcher.services.importing.applying import Chunk, apply_employers, changed_fields
from matcher.services.importing.rows import ReadRow

_NUMBERED = re.compile(r"~(?P<number>\d{1,9})$")


def next_declaration(vacancy_id: str) -> str:
    """Name the need that supersedes another.

    Examples
    --------
    >>> next_declaration("V1"), next_declaration("V1~2")
    ('V1~2', 'V1~3')
    """
    stated = _NUMBERED.search(vacancy_id)
    return f"{vacancy_id[: stated.start()]}~{int(stated['number']) + 1}" if stated else f"{vacancy_id}~2"


def apply_needs(
    repository: Repository, chunk: Chunk, rows: Sequence[ReadRow], known: dict[str, Stored[ImportedRow]]
) -> None:
    """Publish new needs; supersede those that were declared in another way before."""
    apply_employers(repository, chunk, rows)
    centre_id = chunk.order.centre_id
    held = {row.row.row_key: known[row.row.row_key].record.record_key for row in rows if row.row.row_key in known}
    ids = [held.get(read.row.row_key, read.record.vacancy_id) for read in rows]
    there = {each.record.vacancy_id: each for each in repository.among(centre_id, Vacancy, "vacancy_id", ids)}
    standings = {each.record.vacancy_id: each for each in repository.among(centre_id, VacancyStatusRecord, "vacancy_id", ids)}
    for read, vacancy_id in zip(rows, ids, strict=True):
        was, stored = known.get(read.row.row_key), there.get(vacancy_id)
        standing = standings.get(vacancy_id)
        if stored is None:
            _publish(chunk, replace(read.record, vacancy_id=vacancy_id))
            chunk.n_added += 1
        elif _declared(replace(read.record, vacancy_id=vacancy_id)) == _declared(stored.record):
            chunk.n_same += 1
        elif standing is not None and standing.record.status == "superseded":
            # The employer has declared anew in the meantime; what they said themselves holds.
            chunk.note("superseded_elsewhere", vacancy_id)
            chunk.n_same += 1
        else:
            vacancy_id = _supersede(chunk, read.record, stored, standing)
            chunk.n_changed += 1
        chunk.settle(read, was, vacancy_id, 1)


def _declared(vacancy: Vacancy) -> Vacancy:
    """Return what an employer declared, without where a need was read and which words were unknown: a better taxonomy declares nothing."""
    needs = tuple(replace(need, text="") for need in vacancy.needs)
    return replace(vacancy, needs=needs, unresolved=(), occupation_words="")


def _publish(chunk: Chunk, vacancy: Vacancy, supersedes: str = "") -> None:
    standing = VacancyStatusRecord(vacancy.vacancy_id, "published", supersedes, published_on=chunk.order.at.date())
    chunk.added += [vacancy, standing]


def _supersede(chunk: Chunk, now: Vacancy, former: Stored[Vacancy], standing: Stored[VacancyStatusRecord] | None) -> str:
    old, new_id = former.record.vacancy_id, next_declaration(former.record.vacancy_id)
    _publish(chunk, replace(now, vacancy_id=new_id), supersedes=old)
    if standing is None:
        chunk.added.append(VacancyStatusRecord(old, "superseded"))
    else:
        chunk.saved.append(replace(standing, record=replace(standing.record, status="superseded")))
    order, changed = chunk.order, changed_fields(former.record, replace(now, vacancy_id=old))
    history = FormerVersion(
        "Vacancy", old, former.version, order.by, order.at, order.import_id, changed, replaced_by=new_id
    )
    chunk.added.append(history)
    return new_id
