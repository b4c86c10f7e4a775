"""Plain text scraped from pages: where the article begins and ends, and what its head says."""

from __future__ import annotations

import re

from index.article import RawItem, Rejected
from index.clean.reading import Candidate, Reading
from index.sources.charsets import decode, mend


def read_text(item: RawItem) -> Reading | Rejected:
    """The article in a plain text."""
    text = mend(decode(item.data, item.charset).text)
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    title: tuple[Candidate, ...] = ()
    if not item.given.title and len(lines) > 1 and len(lines[0]) < 200 and lines[0][-1] not in ".!?":
        title = (Candidate(lines[0], "text"),)
        lines = lines[1:]
    return Reading(body="\n".join(lines), extractor="lines", titles=title)
