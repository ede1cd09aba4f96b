"""Seeds are fixed: a property that holds today holds in the same cases tomorrow; what a centre has added is left out."""

import os

import pytest
from hypothesis import settings
from postgres import postgres_server as postgres_server

# Encoders that happen to be installed, and words that were taught here, would change answers and take minutes.
os.environ.setdefault("MATCHER_ENCODERS", "none")
os.environ.setdefault("MATCHER_SYNONYMS", os.devnull)

settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption(
        "--full", action="store_true", help="run proofs at the size that the README names, not at a tenth of it"
    )


@pytest.fixture(scope="session")
def at_size(request):
    """Choose how large a proof is: ``at_size(quick, full)``; ``--full`` takes the second."""
    return lambda quick, full: full if request.config.getoption("--full") else quick
