"""Counts over all matches: facets and histograms."""
