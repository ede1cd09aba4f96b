"""Seeds are fixed: a property that holds today holds in the same cases tomorrow."""

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
