"""The columnar Whoosh codec: how a segment lies on disk."""
