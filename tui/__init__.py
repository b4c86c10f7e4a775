"""The terminal browser. Imports `search` and `index`."""
