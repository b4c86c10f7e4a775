"""Checks, repairs and refreshes an archive."""
