"""Merges segments into one: copies stored blocks, maps ordinals and document numbers, analyses nothing again.

Postings are taken range by range of the joint dictionary, so memory stays within the largest single term or a fixed
budget, whichever is more.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec import store_dictionaries
from morgue.index.codec.columns import (
    ListColumn,
    MultiColumn,
    OrdinalColumn,
    write_bylines,
    write_list,
)
from morgue.index.codec.container import ContainerWriter
from morgue.index.codec.layout import CHANNELS, COLUMNS, LISTS, PLAIN, RESERVED, SegmentInfo
from morgue.index.codec.postings.packing import I64, Array, offsets, spread, stretches
from morgue.index.codec.postings.postings import Run
from morgue.index.codec.reader import EXTENSION, SegmentReader
from morgue.index.codec.store_dictionaries import Dictionaries, train
from morgue.index.codec.store_writer import StoreWriter
from morgue.index.codec.story_keys import merge_keys
from morgue.index.codec.streams.narrowing import narrowest
from morgue.index.codec.streams.plain_columns import write_plain
from morgue.index.codec.terms.strings import merge_strings, write_strings
from morgue.index.codec.writer import LanguageTerms, PostingsWriter

#: A reader with its live documents (bool by document; None: all).
Source = tuple[SegmentReader, NDArray[np.bool_] | None]

#: Bytes of postings decoded at a time (some 30 bytes of memory each), and terms.
_STEP_BYTES = 4 << 20
_STEP_TERMS = 1 << 17
#: Documents whose ids are put in order at a time.
_STEP_IDS = 1 << 14


def merge_segments(folder: Path, name: str, sources: Sequence[Source], lasting: bool = False) -> SegmentInfo:
    """Writes one segment of all live documents of the sources, in their order. lasting: it is not soon merged again.

    Raises FileExistsError when the name is taken; ArchiveDamaged when a source is not as written. Leaves no file then.
    """
    path = folder / (name + EXTENSION)
    numbers = _document_numbers(sources)
    documents = sum(int((n >= 0).sum()) for n in numbers)
    with ContainerWriter(path) as out:
        store = StoreWriter(out, _dictionaries(sources, lasting))
        for reader, live in sources:
            reader.store.copy_to(store, live)
            reader.let_go()
        store.close()
        tokens = _merge_plain(out, sources)
        languages, codes = _merge_named(out, sources)
        _merge_lists(out, sources)
        _merge_identity(out, sources, numbers)
        for reader, _ in sources:
            reader.let_go()
        terms = _merge_terms(out, sources, numbers, documents, languages, codes)
        out.note("documents", documents)
        out.note("tokens", tokens)
        size = out.close()
    return SegmentInfo(name, documents, terms, tokens, size, (path.name,))


def _dictionaries(sources: Sequence[Source], lasting: bool) -> Dictionaries | None:
    """Those of the live articles, learned from blocks all over the sources; None where they are few."""
    total = sum(int(_alive(reader.plain("store.lengths"), live).sum(dtype=np.int64)) for reader, live in sources)
    if total < store_dictionaries.ENOUGH:
        return None
    step = max(1, total // store_dictionaries.ENOUGH)
    samples = [pair for reader, live in sources for pair in reader.store.sample(step, live)]
    return train([body for _, body in samples], [record for record, _ in samples], total, lasting)


def _document_numbers(sources: Sequence[Source]) -> list[I64]:
    """The new number of each document of each source; -1 for those that are not live."""
    out: list[I64] = []
    base = 0
    for reader, live in sources:
        alive = np.ones(reader.doc_count, dtype=np.bool_) if live is None else live
        number = np.where(alive, np.cumsum(alive) - 1 + base, -1).astype(np.int64)
        out.append(number)
        base += int(alive.sum())
    return out


# -- columns


def _alive(array: Array, live: NDArray[np.bool_] | None) -> Array:
    return array if live is None else array[live]


def _merge_plain(out: ContainerWriter, sources: Sequence[Source]) -> int:
    """The plain columns; returns the number of tokens."""
    plain = {
        name: np.concatenate([np.zeros(0, dtype=kind), *(_alive(reader.plain(name), live) for reader, live in sources)])
        for name, kind in PLAIN.items()
    }
    write_plain(out, plain)
    return int(plain["length.title"].sum(dtype=np.int64) + plain["length.body"].sum(dtype=np.int64))


class _Joined:
    """The strings of many columns under one numbering; 0 stays the missing one."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}

    def take(self, column: OrdinalColumn, values: Array) -> Array:
        """These values of a column under the joint numbers; only strings that occur are kept."""
        strings = column.strings
        table = np.zeros(len(strings), dtype=np.uint32)
        for used in np.unique(values):
            if used:
                table[used] = self.numbers.setdefault(strings[int(used)], len(self.numbers))
        return table[values]


def _merge_named(out: ContainerWriter, sources: Sequence[Source]) -> tuple[Array, list[str]]:
    """The ordinal columns and bylines; returns the language of each document and the codes."""
    languages: tuple[Array, list[str]] = np.zeros(0, dtype=np.uint32), [""]
    for name in COLUMNS:
        joined = _Joined()
        columns = [(reader.column(name), live) for reader, live in sources]
        parts = [joined.take(column, _alive(column.values, live)) for column, live in columns]
        values = np.concatenate([np.zeros(0, dtype=np.uint32), *parts])
        out.add_column("column." + name, narrowest(values))
        write_strings(out, "column." + name, list(joined.numbers))
        if name == "language":
            languages = values, list(joined.numbers)
    _merge_bylines(out, sources)
    return languages


def _merge_bylines(out: ContainerWriter, sources: Sequence[Source]) -> None:
    joined = _Joined()
    many: list[Array] = [np.zeros(0, dtype=np.int64)]
    authors: list[Array] = [np.zeros(0, dtype=np.uint32)]
    for reader, live in sources:
        counts, values = _live_lists(reader.bylines, live)
        many.append(counts)
        authors.append(joined.take(reader.bylines, values))
    write_bylines(out, np.concatenate(many), np.concatenate(authors), list(joined.numbers))


def _live_lists(column: ListColumn | MultiColumn, live: Array | None) -> tuple[Array, Array]:
    """How many values each live document has in a column of lists, and these values end to end."""
    first = column.offsets.astype(np.int64)
    counts = _alive(first[1:] - first[:-1], live)
    return counts, column.values[spread(_alive(first[:-1], live), counts)]


def _merge_lists(out: ContainerWriter, sources: Sequence[Source]) -> None:
    """The columns of lists."""
    for name in LISTS:
        counts: list[Array] = [np.zeros(0, dtype=np.int64)]
        values: list[Array] = [np.zeros(0, dtype=np.uint32)]
        for reader, live in sources:
            own_counts, own_values = _live_lists(reader.numbers(name).sound(), live)
            counts.append(own_counts)
            values.append(own_values)
        write_list(out, name, np.concatenate(counts), np.concatenate(values))


def _merge_identity(out: ContainerWriter, sources: Sequence[Source], numbers: Sequence[I64]) -> None:
    """Digests, ids, addresses and story keys."""
    out.begin("sha")
    for reader, live in sources:
        out.put(np.ascontiguousarray(_alive(reader.plain("sha").reshape(-1, 32), live)).reshape(-1).data)
    out.end()
    kept = [np.flatnonzero(number >= 0) for number in numbers]
    readers = [reader for reader, _ in sources]
    merge_strings(out, "ids", [(r.ids.strings, docs) for r, docs in zip(readers, kept, strict=True)], packed=False)
    out.add_narrow("ids.order", _order(readers, numbers))
    merge_strings(out, "urls", [(r.addresses, docs) for r, docs in zip(readers, kept, strict=True)])
    for channel in CHANNELS:
        merge_keys(out, channel, [reader.keys(channel) for reader in readers], numbers)


def _order(readers: Sequence[SegmentReader], numbers: Sequence[I64]) -> Array:
    """The new numbers of the live documents in the order of their ids: each source has its own in order."""
    ascending = heapq.merge(*map(_ascending, readers, numbers))
    return np.fromiter((new for _, new in ascending), dtype=np.uint32)


def _ascending(reader: SegmentReader, number: I64) -> Iterator[tuple[bytes, int]]:
    """Each live document's id and new number; ArchiveDamaged where the ids are not in their order."""
    order, ids, before = reader.ids.order, reader.ids.strings, b""
    for start in range(0, len(order), _STEP_IDS):
        for doc in order[start : start + _STEP_IDS].tolist():
            raw = ids.raw(doc)
            if raw < before:
                raise reader.damaged("has ids that are not in order")
            before = raw
            if (new := int(number[doc])) >= 0:
                yield raw, new


# -- terms


def _merge_terms(
    out: ContainerWriter,
    sources: Sequence[Source],
    numbers: Sequence[I64],
    documents: int,
    language: Array,
    codes: Sequence[str],
) -> int:
    """Dictionary and postings; returns the number of terms that still occur."""
    own = [reader.lexicon.all() for reader, _ in sources]
    joint = sorted(set().union(*own))
    place = {term: i for i, term in enumerate(joint, RESERVED)}
    maps = [
        np.concatenate([np.arange(RESERVED), np.fromiter(map(place.__getitem__, terms), np.int64, len(terms))])
        for terms in own
    ]
    del own, place
    postings = PostingsWriter(out, documents, LanguageTerms(language, codes, len(joint) + RESERVED))
    kept: list[str] = []
    readers = [reader for reader, _ in sources]
    for low, high in _ranges(readers, maps, len(joint) + RESERVED):
        run = _joint_run(readers, maps, numbers, low, high)
        for reader in readers:
            reader.let_go()
        held = (run.df > 0) | (np.arange(low, high) < RESERVED)
        start = min(low, RESERVED) + len(kept)
        postings.put(start, start + int(held.sum()), Run(run.df[held], *_columns(run)))
        kept.extend(joint[i + low - RESERVED] for i in np.flatnonzero(held).tolist() if i + low >= RESERVED)
    postings.close(kept)
    return len(kept)


def _columns(run: Run) -> tuple[Array, ...]:
    return run.docs, run.title, run.lead, run.body, run.flat


def _ranges(readers: Sequence[SegmentReader], maps: Sequence[I64], terms: int) -> Iterator[tuple[int, int]]:
    """Ranges of joint ordinals of about _STEP_BYTES of postings, each at least one."""
    sizes = np.zeros(terms, dtype=np.int64)
    for reader, mapping in zip(readers, maps, strict=True):
        sizes[mapping] += reader.posting_sizes()
    ends = offsets(sizes)
    low = 0
    while low < terms:
        high = int(np.searchsorted(ends, ends[low] + _STEP_BYTES, side="right")) - 1
        high = min(max(high, low + 1), low + _STEP_TERMS, terms)
        yield low, high
        low = high


def _joint_run(
    readers: Sequence[SegmentReader], maps: Sequence[I64], numbers: Sequence[I64], low: int, high: int
) -> Run:
    """The live postings of the joint ordinals from low to high, over all sources."""
    width = high - low
    parts: list[tuple[I64, I64, Run]] = []
    for reader, mapping, number in zip(readers, maps, numbers, strict=True):
        start, stop = (int(i) for i in np.searchsorted(mapping, (low, high)))
        run, owner = _live_run(reader.run(start, stop), mapping[start:stop] - low, number)
        flat = offsets(run.counts)
        ends = offsets(np.bincount(owner, minlength=width))
        parts.append((np.diff(ends), np.diff(flat[ends]), run))
    df = sum((p[0] for p in parts), np.zeros(width, dtype=np.int64))
    positions = sum((p[1] for p in parts), np.zeros(width, dtype=np.int64))
    docs, title, lead, body = columns = [np.zeros(int(df.sum()), dtype=np.uint32) for _ in range(4)]
    flat = np.zeros(int(positions.sum()), dtype=np.uint32)
    next_posting, next_position = offsets(df)[:-1], offsets(positions)[:-1]
    for own, own_positions, run in parts:
        target = stretches(next_posting, own)
        for column, values in zip(columns, _columns(run), strict=False):
            column[target] = values
        flat[stretches(next_position, own_positions)] = run.flat
        next_posting += own
        next_position += own_positions
    return Run(df, docs, title, lead, body, flat)


def _live_run(run: Run, terms: I64, number: I64) -> tuple[Run, I64]:
    """A source's run with new document numbers, without what is not live; and the term of each posting."""
    owner = np.repeat(terms, run.df)
    docs = number[run.docs]
    alive = docs >= 0
    if alive.all():
        return Run(run.df, docs, run.title, run.lead, run.body, run.flat), owner
    flat = run.flat[np.repeat(alive, run.counts)]
    return Run(run.df, docs[alive], run.title[alive], run.lead[alive], run.body[alive], flat), owner[alive]
