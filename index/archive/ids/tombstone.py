"""What is kept of a forgotten article, so that its source does not bring it back: a hash that tells nothing."""

from __future__ import annotations

from hashlib import blake2b


def forget_key(id: str, sha256: str) -> int:
    """64 bits of its id and its source's bytes."""
    return int.from_bytes(blake2b(f"{id}\0{sha256}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
