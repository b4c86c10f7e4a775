"""Finds a page's own address in that of a copy: web archives, caches, translators, readers' proxies. Pure.

A copy's outlet, address and day are those of the page within, never the keeper's. When the copy was made is only the
latest day on which the page can have been published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

#: An address written whole inside the path of another: archives, readers and proxies all do so.
_WITHIN = re.compile(
    r"^https?://[^/?#]+/(?P<keeper>[^?#]*?)(?P<page>https?(?::|%3A)/{0,2}(?:%2F){0,2}[^/\s].*)\Z", re.I
)
#: Web archives also leave the scheme out: `/web/20240306100000/example.com/a`.
_TIMED = re.compile(
    r"^https?://(?:web\.archive\.org/web|[^/]+/wayback(?:/archive)?|wayback\.archive-it\.org/[\w-]+"
    r"|(?:www\.)?archive\.(?:ph|is|today|li|vn|fo|md)|webarchive\.nationalarchives\.gov\.uk(?:/ukgwa)?)/"
    r"(?P<time>(?:19|20)\d{6,12}|(?:19|20)\d\d\.\d\d\.\d\d-\d{6})(?:[a-z]{2}_)?/"
    r"(?P<page>(?:[\w-]+\.)+(?!html?\b|php|aspx?\b)[a-z]{2,}(?:[:/?].*)?)\Z",
    re.I,
)
_TIME = re.compile(r"(?<!\d)((?:19|20)\d\d)\.?(\d\d)\.?(\d\d)(?:-?\d{6}|\d{0,6})(?!\d)")
#: `/amp/s/example.com/a`, `/c/s/example.com/a`: a cache's path, `s` for https.
_CACHED = re.compile(
    r"^https?://(?:[^/]+\.cdn\.ampproject\.org|(?:www\.)?google\.[a-z.]{2,6}|[^/]+\.bing-amp\.com)"
    r"/(?:amp|[acivr]|wp)/(?P<secure>s/)?(?P<page>[^/\s]+\.[^/\s]+.*)\Z",
    re.I,
)
#: Hosts that name the page in a parameter, and the parameters.
_ASKED = re.compile(
    r"(?:^|\.)(?:translate\.\w+|translatetheweb|translate|webcache\.googleusercontent|l\.facebook|lm\.facebook|outline"
    r"|smry|removepaywall|printfriendly|getpocket|instapaper|archive|proxy|reader|cc\.bingj|yandex)\.[a-z.]{2,8}$"
    r"|^(?:www\.)?google\.[a-z.]{2,6}$|^translate\.",
    re.I,
)
_ASKED_PATH = re.compile(r"^/(?:api/)?(?:proxy|translate|cache)\b", re.I)
_PARAMETERS = ("u", "url", "q", "a", "link", "p", "target")
#: `example-com.translate.goog`: a hyphen for each dot, two for each hyphen.
_GOOG = re.compile(r"^https?://(?P<host>[a-z0-9-]+)\.translate\.goog(?P<rest>[/?#].*)?\Z", re.I)
_TRACES = re.compile(r"[?&](?:_x_tr_\w+|amp_js_v|amp_gsa|usqp)=[^&#]*")
_CACHE = re.compile(r"^cache:(?:[\w-]+:)?(?P<page>\S+)")
#: An address inside an address inside an address: more are never met.
_DEEP = 4


#: Hosts and names of those who keep copies: no outlet of what they keep.
_KEEPERS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:(?:web\.|wayback\.)?archive\.(?:org|ph|is|today|li|vn|fo|md)|archive-it\.org"
    r"|ghostarchive\.org|perma\.cc"
    r"|arquivo\.pt|webcache\.googleusercontent\.com|translate\.goog\w*\.?\w*|12ft\.io)(?:/.*)?"
    r"|wayback machine|internet archive(?: wayback machine)?|archive today|google (?:cache|translate)",
    re.I,
)


def keeper(name: str) -> bool:
    """Whether a host or a name is that of somebody who keeps copies of others' pages."""
    return _KEEPERS.fullmatch(name.strip()) is not None


@dataclass(frozen=True, slots=True)
class Original:
    """A page's own address, and the day (ISO 8601) on which the copy was made, where the copy's address says so."""

    url: str
    captured: str | None = None


def original(url: str) -> Original:
    """The page that an address means; an address that is a page's own is that page."""
    captured: str | None = None
    for _ in range(_DEEP):
        found = _unwrapped(url)
        if found is None:
            break
        captured = _earlier(captured, found.captured)
        url = found.url
    return Original(url, captured)


def _earlier(a: str | None, b: str | None) -> str | None:
    return min(filter(None, (a, b)), default=None)


def _unwrapped(url: str) -> Original | None:
    if m := _WITHIN.match(url):
        return Original(_whole(m["page"]), _day(m["keeper"]))
    if m := _TIMED.match(url):
        return Original(f"http://{m['page']}", _day(m["time"]))
    if m := _CACHED.match(url):
        return Original(f"{'https' if m['secure'] else 'http'}://{m['page']}")
    if m := _GOOG.match(url):
        host = re.sub(r"(?<!-)-(?!-)", ".", m["host"]).replace("--", "-")
        rest = _TRACES.sub("", m["rest"] or "/")
        return Original(f"https://{host}{rest}")
    return _asked(url)


def _asked(url: str) -> Original | None:
    """The page in a parameter of a host that shows other hosts' pages."""
    try:
        parts = urlsplit(url)
        if not (_ASKED.search(parts.hostname or "") or _ASKED_PATH.match(parts.path)):
            return None
        query = parse_qs(parts.query)
    except ValueError:
        return None
    for name in _PARAMETERS:
        for value in query.get(name, ()):
            if m := _CACHE.match(value):
                return Original(_whole(m["page"]))
            if re.match(r"https?://[^/\s]+\.[^/\s]", value):
                return Original(value)
    return None


def _whole(page: str) -> str:
    """An address with its scheme and slashes: some proxies write it escaped, or with one slash."""
    page = unquote(page) if re.match(r"https?%3A", page, re.I) else page
    if not re.match(r"https?:", page, re.I):
        return f"http://{page}"
    return re.sub(r"^(https?):/*", r"\1://", page, flags=re.I)


def _day(text: str) -> str | None:
    m = _TIME.search(text)
    return f"{m[1]}-{m[2]}-{m[3]}" if m and "01" <= m[2] <= "12" and "01" <= m[3] <= "31" else None
