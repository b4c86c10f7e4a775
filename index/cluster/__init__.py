"""An archive in an OpenSearch cluster, the writing side: documents, stories, one writer at a time."""
