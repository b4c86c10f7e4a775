"""Finds where a text matches, and the passages that show it."""
