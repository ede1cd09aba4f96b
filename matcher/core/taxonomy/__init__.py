"""Concepts of skills and occupations in three languages, and the resolver from people's words to them."""

from matcher.core.taxonomy.concepts import Candidate, Group, Mention, Resolution, Taxonomy
from matcher.core.taxonomy.resolver import Resolver

__all__ = ["Candidate", "Group", "Mention", "Resolution", "Resolver", "Taxonomy"]
