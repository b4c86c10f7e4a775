"""Reads the main page of a web archive as Safari saves it, a property list."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from morgue.core.article import Content, Given
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES, WEBARCHIVE_OBJECTS
from morgue.index.sources.location import Broken, Found, Place

MAGIC = b"bplist00"
_TRAILER = 32


def read_webarchive(stream: Buffered, place: Place) -> Iterator[Found]:
    """The main page of a web archive, binary or XML."""
    data = whole(stream, DOCUMENT_BYTES)
    page = _main(data)
    body, url, charset = (page.get(f"WebResource{key}") for key in ("Data", "URL", "TextEncodingName"))
    if not isinstance(body, bytes) or not body.strip():
        raise Broken("no text", "a web archive without a page")
    kind = page.get("WebResourceMIMEType")
    if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
        raise Broken("not a text", "a web archive of something else than a page")
    given = Given(url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None)
    declared = charset if isinstance(charset, str) else None
    content: Content = "text" if kind == "text/plain" else "page"
    yield place.item("webarchive", content, body, source=data, charset=declared, given=given)


def _main(data: bytes) -> dict[object, object]:
    """The main resource; Broken for what is no web archive."""
    if data.startswith(MAGIC):
        objects = int.from_bytes(data[-_TRAILER + 8 : -_TRAILER + 16], "big")
        if objects > len(data):
            raise Broken("broken", "a property list that was cut or changed")
        if objects > WEBARCHIVE_OBJECTS:
            raise Broken("too large", f"a property list of over {WEBARCHIVE_OBJECTS:,} objects")
    try:
        found = plistlib.loads(data)
    except (plistlib.InvalidFileException, ExpatError, RecursionError, MemoryError, ValueError, TypeError) as error:
        raise Broken("broken", f"a property list that cannot be read ({type(error).__name__})") from error
    except (LookupError, AttributeError, OverflowError) as error:  # what plistlib lets through of odd XML
        raise Broken("broken", f"a property list that cannot be read ({type(error).__name__})") from error
    page = found.get("WebMainResource") if isinstance(found, dict) else None
    if not isinstance(page, dict):
        raise Broken("not a text", "a property list, but no web archive")
    return page
