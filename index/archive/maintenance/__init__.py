"""Checking, repairing and refreshing an archive that is there."""
