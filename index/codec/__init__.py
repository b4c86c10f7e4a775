"""Lays a segment out on disk: a columnar codec that stock Whoosh can read."""
