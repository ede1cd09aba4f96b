"""Importing files: uploaded, looked at, columns chosen, checked, and imported by a process of its own that the page looks at."""

from web.imports import history, steps, uploads
from web.imports.blueprint import imports

__all__ = ["history", "imports", "steps", "uploads"]
