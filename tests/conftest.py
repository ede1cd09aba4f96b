"""Seeds are fixed: a property that holds today holds in the same cases tomorrow; what a centre has added is left out."""

import os

from hypothesis import settings
from postgres import postgres_server as postgres_server

# Encoders that happen to be installed, and words that were taught here, would change answers and take minutes.
os.environ.setdefault("MATCHER_ENCODERS", "none")
os.environ.setdefault("MATCHER_SYNONYMS", os.devnull)

settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
