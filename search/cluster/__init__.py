"""Searches an archive in an OpenSearch cluster, and answers the same questions as the embedded engine."""
