"""What is shown of a pair, kept so that it can be shown again to the byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from matcher import __version__
from matcher.core.matching.context import BoundContext, MatchingContext
from matcher.core.matching.suitable_work import TravelTimes
from matcher.core.record_json import from_text, to_text
from matcher.core.records import Course, Jobseeker, Match, Vacancy
from matcher.core.records.centre import Stored
from matcher.core.records.decisions import KeptText, LoggedDecision, Shown
from matcher.core.taxonomy import Taxonomy
from matcher.errors import MatcherError, UsageError
from matcher.ports import Ranker, Repository
from matcher.services.advice import WhyNot
from matcher.services.matching import match_pair

Agreement = Literal["same", "differs", "not_here"]


@dataclass(frozen=True)
class Replay:
    """A past decision whose match was made again.

    Attributes
    ----------
    agreement : str
        ``same`` to the byte, ``differs``, or ``not_here``: this installation lacks the model, the taxonomy or the kept texts.
    missing : str
        What is not here, such as ``model prior 1``; empty where nothing lacks.
    """

    entry: Stored[LoggedDecision]
    agreement: Agreement
    missing: str = ""


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def snapshot_digest(told: WhyNot) -> str:
    """Name what a page shows of a pair, so that a decision can say what it was made on."""
    return digest_of(f"{told.verdict} {to_text(told.match)}")[:32]


def show(repository: Repository, centre_id: str, person: Jobseeker, *, told: WhyNot, as_of: date) -> Shown:
    """Keep what a pair was made from, and give what a decision notes of it."""
    return Shown(
        match=to_text(told.match),
        verdict=told.verdict,
        person=to_text(person),
        town=keep_town(repository, centre_id, told.context),
        model=told.context.ranker.name,
        model_version=told.context.ranker.version,
        taxonomy=told.context.taxonomy.version,
        program=__version__,
        as_of=as_of,
    )


def keep_town(repository: Repository, centre_id: str, town: MatchingContext) -> str:
    """Keep the vacancies, courses and travel times of a town, each text once; give the digest of their list.

    The list is written last: whoever finds it finds all that it names.
    """
    vacancies, courses = ([_kept(each) for each in part] for part in (town.vacancies, town.courses))
    travel = sorted([one, other, minutes] for (one, other), minutes in town.travel.minutes.items())
    listed = {
        "vacancies": [each.text_id for each in vacancies],
        "courses": [each.text_id for each in courses],
        "travel": travel,
        "top": town.top,
    }
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole = KeptText(digest_of(text), text)
    if _text(repository, centre_id, whole.text_id) is None:
        for each in {each.text_id: each for each in chain(vacancies, courses)}.values():
            if _text(repository, centre_id, each.text_id) is None:
                _keep(repository, centre_id, each)
        _keep(repository, centre_id, whole)
    return whole.text_id


def replay(
    repository: Repository, centre_id: str, taxonomy: Taxonomy, *, ranker_of: Callable[[str, str], Ranker], latest: int
) -> Iterator[Replay]:
    """Make the matches of past decisions again and compare them with what was shown, newest first.

    Parameters
    ----------
    ranker_of : callable
        Gives the ranker of a name and a version; raises a MatcherError where it is not here.
    latest : int
        Number of decisions; those that showed no match are passed over.
    """
    shown = [row for row in repository.find(centre_id, LoggedDecision) if row.record.shown is not None]
    again = _Again(repository, centre_id, taxonomy, ranker_of)
    yield from (again.replay(row) for row in shown[: -latest - 1 : -1])


class _Again:
    """Makes matches again; towns and rankers that several decisions share are laid out once."""

    def __init__(
        self, repository: Repository, centre_id: str, taxonomy: Taxonomy, ranker_of: Callable[[str, str], Ranker]
    ) -> None:
        self._repository, self._centre_id, self._taxonomy = repository, centre_id, taxonomy
        self._ranker_of = ranker_of
        self._towns: dict[tuple[str, str, str], BoundContext | None] = {}
        self._rankers: dict[tuple[str, str], Ranker | None] = {}

    def replay(self, entry: Stored[LoggedDecision]) -> Replay:
        """Make the match of one decision again."""
        shown = entry.record.shown
        assert shown is not None
        ranker = self._ranker(shown.model, shown.model_version)
        if ranker is None:
            return Replay(entry, "not_here", f"model {shown.model} {shown.model_version}")
        if shown.taxonomy != self._taxonomy.version:
            return Replay(entry, "not_here", f"taxonomy {shown.taxonomy}")
        town = self._town(shown.town, ranker)
        vacancy = _vacancy(town, entry.record.vacancy_id)
        if town is None or vacancy is None:
            return Replay(entry, "not_here", f"town {shown.town}")
        match = match_pair(from_text(Jobseeker, shown.person), vacancy.vacancy_id, town)
        return Replay(entry, "same" if to_text(match) == shown.match else "differs")

    def _town(self, digest: str, ranker: Ranker) -> BoundContext | None:
        key = (digest, ranker.name, ranker.version)
        if key not in self._towns:
            read = read_town(self._repository, self._centre_id, digest, self._taxonomy, ranker=ranker)
            self._towns[key] = read.bind() if read else None
        return self._towns[key]

    def _ranker(self, name: str, version: str) -> Ranker | None:
        if (name, version) not in self._rankers:
            try:
                found: Ranker | None = self._ranker_of(name, version)
            except MatcherError:
                found = None
            self._rankers[name, version] = found if found is not None and found.version == version else None
        return self._rankers[name, version]


def read_town(
    repository: Repository, centre_id: str, digest: str, taxonomy: Taxonomy, *, ranker: Ranker
) -> MatchingContext | None:
    """Read a town that :func:`keep_town` kept; None where a text is not there or is not what its digest says."""
    text = _text(repository, centre_id, digest)
    if text is None:
        return None
    listed = json.loads(text)
    vacancies = [_text(repository, centre_id, each) for each in listed["vacancies"]]
    courses = [_text(repository, centre_id, each) for each in listed["courses"]]
    if None in vacancies or None in courses:
        return None
    return MatchingContext(
        taxonomy,
        tuple(from_text(Vacancy, each) for each in vacancies if each),
        tuple(from_text(Course, each) for each in courses if each),
        ranker,
        TravelTimes({(one, other): minutes for one, other, minutes in listed["travel"]}),
        listed["top"],
    )


def match_of(entry: LoggedDecision) -> Match | None:
    """Give the match that a decision was made on."""
    return from_text(Match, entry.shown.match) if entry.shown else None


def _vacancy(town: BoundContext | None, vacancy_id: str) -> Vacancy | None:
    return next((each for each in (town.vacancies if town else ()) if each.vacancy_id == vacancy_id), None)


def _kept(record: object) -> KeptText:
    text = to_text(record)
    return KeptText(digest_of(text), text)


def _text(repository: Repository, centre_id: str, text_id: str) -> str | None:
    rows = repository.find(centre_id, KeptText, limit=1, text_id=text_id)
    text = next((row.record.text for row in rows), None)
    return text if text is not None and digest_of(text) == text_id else None


def _keep(repository: Repository, centre_id: str, text: KeptText) -> None:
    try:
        repository.add(centre_id, text)
    except UsageError as fault:
        if fault.code != "record_taken":
            raise  # the same text, by somebody who was faster, is no fault
