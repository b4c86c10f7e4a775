"""How is nothing lost? The archive folder: commits, segments, the lock and what changes after indexing."""
