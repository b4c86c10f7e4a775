"""Parses tokens into a query value."""
