"""One module a family of formats: bytes in, items out."""
