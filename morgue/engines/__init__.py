"""Which engine holds an archive: one file an engine, chosen by the scheme of the archive's location."""
