"""What comes out of the archive: the query language, ranking, facets, snippets. Imports only `index`."""
