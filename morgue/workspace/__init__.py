"""Keeps what a person makes beside an archive, wherever that is: saved searches, tags, notes."""
