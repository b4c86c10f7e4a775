"""Searches an archive: the query language, ranking, facets, snippets. Imports only `index`."""
