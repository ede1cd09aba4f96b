"""Pure matching: no files, network, clock, environment, Flask, SQL or translation."""
