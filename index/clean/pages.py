"""Saved web pages: the tree is parsed once, and text and metadata are read from it."""

from __future__ import annotations

from index.article import RawItem, Rejected
from index.clean.reading import Candidate, Reading
from index.sources.charsets import decode


def read_page(item: RawItem) -> Reading | Rejected:
    """The article on a page."""
    from trafilatura import bare_extraction

    text = decode(item.data, item.charset).text
    found = bare_extraction(text, url=item.given.url, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict):
        return Rejected(item.path, "no text", item.member, item.sha256, item.format)
    return Reading(
        body=found.text or "",
        extractor="trafilatura",
        titles=(Candidate(found.title, "title"),) if found.title else (),
        dates=(Candidate(found.date, "meta"),) if found.date else (),
        authors=tuple(a.strip() for a in (found.author or "").split(";") if a.strip()),
        outlets=(Candidate(found.sitename, "meta"),) if found.sitename else (),
        url=found.url,
    )
