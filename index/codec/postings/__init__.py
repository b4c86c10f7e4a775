"""Which articles have a term, how often and where: posting lists on disk."""
