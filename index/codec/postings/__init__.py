"""Encodes posting lists: which articles have a term, how often and where."""
