"""Storage in SQL: SQLite or PostgreSQL."""
