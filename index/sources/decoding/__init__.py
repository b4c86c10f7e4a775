"""Turns stored bytes into characters: undoes compressions, and decodes character sets."""
