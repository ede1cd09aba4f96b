"""Speed and memory of the resolver without encoders against the preferred labels of ESCO's skills; called by ``bench/text.py``.

Queries are alternative labels, which are not indexed: none is a label, each must be looked for. Seconds of CPU stand beside seconds of the
clock: on a shared machine the first tell more. Ratios are to TF-IDF over characters, of the same run.
"""

from __future__ import annotations

import csv
import gzip
import resource
import sys
import time
from pathlib import Path

from matcher.adapters.parallel_words import resolve_in_parallel
from matcher.adapters.word_files import make_resolver
from matcher.config import ROOT
from matcher.core.records import Skill
from matcher.core.taxonomy import Taxonomy

N_TEXTS = 20_000
N_JOBS = 2


def read(shared):
    with gzip.open(shared / "esco_v1.2.0" / "skills.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    skills = {row["conceptUri"]: Skill(row["conceptUri"], {"en": row["preferredLabel"]}) for row in rows}
    texts = list(dict.fromkeys(text.strip() for row in rows for text in row["altLabels"].split("|") if text.strip()))
    return Taxonomy(skills, {}), texts[:: max(len(texts) // N_TEXTS, 1)][:N_TEXTS]


def memory_mb():
    """Give the most memory that this process has held; what ``getrusage`` says may be its parent's."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch:
    """Seconds of the clock and of this process's CPU."""

    def __enter__(self):
        self.started = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.clock, self.cpu = time.perf_counter() - self.started[0], time.process_time() - self.started[1]


def main():
    taxonomy, texts = read(Path(sys.argv[1]))
    before = memory_mb()
    resolver = make_resolver(taxonomy, ROOT / "data" / "priors")
    with Watch() as built:
        resolver.resolve(["an unlikely start"])
    # Texts that were not asked before: nothing is remembered of them.
    with Watch() as batch:
        resolver.resolve(texts)
    alone = []
    for text in texts[:200]:
        with Watch() as watch:
            resolver.resolve([f"{text} anew"])
        alone.append(watch.clock * 1000)
    ours_mb = memory_mb()
    with Watch() as parallel:
        resolve_in_parallel(resolver, texts, jobs=N_JOBS)
    print(f"\nspeed: {len(resolver.table('skill'))} labels of ESCO, {len(texts)} texts")
    print(
        f"  index {built.clock:.2f} s ({built.cpu:.2f} CPU); one text {sorted(alone)[100]:.1f} ms, slowest {max(alone):.1f} ms"
    )
    print(f"  memory {ours_mb:.0f} MB, of which {before:.0f} MB before the index (Python, libraries, ESCO's own rows)")
    ours = len(texts) / batch.cpu
    print(f"  {'ours, one core':24s}{len(texts) / batch.clock:9.0f} texts/s, {ours:9.0f} a CPU second")
    print(f"  {f'ours, {N_JOBS} processes':24s}{len(texts) / parallel.clock:9.0f} texts/s")
    from text_peers import PEERS, concepts  # scikit-learn, which the peers need, is not in our memory above

    table = resolver.table("skill")
    owners = [table.concepts_[place] for place in table.concept_]
    for name, make in PEERS.items():
        peer, asked = make(table.labels_), texts[:: 100 if name == "rapidfuzz" else 10]
        with Watch() as watch:
            concepts(peer, asked, owners)
        rate = len(asked) / watch.cpu
        print(
            f"  {name:24s}{len(asked) / watch.clock:9.0f} texts/s, {rate:9.0f} a CPU second; ours {ours / rate:.1f} times"
        )


if __name__ == "__main__":
    main()
