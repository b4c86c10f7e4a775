"""An archive in an OpenSearch cluster, the reading side: the same questions as to the embedded engine."""
