"""Orders answers totally, so that the same archive and question always give the same list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.index.codec.layout import NO_INSTANT
from morgue.search.local.top_k import leading

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.search.local.collection import Collection
    from morgue.search.local.docset import Docs, DocSet, Ints
    from morgue.search.request import Sort

#: Recency: a score counts half as much for each so many days that an article is older than another. The order does not
#: depend on the day of asking: moving it multiplies all scores by one factor.
HALF_LIFE_DAYS = 30.0
_DAY = 86_400.0
#: Tied documents beyond which their places among all ids are looked up (10 ms for a million articles in one segment,
#: once), instead of reading and sorting their ids (4 microseconds each).
_MANY_TIES = 2_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents (global numbers) with what they are ordered by, largest first."""

    docs: Docs
    keys: NDArray[np.float64] | Ints


def dated_keys(collection: Collection, matches: list[DocSet], sort: Sort) -> Candidates:
    """All matches, keyed for `newest` or `oldest`; an unknown date comes last both ways."""
    docs, keys = [], []
    for segment, found in zip(collection.segments, matches, strict=True):
        docs.append(found.docs + segment.base)
        instants = segment.reader.instants(found.docs)
        if sort == "oldest":
            instants = np.where(instants == NO_INSTANT, NO_INSTANT, -instants)
        keys.append(instants)
    return Candidates(join(docs), join(keys))


def decay(collection: Collection, docs: Docs) -> NDArray[np.float64]:
    """The factor of recency of each document, 1 for the newest of the archive; 0 where the date is unknown."""
    at = instants(collection, docs)
    newest = max((int(s.reader.instant.max(initial=NO_INSTANT)) for s in collection.segments), default=0)
    days = (newest - at.astype(np.float64)) / _DAY
    return np.where(at == NO_INSTANT, 0.0, np.exp2(-days / HALF_LIFE_DAYS))


def instants(collection: Collection, docs: Docs) -> Ints:
    """The instants of documents by their global numbers."""
    if len(collection.segments) == 1:
        return collection.segments[0].reader.instants(docs)
    out = np.empty(len(docs), np.int64)
    for segment in collection.segments:
        mine = (docs >= segment.base) & (docs < segment.base + segment.size)
        out[mine] = segment.reader.instants(docs[mine] - segment.base)
    return out


def best(collection: Collection, candidates: Candidates, k: int) -> tuple[Docs, Ints]:
    """The first k documents in the total order, and their keys: key, then date newest first, then id."""
    return order(collection, *chosen(collection, candidates, k))


def chosen(collection: Collection, candidates: Candidates, k: int) -> tuple[Docs, Ints]:
    """`best` in any order."""
    docs, keys = candidates.docs, candidates.keys
    if len(docs) <= k:
        return docs, keys
    sure, tied = leading(keys, k)
    found = docs[sure]
    if len(tied):
        room = k - len(sure)
        ties = docs[tied]
        newer, same = leading(instants(collection, ties), room)
        found = np.concatenate((found, ties[newer]))
        room -= len(newer)
        if room > 0 and len(same):
            found = np.concatenate((found, _first_ids(collection, ties[same], room)))
        lookup = np.concatenate((sure, tied[newer]))
        values = np.concatenate((keys[lookup], np.full(len(found) - len(lookup), keys[tied[0]], keys.dtype)))
    else:
        values = keys[sure]
    return found, values


def order(collection: Collection, docs: Docs, keys: Ints) -> tuple[Docs, Ints]:
    """Documents and their keys in the total order."""
    at = instants(collection, docs)
    rows = np.lexsort((_falling(at), _falling(keys)))
    docs, keys, at = docs.take(rows), keys.take(rows), at.take(rows)
    same = keys[1:] == keys[:-1]
    same &= at[1:] == at[:-1]
    if np.count_nonzero(same):
        tied = np.zeros(len(docs), np.bool_)
        tied[1:] = same
        run = (~tied).cumsum()
        tied[:-1] |= same
        places = tied.nonzero()[0]
        held = docs.take(places)
        docs[places] = held.take(np.lexsort((_id_places(collection, held), run.take(places))))
    return docs, keys


def _id_places(collection: Collection, docs: Docs) -> Ints:
    """Numbers in the order of the documents' ids."""
    if len(docs) > _MANY_TIES:
        return collection.id_places[docs]
    ids = collection.snapshot.ids(docs)
    places = np.empty(len(docs), np.int64)
    places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return places


def _falling(values: Ints) -> Ints:
    """Values that rise as the given ones fall. Not the negative of integers: the smallest has none."""
    return ~values if values.dtype.kind == "i" else -values


def _first_ids(collection: Collection, docs: Docs, k: int) -> Docs:
    """The k documents whose ids come first."""
    return docs if len(docs) <= k else docs[np.argsort(_id_places(collection, docs))[:k]]


def one_a_story(collection: Collection, docs: Docs, limit: int) -> list[int]:
    """Indexes into `docs` (in order): the first of each story, at most `limit`."""
    stories, size = collection.stories.story, 4 * limit
    while True:
        first: dict[int, int] = {}
        for place, story in enumerate(stories.take(docs[:size]).tolist()):
            first.setdefault(story, place)
        if len(first) >= limit or size >= len(docs):
            return list(first.values())[:limit]
        size *= 8


def join(arrays: list[Ints]) -> Ints:
    """Arrays end to end; one alone as it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays) if arrays else np.empty(0, np.int64)
