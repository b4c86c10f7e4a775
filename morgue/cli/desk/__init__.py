"""Reads the tables that people filled in, and writes files for other programs."""
