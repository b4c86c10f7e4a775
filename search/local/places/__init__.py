"""Finds where words stand in documents, and what stands beside what, on whole arrays."""
