"""Reads a page a second time, by trafilatura, and decides about the blocks that this reading lacks."""
