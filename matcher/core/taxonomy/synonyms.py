"""A centre's picks become its own synonyms: who taught which word when, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from matcher.core.records import LANGUAGES, Occupation, Skill
from matcher.core.taxonomy.concepts import KINDS, Taxonomy
from matcher.core.taxonomy.meaning import language_of
from matcher.core.text import MAX_CHARS, fold, normalise, one_gender
from matcher.errors import TaxonomyError, UsageError

LEARNT, REMOVED = "learnt", "removed"
Concept = TypeVar("Concept", Skill, Occupation)


@dataclass(frozen=True, slots=True)
class Synonym:
    """One entry of a centre's journal of synonyms; nothing in it is ever overwritten.

    Attributes
    ----------
    text, lang : str
        The words; kk, ru or en.
    concept_id : str
        Of a skill or an occupation.
    who : str
        The person who picked it.
    when : str
        Day, ``YYYY-MM-DD``.
    action : str
        ``learnt`` or ``removed``.
    """

    text: str
    lang: str
    concept_id: str
    who: str
    when: str
    action: str = LEARNT


def current(journal: Iterable[Synonym]) -> list[Synonym]:
    """Return the synonyms that hold: for each words and concept the last entry, where it is not a removal; in order of learning.

    Examples
    --------
    >>> learnt = Synonym("болгарка", "ru", "grinding", "A. Officer", "2026-11-24")
    >>> current([learnt]) == [learnt], current([learnt, replace(learnt, action=REMOVED)])
    (True, [])
    """
    last: dict[tuple[str, str], Synonym] = {}
    for entry in journal:
        key = fold(entry.text), entry.concept_id
        if entry.action == REMOVED:
            last.pop(key, None)
        else:
            last[key] = entry
    return list(last.values())


def with_synonyms(taxonomy: Taxonomy, synonyms: Sequence[Synonym]) -> Taxonomy:
    """Return the taxonomy with the synonyms among its alternative labels; those of concepts that it does not hold are left out.

    The version of the result differs, so that a run says which words it knew.
    """
    skills, occupations = dict(taxonomy.skills), dict(taxonomy.occupations)
    for each in synonyms:
        if each.concept_id in skills:
            skills[each.concept_id] = _taught(skills[each.concept_id], each)
        elif each.concept_id in occupations:
            occupations[each.concept_id] = _taught(occupations[each.concept_id], each)
    return Taxonomy(skills, occupations, taxonomy.groups) if synonyms else taxonomy


def learn(taxonomy: Taxonomy, journal: Sequence[Synonym], picks: Sequence[Synonym]) -> list[Synonym]:
    """Return the entries that the picks add to the journal; a pick that is known already adds none.

    Parameters
    ----------
    taxonomy : Taxonomy
        Without the centre's synonyms.
    journal : sequence of Synonym
        Entries so far.
    picks : sequence of Synonym
        An empty language is told by the letters.

    Raises
    ------
    TaxonomyError
        ``concept_unknown``; ``label_of_another`` where the words are a label, or a synonym, of another concept of the same kind.
    UsageError
        ``words_empty`` where a text holds no word; ``words_too_long``; ``unknown_language``.
    """
    names = _names(with_synonyms(taxonomy, current(journal)))
    added: list[Synonym] = []
    for pick in picks:
        each = _checked(taxonomy, pick)
        key = ("skill" if each.concept_id in taxonomy.skills else "occupation", one_gender(fold(each.text)))
        owners = names.setdefault(key, [])
        if each.concept_id in owners:
            continue
        if owners:
            raise TaxonomyError(
                "label_of_another",
                text=each.text,
                concept=owners[0],
                label=taxonomy.label(owners[0], each.lang),
                wanted=each.concept_id,
            )
        owners.append(each.concept_id)
        added.append(each)
    return added


def remove(journal: Sequence[Synonym], picks: Sequence[Synonym]) -> list[Synonym]:
    """Return the entries that take the picks back; an empty ``concept_id`` takes the words back from every concept.

    Raises
    ------
    TaxonomyError
        ``synonym_unknown`` where such words were not taught, or are taken back already.
    """
    added: list[Synonym] = []
    for pick in picks:
        wanted = fold(pick.text)
        held = [
            each
            for each in current([*journal, *added])
            if fold(each.text) == wanted and pick.concept_id in ("", each.concept_id)
        ]
        if not held:
            raise TaxonomyError("synonym_unknown", text=pick.text, concept=pick.concept_id)
        added += [replace(each, who=pick.who, when=pick.when, action=REMOVED) for each in held]
    return added


def _checked(taxonomy: Taxonomy, pick: Synonym) -> Synonym:
    text = normalise(pick.text)
    if not fold(text):
        raise UsageError("words_empty", concept=pick.concept_id)
    if len(text) > MAX_CHARS:
        raise UsageError("words_too_long", text=text[:40], longest=MAX_CHARS)
    if taxonomy.concept(pick.concept_id) is None:
        raise TaxonomyError("concept_unknown", concept=pick.concept_id, text=text)
    lang = pick.lang or language_of(text)
    if lang not in LANGUAGES:
        raise UsageError("unknown_language", found=lang, expected=", ".join(LANGUAGES))
    return replace(pick, text=text, lang=lang, action=LEARNT)


def _names(taxonomy: Taxonomy) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for kind in KINDS:
        for concept, _, label, _ in taxonomy.all_labels(kind):
            owners = found.setdefault((kind, one_gender(fold(label))), [])
            if concept not in owners:
                owners.append(concept)
    return found


def _taught(found: Concept, synonym: Synonym) -> Concept:
    alternatives: dict[str, tuple[str, ...]] = dict(found.alt_labels)
    held: tuple[str, ...] = alternatives.get(synonym.lang, ())
    if synonym.text in (found.labels.get(synonym.lang), *held):
        return found
    alternatives[synonym.lang] = (*held, synonym.text)
    return replace(found, alt_labels=alternatives)
