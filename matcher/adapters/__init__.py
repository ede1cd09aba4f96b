"""The outside world: files, catalogues, engines, models."""
