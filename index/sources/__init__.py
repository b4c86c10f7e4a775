"""One reader a format: bytes on disk become `RawItem`s."""
