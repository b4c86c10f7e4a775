"""Numbers terms: the dictionary on disk, and the inversion of a batch of texts."""
