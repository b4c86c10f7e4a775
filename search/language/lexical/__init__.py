"""Cuts what was typed into tokens."""
