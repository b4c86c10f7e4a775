"""Turns addresses into columns: the site of each, and its text in the one spelling that is searched. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from morgue.core.folding import fold
from morgue.core.patterns import compiled

_HOST = compiled(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:\s]+)", re.IGNORECASE)
_WWW = compiled(r"www\d?\.(?=[^.]+\.)")


@lru_cache(maxsize=4_096)
def _site(host: str) -> str:
    name = host.rstrip(".").lower()
    return _WWW.sub("", name, count=1) if _WWW.match(name) else name


def site(url: str | None) -> str | None:
    """The host of an address in lower case, without www; None where it names none."""
    m = _HOST.match(url.strip()) if url else None
    return _site(m[1]) if m is not None else None


def plain_address(url: str) -> str:
    """An address without case and accents, white space made even, in one line."""
    return fold(" ".join(url.casefold().split()))
