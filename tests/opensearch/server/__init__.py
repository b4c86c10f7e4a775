"""A real OpenSearch for tests and demo: laid out from Java artifacts, started on the loopback address, and stopped."""
