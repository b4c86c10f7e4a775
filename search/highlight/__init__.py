"""Where a text matches and which passages show it."""
