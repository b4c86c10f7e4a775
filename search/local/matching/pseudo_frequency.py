"""Works out BM25F's frequency of postings from their symbols.

The pseudo-frequency of BM25F (Robertson, Zaragoza and Taylor, CIKM 2004) is the sum over fields of
weight * tf / (1 - b + b * length / average). Titles and leads have b = 0 (see fields.py), so a posting's share of them
is looked up by its frequency symbol, and only the body's share needs the document's length.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from morgue.index.codec.postings import frequency_codes as s
from morgue.index.codec.postings.frequency_symbols import wide_frequencies
from morgue.search.local.collection import BODY
from morgue.search.local.field_weights import BODY_B, TITLE_WEIGHT

if TYPE_CHECKING:
    from morgue.index.codec.postings.frequency_codes import Symbols
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Floats, Ints
    from morgue.search.local.field_weights import Fields


@cache
def _tables(fields: Fields) -> tuple[bytes, bytes]:
    """By symbol, as bytes: the share of title and lead, and the frequency in the body."""
    still = np.zeros(s.SYMBOLS)
    if fields.title:
        still += TITLE_WEIGHT * s.TITLE
    if fields.lead:
        still += s.LEAD
    return still.astype(np.uint8).tobytes(), s.BODY.tobytes()


def weighted(
    collection: Collection, segment: Segment, docs: Docs, fields: Fields, title: Ints, lead: Ints, body: Ints
) -> Floats:
    """The pseudo-frequency from the frequencies themselves; to the bit what the tables give."""
    still = np.zeros(len(docs), np.float32)
    if fields.title:
        still += np.float32(TITLE_WEIGHT) * title.astype(np.float32)
    if fields.lead:
        still += lead.astype(np.float32)
    if fields.body:
        part = segment.norm(BODY, BODY_B, collection.averages[BODY], docs)
        part *= body.astype(np.float32)
        still += part
    return still


def pseudo_of(collection: Collection, segment: Segment, docs: Docs, symbols: Symbols, fields: Fields) -> Floats:
    """Pseudo-frequencies of postings by their symbols."""
    still, body = _tables(fields)
    values: Floats
    if fields.body:
        values = segment.norm(BODY, BODY_B, collection.averages[BODY], docs)
        values *= symbols.look_up(body)
        if fields.title:
            values += symbols.look_up(still)
    else:
        values = symbols.look_up(still).astype(np.float32)
    at = symbols.at
    if len(at):
        values[at] = weighted(collection, segment, docs[at], fields, *wide_frequencies(symbols.large))
    return values


def occurrences(fields: Fields, title: Ints, lead: Ints, body: Ints) -> Floats:
    """Occurrences in the asked fields; the lead is a part of the body."""
    total = np.zeros(len(title), np.float32)
    if fields.title:
        total += title
    if fields.body:
        total += body
    elif fields.lead:
        total += lead
    return total
