"""The second reading of a page, by trafilatura, and what becomes of the blocks that it does not have."""
