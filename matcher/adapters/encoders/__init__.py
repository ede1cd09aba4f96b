"""Sentence encoders that a centre may add: each optional, each offline."""
