"""Finds the day of publication: gathers the evidence, reads it, and decides which holds."""
