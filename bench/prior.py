"""The prior: derive its figures again, and measure it on people and on vacancies that it never saw.

    python bench/prior.py [--shared ../shared/bench] [--write]

Reads ESCO (for the places of skills and of ISCO-08 unit groups) and the experts' judgements of related occupations. Prints mean average
precision, five folds by jobseeker, beside coverage and idf cosine in the same run, with 95 % bootstrap intervals over jobseekers; then the
same where neither the jobseeker nor the vacancy was seen. ``--write`` renews ``data/priors/transitions.json``, ``isco08.json`` and
``esco-skills.npz``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from prior_sources import isco_vectors, judgements, skill_vectors

from matcher.adapters.esco import read_esco
from matcher.adapters.esco_files import open_esco
from matcher.adapters.prior_files import write_groups, write_meanings
from matcher.adapters.taxonomy_files import read_taxonomy
from matcher.core.coverage import SkillWeights, build_demand
from matcher.core.features.columns import STEPS, schema_digest
from matcher.core.features.documents import of_vacancies, rarity
from matcher.core.features.extraction import FeatureExtractor
from matcher.core.features.groups_of_work import GroupsOfWork
from matcher.core.features.meaning import SkillMeanings
from matcher.core.prior import JudgedPairs, fit_prior, with_floor
from matcher.core.records import Profile

ROOT = Path(__file__).resolve().parent.parent
FOLDS, THIN, SEED = 5, 0.4, 0


def average_precision(scores, gains, among):
    """Binary relevance; ties by the order of the file (Manning et al. 2008, 8.4)."""
    places = np.flatnonzero(among)
    found = gains[places[np.argsort(-scores[places], kind="stable")]] > 0
    return (np.cumsum(found)[found] / (np.flatnonzero(found) + 1)).mean()


def interval(values, n_draws=2000):
    chance = np.random.default_rng(SEED)
    means = np.sort([chance.choice(values, len(values)).mean() for _ in range(n_draws)])
    return means[int(0.025 * n_draws)], means[int(0.975 * n_draws)]


def thinned(people, share):
    """Give the same people with a part of their skills: profiles are rarely complete."""
    chance = np.random.default_rng(SEED)
    for person in people:
        kept = tuple(skill for skill in person.skills if chance.random() < share)
        yield Profile(kept or person.skills[:1], person.occupations)


def columns_of(source, taxonomy, groups, meanings):
    """Columns of the full profiles, of thin ones, and of those that tell no occupation."""
    demand = build_demand(source.vacancies(taxonomy), taxonomy, SkillWeights.from_taxonomy(taxonomy))
    maker = FeatureExtractor(demand, (), groups, meanings).precompute()
    full = source.people(taxonomy)
    untold = [Profile(person.skills) for person in full]
    views = [maker.block(people).astype(float) / STEPS for people in (full, list(thinned(full, THIN)), untold)]
    return [views[0], *views]  # full profiles count twice


def judged(views, source, person, among):
    return [
        JudgedPairs(view[person][among], source.gains[person][among]) for view in views if source.gains[person][among].any()
    ]


def cross_validated(views, source, *, unseen_vacancies=False):
    chance = np.random.default_rng(SEED)
    of_person = chance.permutation(source.gains.shape[0]) % FOLDS
    of_vacancy = chance.permutation(source.gains.shape[1]) % FOLDS
    found = []
    for fold in range(FOLDS):
        seen = (of_vacancy != fold) if unseen_vacancies else np.ones(source.gains.shape[1], dtype=bool)
        learned = [
            each
            for person in np.flatnonzero(of_person != fold)
            for each in judged(views, source, person, source.allowed[person] & seen)
        ]
        weights = fit_prior(learned)
        line = with_floor(weights)
        for person in np.flatnonzero(of_person == fold):
            among = source.allowed[person] & (~seen if unseen_vacancies else True)
            if source.gains[person][among].any():
                found.append((average_precision(views[0][person] @ line, source.gains[person], among), person, among))
    return found


def plain(source, taxonomy):
    """Coverage of essentials, and cosine of idf-weighted skills (optional ones a half), over the folder alone."""
    asked = of_vacancies(source.vacancies(taxonomy))
    position = {skill: at for at, skill in enumerate(sorted(asked.skills))}
    held = np.zeros((len(source.gains), len(position)))
    for row, person in enumerate(source.people(taxonomy)):
        held[row, [position[skill.skill_id] for skill in person.skills if skill.skill_id in position]] = 1
    essential, half = asked.matrix(position, 0.0).toarray(), asked.matrix(position, 0.5).toarray()
    rare = rarity(asked.weights, list(position), 1.0).diagonal()
    lengths = np.outer(np.linalg.norm(held * rare, axis=1), np.linalg.norm(half * rare, axis=1))
    yield "coverage of essentials", held @ essential.T / np.maximum(essential.sum(axis=1), 1)
    yield "idf cosine", (held * rare) @ (half * rare).T / np.maximum(lengths, 1e-12)


def told(name, found):
    low, high = interval(np.array(found))
    print(f"  {name:44} {np.mean(found):.3f}  [{low:.3f}, {high:.3f}]  n={len(found)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not (given.shared / "transitions").is_dir():
        sys.exit(f"no folder {given.shared / 'transitions'}: nothing to measure on")
    source, esco = judgements(given.shared / "transitions"), read_esco(open_esco([given.shared / "esco_v1.2.0"]))
    groups, meanings = GroupsOfWork(isco_vectors(esco)), SkillMeanings(skill_vectors(esco))
    ours = read_taxonomy(ROOT / "data" / "taxonomy")
    print("mean average precision, each person's own occupation left out")
    for name, scores in plain(source, ours):
        told(name, [average_precision(s, g, a) for s, g, a in zip(scores, source.gains, source.allowed, strict=True)])
    cases = {"plain": (ours, SkillMeanings()), "meanings": (ours, meanings), "labels": (esco, meanings)}
    weights, measured = {}, {}
    for case, (taxonomy, known) in cases.items():
        views = columns_of(source, taxonomy, groups, known)
        for unseen in (False, True):
            found = cross_validated(views, source, unseen_vacancies=unseen)
            told(
                f"prior, {case}, unseen {'people and vacancies' if unseen else 'people'}",
                [each for each, _, _ in found],
            )
            measured[f"{case}{'_unseen_vacancies' if unseen else ''}"] = round(float(np.mean([f[0] for f in found])), 3)
            if unseen and case == "plain":
                for name, scores in plain(source, ours):
                    told(
                        f"  {name}, same pairs", [average_precision(scores[p], source.gains[p], a) for _, p, a in found]
                    )
        everyone = [each for p in range(len(source.gains)) for each in judged(views, source, p, source.allowed[p])]
        weights[case] = fit_prior(everyone)
        print("   ", {name: weight for name, weight in weights[case].items() if weight})
    if given.write:
        folder = ROOT / "data" / "priors"
        record = {
            "version": "2",
            "schema": schema_digest(),
            "learned_from": "occupations that O*NET experts call related, between ESCO 1.2.0 occupations (171 people x 366 vacancies)",
            "derived_by": "python bench/prior.py --write",
            "cross_validated_map": measured,
            "weights": weights,
        }
        text = json.dumps(record, indent=1, sort_keys=True) + "\n"
        (folder / "transitions.json").write_text(text, encoding="utf-8")
        write_groups(folder / "isco08.json", groups)
        write_meanings(folder / "esco-skills.npz", meanings)


if __name__ == "__main__":
    main()
