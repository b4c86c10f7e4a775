"""Samples of matches, sheets that people code, and what the coded sheets tell."""
