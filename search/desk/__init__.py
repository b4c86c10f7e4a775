"""Analyses what was found, for any engine, over the seam of `morgue.search.backend`."""
