"""Backups: what a centre keeps, in one encrypted file that fits SQLite and PostgreSQL alike."""
