"""Workforce retraining matcher: who could do which job after which course, and why."""

__version__ = "0.1.0"
