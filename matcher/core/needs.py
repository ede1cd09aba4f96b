"""From what an employer says to needs: the one reader for files, forms, the API, free search and suggestions.

The rule: what an employer lists stands as it is. Where no essential skill is listed, the description is searched for skills; where it
names fewer than two skills of a trade, the essential skills of the occupation are borrowed, and the vacancy says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.core.deduplication import distinct_needs
from matcher.core.records import PastOccupation, SkillNeed
from matcher.core.resolved_text import Levelled, ResolvedText, WordSource, nkz_code
from matcher.core.taxonomy import Taxonomy

MIN_TRADE_NEEDS = 2
"""A vacancy whose description names fewer skills of a trade than this borrows its occupation's essential ones, and says so."""
TRANSVERSAL = ("transversal", "languages")
"""Groups of skills that any work asks for: a description of these alone does not tell the trade."""
_OF_THE_ROLE = ("occupation", "title")
FROM_OCCUPATION, FROM_DESCRIPTION = "occupation:", "description:"
"""Beginnings of the words of a need that nobody listed: where it was read."""


@dataclass(frozen=True, slots=True)
class NeedWords:
    """What an employer says of the skills of a role.

    Attributes
    ----------
    essential, optional : tuple of (str, int or None)
        Listed skills, in words or by identifier, with their levels.
    occupation : str
        A code, an identifier or a title; the role's own title counts where it is empty or names nothing.
    """

    title: str
    occupation: str = ""
    description: str = ""
    essential: tuple[Levelled, ...] = ()
    optional: tuple[Levelled, ...] = ()

    def resolve(self, resolver: WordSource) -> ResolvedText:
        """Look the words of this role up, where they are not looked up with those of a whole table."""
        listed = [text for text, _ in (*self.essential, *self.optional)]
        return ResolvedText(resolver, skills=listed, texts=[self.description], titles=[self.occupation, self.title])


@dataclass(frozen=True, slots=True)
class ReadNeeds:
    """What the words of a role mean.

    Attributes
    ----------
    needs : tuple of SkillNeed
        One a skill, sorted by skill_id.
    occupation_id, isco08, nkz : str
        Empty where the words name no occupation, or no code.
    is_borrowed : bool
        Whether needs come from the occupation.
    unresolved : tuple of (str, str)
        Column and words that name no concept, in the order of the columns: ``essential_skills``, ``optional_skills``, ``description``,
        ``occupation``, ``title``.
    occupation_words : str
        The employer's words for the occupation, where they name none.
    """

    needs: tuple[SkillNeed, ...]
    occupation_id: str = ""
    isco08: str = ""
    nkz: str = ""
    is_borrowed: bool = False
    unresolved: tuple[tuple[str, str], ...] = ()
    occupation_words: str = ""

    @property
    def unresolved_skills(self) -> tuple[str, ...]:
        """Words for skills that name no concept, each once."""
        return tuple(dict.fromkeys(text for column, text in self.unresolved if text and column not in _OF_THE_ROLE))

    @property
    def unresolved_words(self) -> tuple[str, ...]:
        """All words that name no concept, each once."""
        return tuple(dict.fromkeys(text for _, text in self.unresolved if text))


def read_needs(said: NeedWords, words: ResolvedText, taxonomy: Taxonomy) -> ReadNeeds:
    """Read what an employer says.

    Parameters
    ----------
    words : ResolvedText
        What the words resolve to: of this role alone, or of a table.
    """
    essential, unknown = words.skills(said.essential)
    optional, unknown_optional = words.skills(said.optional)
    mentions = words.mentions(said.description) if not said.essential else ()
    needs = [SkillNeed(skill_id, level, True, text) for skill_id, level, text in essential]
    needs += [
        SkillNeed(m.concept_id, m.level, True, FROM_DESCRIPTION + m.text)
        for m in mentions
        if m.kind == "skill" and m.concept_id
    ]
    needs += [SkillNeed(skill_id, level, False, text) for skill_id, level, text in optional]
    work, named = _occupation(said, words)
    # What an employer listed stands as it is; only a description that hardly names a skill is filled up.
    borrowed = [] if essential else _borrowed(work.occupation_id, needs, taxonomy)
    unresolved = (
        *(("essential_skills", text) for text in unknown),
        *(("optional_skills", text) for text in unknown_optional),
        *(("description", m.text) for m in mentions if not m.concept_id),
        *((column, text) for column, text in (("occupation", said.occupation), ("title", said.title)) if text in named),
    )
    return ReadNeeds(
        needs=distinct_needs([*needs, *borrowed]),
        occupation_id=work.occupation_id,
        isco08=work.isco08,
        nkz=nkz_code(work),
        is_borrowed=bool(borrowed),
        unresolved=unresolved,
        occupation_words=said.occupation if said.occupation in named else "",
    )


def occupation_needs(occupation_id: str, taxonomy: Taxonomy) -> list[SkillNeed]:
    """Return the essential skills of an occupation as needs; empty for none."""
    occupation = taxonomy.occupations.get(occupation_id)
    return [
        SkillNeed(skill_id, level or None, True, FROM_OCCUPATION + occupation_id)
        for skill_id, level in (occupation.essential if occupation else ())
    ]


def listed_needs(needs: Sequence[SkillNeed]) -> list[SkillNeed]:
    """Return the needs that an employer listed, without those that were read or borrowed."""
    return [need for need in needs if not need.text.startswith((FROM_OCCUPATION, FROM_DESCRIPTION))]


def _occupation(said: NeedWords, words: ResolvedText) -> tuple[PastOccupation, list[str]]:
    """Return the occupation that the words name, the role's own title where they name none, and the words that name none."""
    unknown = []
    work = PastOccupation("")
    for text in filter(None, (said.occupation, said.title)):
        work = words.occupation(text, None)
        if work.occupation_id or work.isco08:
            break
        unknown.append(text)
    return work, unknown


def _borrowed(occupation_id: str, needs: Sequence[SkillNeed], taxonomy: Taxonomy) -> list[SkillNeed]:
    named = {need.skill_id for need in needs}
    n_of_trade = sum(taxonomy.top_group(skill_id) not in TRANSVERSAL for skill_id in named)
    if n_of_trade >= MIN_TRADE_NEEDS:
        return []
    return [need for need in occupation_needs(occupation_id, taxonomy) if need.skill_id not in named]
