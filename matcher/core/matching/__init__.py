"""Matching: constraints of suitable work, scores, readiness, reasons; the one way from people and vacancies to matches."""
