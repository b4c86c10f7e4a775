"""Finds values that begin with what was typed, for shells and the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.folding import fold
from morgue.search.language.fields import FIELDS
from morgue.search.local.filters.value_match import plain

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection

#: The columns by whatever their field may be called.
_COLUMNS = {name: f.column for f in FIELDS if f.column for name in f.names}
#: Forms looked at when completing a word of the text.
_FORMS = 50_000


def complete(collection: Collection, field: str, prefix: str, limit: int) -> tuple[str, ...]:
    """At most `limit` values of a field (a column, byline, id, or text for words), the commonest first."""
    if field in _COLUMNS:
        return _values(collection, field, prefix, limit)
    if field == "id":
        ids = sorted({i for s in collection.segments for i in s.reader.ids_with_prefix(prefix, limit)})
        return tuple(i for i in ids if collection.snapshot.find(i) is not None)[:limit]
    if field in ("", "text", "body", "title", "lead", "hlead"):
        return _words(collection, prefix, limit)
    return ()


def _values(collection: Collection, field: str, prefix: str, limit: int) -> tuple[str, ...]:
    wanted = plain(prefix)
    counts: dict[str, int] = {}
    for segment in collection.segments:
        column = segment.reader.bylines if _COLUMNS[field] == "byline" else segment.column(_COLUMNS[field])
        held = np.bincount(column.values, minlength=len(column.strings))
        for text, count in zip(column.strings, held.tolist(), strict=True):
            if text and count and plain(text).startswith(wanted):
                counts[text] = counts.get(text, 0) + count
    return tuple(sorted(counts, key=lambda t: (-counts[t], t))[:limit])


def _words(collection: Collection, prefix: str, limit: int) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for segment in collection.segments:
        lexicon = segment.reader.lexicon
        near = lexicon.prefix(fold(prefix.casefold()))
        ordinals = np.arange(near.start, min(near.stop, near.start + _FORMS))
        frequency = lexicon.doc_freq[ordinals].astype(np.int64)
        for at in np.argsort(-frequency, kind="stable")[: limit * 4]:
            text = lexicon.term(int(ordinals[at]))
            counts[text] = counts.get(text, 0) + int(frequency[at])
    return tuple(sorted(counts, key=lambda t: (-counts[t], t))[:limit])
