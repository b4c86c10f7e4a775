"""What a researcher does with what was found: engine-neutral, over the seam of `morgue.search.backend`."""
