"""From the words of a free search to what people are ranked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.core.deduplication import distinct_needs
from matcher.core.needs import occupation_needs
from matcher.core.records import SkillNeed, Vacancy
from matcher.core.resolved_text import ResolvedText
from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.concepts import Kind

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
    listed = tuple(text.strip() for text in skills if text.strip())
    occupation, words = occupation.strip(), words.strip()
    resolved = ResolvedText(resolver, skills=listed, texts=[words], titles=[occupation], lang=lang)
    found, unknown_skills = resolved.skills([(text, None) for text in listed])
    unknown = [("skill", text, _suggestions(resolver, text, "skill", lang)) for text in unknown_skills]
    work = resolved.occupation(occupation, None).occupation_id if occupation else ""
    if occupation and not work:
        unknown.append(("occupation", occupation, _suggestions(resolver, occupation, "occupation", lang)))
    named = [each for each in resolved.mentions(words) if each.concept_id]
    if words and not named:
        unknown.append(("words", words, ()))
    needs = [SkillNeed(skill_id, level, True, text) for skill_id, level, text in found]
    needs += [SkillNeed(each.concept_id, each.level, True, each.text) for each in named if each.kind == "skill"]
    trades = [each.concept_id for each in named if each.kind == "occupation"]
    for trade in dict.fromkeys([*([work] if work else []), *trades]):
        needs += occupation_needs(trade, resolver.taxonomy)
    work = work or next(iter(trades), "")
    known = resolver.taxonomy.occupations.get(work)
    if not needs:
        return ParsedQuery(None, work, tuple(unknown))
    isco08 = known.isco08 if known else ""
    vacancy = Vacancy("", "", distinct_needs(needs), occupation_id=work, isco08=isco08)
    return ParsedQuery(vacancy, work, tuple(unknown))


def _suggestions(resolver: Resolver, text: str, kind: Kind, lang: str) -> tuple[str, ...]:
    """Return concepts that words which name none may mean, best first."""
    (answer,) = resolver.resolve([text], kind=kind, lang=lang)
    return tuple(each.concept_id for each in answer.candidates[:SUGGESTIONS])
