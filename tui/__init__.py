"""Browses an archive on the full screen of a terminal, over the same `Searcher` as the command line."""
