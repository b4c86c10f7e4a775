"""Loops over documents, places and values, to be run as machine code where that is at hand."""
