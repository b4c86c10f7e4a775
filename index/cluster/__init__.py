"""Writes an archive in an OpenSearch cluster: documents, stories, one writer at a time."""
