"""What the prior is derived from: judgements of related occupations, and the places of skills and unit groups in ESCO."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from matcher.core.features.documents import as_sparse, of_taxonomy, of_vacancies
from matcher.core.features.occupation_similarity import Space, skill_groups, skill_text, unit_rows
from matcher.core.records import HeldSkill, PastOccupation, Profile, SkillNeed, Vacancy

N_SKILL, N_GROUP = 48, 32


@dataclass
class Judgements:
    """An evaluation folder: people, vacancies, gains (people x vacancies), and the pairs that count."""

    jobseekers: list
    roles: list
    gains: np.ndarray
    allowed: np.ndarray

    def people(self, taxonomy):
        known = taxonomy.skill_by_uri
        return [
            Profile(
                tuple(HeldSkill(known.get(uri, uri)) for uri in row["skills"].split(";") if uri),
                (PastOccupation(row["occupations"], "", row["occupations"]),),
            )
            for row in self.jobseekers
        ]

    def vacancies(self, taxonomy):
        known, found = taxonomy.skill_by_uri, []
        for row in self.roles:
            needs = [
                SkillNeed(known.get(uri, uri), None, must)
                for column, must in (("essential_skills", True), ("optional_skills", False))
                for uri in row[column].split(";")
                if uri
            ]
            found.append(Vacancy(row["vacancy_id"], row["title"], tuple(needs), isco08=row["occupation"]))
        return found


def judgements(folder):
    tables = []
    for name in ("jobseekers.csv", "vacancies.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    people, roles = tables
    row_of = {row["jobseeker_id"]: at for at, row in enumerate(people)}
    column_of = {row["vacancy_id"]: at for at, row in enumerate(roles)}
    gains, allowed = np.zeros((len(people), len(roles))), np.ones((len(people), len(roles)), dtype=bool)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        person, role, gain = line.split("\t")
        gains[row_of[person], column_of[role]] = float(gain)
    for line in (folder / "excluded.tsv").read_text(encoding="utf-8").splitlines():
        person, role = line.split("\t")[:2]
        allowed[row_of[person], column_of[role]] = False
    return Judgements(people, roles, gains, allowed)


def _blocks(esco):
    """Rows of skills (words of label and definition, groups, itself), and the weighted profile of each occupation."""
    reference = of_taxonomy(esco)
    space = Space.of(reference, of_vacancies([]), esco)
    texts = [skill_text(skill, esco) for skill in space.position]
    words = TfidfVectorizer(stop_words="english").fit_transform(texts)
    parts = [words, skill_groups(space), space.idf(0.5)]
    profile = space.documents @ space.idf()
    return space, reference, parts, profile


def skill_vectors(esco):
    """48 numbers a skill, -127 to 127: its words, groups and self, seen along the strongest directions of occupations' profiles."""
    space, _, parts, profile = _blocks(esco)
    profiles = sparse.hstack([unit_rows(profile @ part) for part in parts]).tocsr()
    _, _, directions = randomized_svd(unit_rows(profiles), N_SKILL, random_state=0)
    rows = sparse.hstack(parts).tocsr() @ directions.T
    whole = np.rint(127 * rows / np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12)).astype(int)
    return {esco.skills[skill].esco_uri: tuple(row.tolist()) for skill, row in zip(space.position, whole, strict=True)}


def isco_vectors(esco):
    """32 numbers a unit group, -127 to 127: words, groups and skills of its occupations, and their titles."""
    _, reference, parts, profile = _blocks(esco)
    codes = sorted(set(reference.isco08) - {""})
    cells = [(codes.index(code), at, 1.0) for at, code in enumerate(reference.isco08) if code]
    member = as_sparse(cells, (len(codes), len(reference)))
    titles = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(reference.titles)
    found = [unit_rows(member @ unit_rows(profile @ part)) for part in parts] + [unit_rows(member @ titles)]
    places, strength, _ = randomized_svd(sparse.hstack(found).tocsr(), N_GROUP, random_state=0)
    rows = unit_rows(places * strength)
    whole = np.rint(127 * rows / np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12)).astype(int)
    return {code: tuple(row.tolist()) for code, row in zip(codes, whole, strict=True)}
