"""Workforce retraining matcher: who could do which job after which course, and why."""
