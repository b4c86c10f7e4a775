"""Keeps the archive's folder so that nothing is lost: commits, segments, the lock, and what changes after indexing."""
