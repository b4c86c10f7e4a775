"""Commands that search, count and show."""
