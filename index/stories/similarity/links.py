"""Makes the keys that tie two articles whatever their texts: one address, or one outlet and headline. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from morgue.core.analyzer import fold, terms
from morgue.index.stories.similarity.headlines import title_terms

#: Query parameters that name the way a reader came, not the page.
_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ocid|cmp(?:id)?|ref(?:_?src)?|refer+er|source|src|"
    r"smid|smtyp|spm|share|sharetype|amp|outputtype|ito|cid|ncid|xtor|wt\..*|s_cid|partner|print)\Z",
    re.IGNORECASE,
)
_HOST_PREFIX = re.compile(r"(?:www\d?|m|mobile|amp)\.")
_AMP_TAIL = re.compile(r"(?:/amp|\.amp|/amp\.html|/print)\Z")
_SHORTEST_HEADLINE = 2


def canonical_url(url: str | None) -> str | None:
    """An address without what does not name the page: scheme, `www.`, tracking, fragment; None for a site's front."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return None
    host = _HOST_PREFIX.sub("", host, count=1)
    path = _AMP_TAIL.sub("", parts.path.rstrip("/")).rstrip("/")
    query = urlencode(sorted(p for p in parse_qsl(parts.query) if not _TRACKING.match(p[0]))) if parts.query else ""
    if not host or not (path or query):
        return None
    return f"{host}{path}?{query}" if query else host + path


def headline(outlet: str | None, title: str | None) -> str | None:
    """An outlet with its headline, case, accents and punctuation aside; None unless both are known."""
    if not outlet or not title:
        return None
    words = title_terms(title) if title.isascii() else [fold(t) for t in title_terms(title)]
    if len(words) < _SHORTEST_HEADLINE:
        return None
    return _folded(outlet) + "\t" + " ".join(words)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return " ".join(fold(t) for t in terms(name))
