"""Knows which ids are taken or gone: the registry, the filter before it, and tombstones."""
