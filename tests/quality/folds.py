"""Five folds of the real pages, by site: nobody opens a page of fold 0, rules are made on the others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

FOLDS = 5
#: The fold that is only ever counted.
SEALED = 0


def registered_domain(address: str) -> str:
    """The domain somebody registered: `news.example.co.uk` is `example.co.uk`; what is no domain stays as it is."""
    from tld import get_fld

    return get_fld(address, fix_protocol=True, fail_silently=True) or address.lower()


def site(page: Mapping[str, object]) -> str:
    """What a page shares with its neighbours: its registered domain, else the outlet in its id, else the id itself."""
    if domain := page["domain"]:
        return registered_domain(str(domain))
    name = str(page["id"])
    return name.rpartition("-")[0] if page["source"] == "big9" else name


def fold(page: Mapping[str, object]) -> int:
    """0 to 4: SHA-1 of the page's site, modulo 5."""
    return int(hashlib.sha1(site(page).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
