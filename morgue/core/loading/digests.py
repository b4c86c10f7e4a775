"""Digests of a few bytes, as every opening of an archive takes them, without OpenSSL.

`hashlib` loads it with its first import, which takes as long as twenty of our own modules; what Python brings itself
gives the same digests. Whoever digests whole files takes `hashlib`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b as blake2b
    from hashlib import sha256 as sha256
else:
    try:
        from _blake2 import blake2b

        try:
            from _sha2 import sha256
        except ImportError:  # before Python 3.12
            from _sha256 import sha256
    except ImportError:  # a Python that was built without them, or another one
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]
