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
from morgue.index.codec.postings.packing_kernels import checked
from morgue.search.local.collection import BODY
from morgue.search.local.field_weights import BODY_B, TITLE_WEIGHT
from morgue.search.local.kernels import scores, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.index.codec.postings.frequency_codes import Symbols
    from morgue.index.codec.postings.lazy_postings import LazyPostings
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


def worth(collection: Collection, segment: Segment, postings: LazyPostings, places: Docs | None, docs: Docs) -> Floats:
    """`pseudo_of` in title and body, by machine code: of the postings at these places, which are of these documents."""
    values = np.empty(len(docs), np.float32)
    norms, wide = segment.length_bytes
    rest = norms, wide, numbers(collection.averages[BODY]), values
    at, df = postings.after_docs, postings.df
    if places is None:
        checked(words.frequencies(postings.data, at, df, docs, *rest))
    else:
        checked(words.frequencies_at(postings.data, at, df, postings.large_symbols, places, docs, *rest))
    return values


def summed(collection: Collection, segment: Segment, forms: Sequence[LazyPostings]) -> tuple[Docs, Floats]:
    """The documents of several forms, and the sum of what these are worth in each, by machine code."""
    ats, dfs = np.array([p.at for p in forms]), np.array([p.df for p in forms])
    room = min(int(dfs.sum()), segment.size)
    docs, values = np.empty(room, np.int64), np.empty(room, np.float32)
    norms, wide = segment.length_bytes
    table = numbers(collection.averages[BODY])
    scratch = segment.borrow()
    count = checked(words.word(forms[0].data, ats, dfs, segment.size, norms, wide, table, scratch, docs, values))
    segment.give_back(scratch)
    return docs[:count], values[:count]


def joined(first: tuple[Docs, Floats], second: tuple[Docs, Floats]) -> tuple[Docs, Floats]:
    """The union of two lists of documents with the sums of their values, by machine code."""
    room = len(first[0]) + len(second[0])
    docs, sums = np.empty(room, np.int64), np.empty(room, np.float32)
    count = scores.merged(*first, *second, docs, sums)
    return docs[:count], sums[:count]


@cache
def numbers(average: float) -> Floats:
    """What `kernels.words` takes for the mean length of bodies: slope, base, weight of a title, and two tables."""
    first = BODY_B / average, 1 - BODY_B, TITLE_WEIGHT
    return np.concatenate(
        (np.array(first, np.float32), TITLE_WEIGHT * s.TITLE.astype(np.float32), s.BODY), dtype=np.float32
    )


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
