"""Counting results by group: what is shown, to whom it goes, and how sure one may be. Nothing here reaches a score."""
