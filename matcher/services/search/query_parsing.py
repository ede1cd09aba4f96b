"""From the words of a free search to what people are ranked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.core.deduplication import distinct_needs
from matcher.core.records import SkillNeed, Vacancy
from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.concepts import Candidate

SUGGESTIONS = 3


@dataclass(frozen=True)
class ParsedQuery:
    """What the words of a search mean.

    Attributes
    ----------
    vacancy : Vacancy or None
        One that nobody declared, asking for the skills; None where no word names any.
    occupation_id : str
        Occupation whose essential skills are among them; empty for none.
    unknown : tuple of (str, str, tuple of str)
        Words that no concept was taken for: their kind (``skill``, ``occupation``, ``words``), the words, concepts that they may mean.
    """

    vacancy: Vacancy | None = None
    occupation_id: str = ""
    unknown: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


def parse_query(resolver: Resolver, *, skills: Sequence[str], occupation: str, words: str, lang: str) -> ParsedQuery:
    """Read a search.

    Parameters
    ----------
    skills : sequence of str
        Labels, identifiers or other words for one skill each, in any language.
    occupation : str
        A title or code; its essential skills are wanted.
    words : str
        Free text; the skills and occupations that it names are wanted.
    lang : str
        Language of the page, tried first.
    """
    needs: list[SkillNeed] = []
    unknown: list[tuple[str, str, tuple[str, ...]]] = []
    texts = [text.strip() for text in skills if text.strip()]
    for found in resolver.resolve(texts, kind="skill", lang=lang) if texts else ():
        if found.concept_id:
            needs.append(SkillNeed(found.concept_id, None, True, found.text))
        else:
            unknown.append(("skill", found.text, _meant(found.candidates)))
    work = ""
    if occupation.strip():
        (title,) = resolver.resolve([occupation.strip()], kind="occupation", lang=lang)
        work = title.concept_id
        if not work:
            unknown.append(("occupation", occupation.strip(), _meant(title.candidates)))
    mentions = resolver.mentions([words], lang=lang)[0] if words.strip() else []
    named = [each for each in mentions if each.concept_id]
    if words.strip() and not named:
        unknown.append(("words", words.strip(), ()))
    needs += [SkillNeed(each.concept_id, each.level, True, each.text) for each in named if each.kind == "skill"]
    trades = [each.concept_id for each in named if each.kind == "occupation"]
    for trade in dict.fromkeys([*([work] if work else []), *trades]):
        needs += _of_occupation(resolver, trade)
    work = work or next(iter(trades), "")
    known = resolver.taxonomy.occupations.get(work)
    if not needs:
        return ParsedQuery(None, work, tuple(unknown))
    isco08 = known.isco08 if known else ""
    vacancy = Vacancy("", "", distinct_needs(needs), occupation_id=work, isco08=isco08)
    return ParsedQuery(vacancy, work, tuple(unknown))


def _meant(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(each.concept_id for each in candidates[:SUGGESTIONS])


def _of_occupation(resolver: Resolver, occupation_id: str) -> list[SkillNeed]:
    occupation = resolver.taxonomy.occupations.get(occupation_id)
    essential = occupation.essential if occupation else ()
    return [SkillNeed(skill_id, level or None, True, f"occupation:{occupation_id}") for skill_id, level in essential]
