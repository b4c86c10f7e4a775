"""Draws samples of matches, makes coding sheets, and evaluates the sheets that people filled in."""
