"""One file per flow; each takes ports and returns records or frames."""
