"""Commands that make, check and shrink an archive."""
