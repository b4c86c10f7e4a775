"""The terminal browser: an archive read on a full screen, over the same `Searcher` as the command line."""
