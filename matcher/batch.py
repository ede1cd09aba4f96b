"""One batch run, shared by the command line and by :mod:`matcher.frames`: what it reads, understands, writes and says."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from matcher import __version__
from matcher.adapters.chunk_files import ChunkFolder
from matcher.adapters.messages import Messages
from matcher.adapters.result_files import write_matches, write_recommendations, write_rejected, write_review
from matcher.adapters.tables_io.columns import ColumnMap
from matcher.adapters.tables_io.reading import read_table
from matcher.bootstrap import Container
from matcher.cli.resuming import digest_of, keeping, surroundings
from matcher.core.matching.context import MatchingContext
from matcher.core.record_mapping import RecordParser
from matcher.core.records import Jobseeker, Vacancy
from matcher.core.tables import Checked, RawRow
from matcher.ports import Engine, Ranker
from matcher.services.matching import MatchRun

SEED = 0


@dataclass
class MatchCommandRun:
    """One run of the batch flow: what was read, what was found, and what it took."""

    container: Container
    messages: Messages
    as_of: date
    maps: tuple[ColumnMap, ...] = ()
    tables: dict[str, Checked] = field(default_factory=dict)
    inputs: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    without_needs: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage for ``run.json``."""
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)

    def read(self, table: str, paths: Sequence[Path]) -> None:
        """Read and check the files of one table."""
        seen: dict[str, RawRow] = {}
        parts = [read_table(path, table, self.maps, seen=seen) for path in paths]
        self.tables[table] = Checked(
            table,
            [row for part in parts for row in part.accepted],
            [row for part in parts for row in part.rejected],
            [error for part in parts for error in part.errors],
        )
        self.inputs += [
            {"table": table, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in paths
        ]

    @property
    def n_rejected(self) -> int:
        """Rows rejected over all tables."""
        return sum(checked.n_rejected for checked in self.tables.values())

    def understand(self, ranker: Ranker, top: int) -> tuple[list[Jobseeker], MatchingContext, RecordParser]:
        """Turn the accepted rows into people and a town; expired vacancies are left out and counted."""
        parser = RecordParser(self.container.resolver, self.container.places, self.as_of)
        people, _ = parser.jobseekers(self.tables["jobseekers"].accepted)
        declared = parser.vacancies(self.tables["vacancies"].accepted)
        valid = [role for role in declared if role.valid_through is None or role.valid_through >= self.as_of]
        courses = parser.courses(self.tables["courses"].accepted)
        self.left_out = {
            "expired_vacancies": len(declared) - len(valid),
            "jobseekers_without_consent": sum(person.consent is False for person in people),
        }
        self.without_needs = [role.vacancy_id for role in valid if not role.needs]
        town = MatchingContext.of(self.container.taxonomy, valid, courses, ranker=ranker, travel=self.container.travel, top=top)
        return people, town, parser

    def kept(
        self, engine: Engine, folder: Path, *, resume: bool, long: bool, options: Mapping[str, object]
    ) -> AbstractContextManager[Engine]:
        """Keep the work of each chunk while a long run, or one with ``--resume``, lasts; the key is all that it depends on."""
        if not resume and not long:
            ChunkFolder(folder, "", MatchRun).clear()
            return nullcontext(engine)
        key = digest_of(
            {
                **surroundings(self.container.settings, self.container.taxonomy_dir),
                "words": self.container.taxonomy.version,
                "inputs": self.inputs,
                "maps": self.maps,
                "as_of": self.as_of.isoformat(),
                "options": options,
            }
        )
        return keeping(engine, folder, key, resume=resume, messages=self.messages)

    def tell_rejected(self) -> None:
        """Say on stderr how many rows of each table were rejected."""
        for table, checked in self.tables.items():
            if checked.n_rejected:
                click.echo(
                    self.messages.text(
                        "ui.cli.rejected", table=table, rejected=checked.n_rejected, rows=checked.n_rows
                    ),
                    err=True,
                )


def write_run(run: MatchCommandRun, found: MatchRun, parser: RecordParser, *, out: Path, by: str) -> None:
    """Write every table of a run."""
    if by in ("vacancy", "both"):
        write_matches(out / "matches.csv", found.by_vacancy)
    if by in ("jobseeker", "both"):
        write_matches(out / "matches_by_jobseeker.csv", found.by_jobseeker)
    write_recommendations(out / "recommendations.csv", found.recommendations)
    errors = [error for checked in run.tables.values() for error in checked.errors]
    write_rejected(out, errors, {table: checked.rejected for table, checked in run.tables.items()}, run.messages)
    write_review(
        out / "review.csv", parser.unresolved, found.without_score, run.messages, without_needs=run.without_needs
    )


def describe(run: MatchCommandRun, found: MatchRun, vacancies: Sequence[Vacancy], *, model: str) -> dict[str, object]:
    """Say what a run used, read and found: the content of ``run.json``."""
    return {
        "versions": {"program": __version__, "model": model, "taxonomy": run.container.taxonomy.version},
        "inputs": run.inputs,
        "left_out": run.left_out,
        "seed": SEED,
        "as_of": run.as_of.isoformat(),
        "counts": {
            table: {"rows": checked.n_rows, "accepted": len(checked.accepted), "rejected": checked.n_rejected}
            for table, checked in run.tables.items()
        },
        "vacancies": {
            "with_two_resolved_skills": sum(n_own_skills(v) >= 2 for v in vacancies),
            "with_occupation": sum(bool(v.occupation_id or v.isco08) for v in vacancies),
            "with_needs_from_occupation": sum(v.needs_from_occupation for v in vacancies),
            "excluded_by_constraint": {key: dict(value) for key, value in found.failed.items() if any(value.values())},
        },
        "jobseekers_without_score": len(found.without_score),
        "matches": len(found.by_vacancy),
        "recommendations": len(found.recommendations),
        "seconds": run.seconds,
    }


def n_own_skills(vacancy: Vacancy) -> int:
    """Count the skills that a vacancy's own words named."""
    return sum(not need.text.startswith("occupation:") for need in vacancy.needs)


def told(run: MatchCommandRun, found: MatchRun, out: Path) -> str:
    """Say in a sentence what was found."""
    return run.messages.text(
        "ui.cli.done",
        matches=len(found.by_vacancy),
        recommendations=len(found.recommendations),
        without_score=len(found.without_score),
        folder=out,
    )
