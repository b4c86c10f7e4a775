"""Answers queries over an archive's segments, vectorised: the embedded backend."""
