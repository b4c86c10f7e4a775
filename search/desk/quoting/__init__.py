"""Finds what is quoted, by whom, and where else."""
