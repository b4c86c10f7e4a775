"""Remarks on how a query was read, for those who may have meant something else."""
