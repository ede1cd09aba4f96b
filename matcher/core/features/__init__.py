"""Columns of a pair of person and vacancy, free of scale and of everything that may not move a score."""
