"""A real OpenSearch for tests, made of Java artifacts: `make opensearch`."""
