"""Finds which forms of a word belong together: stems, endings, particles and prefixes attached to a word."""
