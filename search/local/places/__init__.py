"""Where words stand in a document, and what stands beside what, on whole arrays."""
