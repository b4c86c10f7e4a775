"""Writes a segment under its final name, which is never an existing one, and syncs it.

The archive syncs the folder, and names the segment in its table of contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from morgue.core.analyzer import in_capitals
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.columns import ColumnsWriter
from morgue.index.codec.container import ContainerWriter
from morgue.index.codec.layout import RESERVED, Entry, SegmentInfo
from morgue.index.codec.postings.packing import I64, Array, offsets
from morgue.index.codec.postings.postings import Run, encode
from morgue.index.codec.reader import EXTENSION
from morgue.index.codec.store_writer import StoreWriter
from morgue.index.codec.terms.chunk_terms import Vocabulary
from morgue.index.codec.terms.inverter import Batch
from morgue.index.codec.terms.strings import write_strings
from morgue.index.codec.terms.term_dictionary import (
    RESERVED_TERMS,
    other_spellings,
    stemmed,
    write_attached,
    write_folds,
    write_stems,
)

#: Terms and positions are encoded in steps of about so many positions.
_STEP = 1 << 22


def write_segment(
    folder: Path, name: str, entries: Iterable[Entry], vocabulary: Vocabulary | None = None
) -> SegmentInfo:
    """Writes one segment of all the entries, in their order. A vocabulary kept over many calls makes them faster.

    Memory grows with the entries (some 40 bytes a term), not with the stored text: give a few ten thousand at a time.
    Raises FileExistsError when the name is taken; ArchiveError for an article too large. Leaves no file behind then.
    """
    vocabulary = vocabulary or Vocabulary()
    vocabulary.trim()
    path = folder / (name + EXTENSION)
    with ContainerWriter(path) as out:
        batch, columns, ids = Batch(vocabulary), ColumnsWriter(), []
        store = StoreWriter(out, learn=True)
        for entry in entries:
            article = entry.article
            batch.add(article.title, article.body, entry.furniture)
            columns.add(entry)
            store.add(article)
            ids.append(article.id)
        store.close()
        found = batch.invert()
        columns.write(out, found.title, found.lead, found.body)
        languages = LanguageTerms(*columns.language(), len(found.terms) + RESERVED)
        postings = PostingsWriter(out, len(ids), languages)
        for start, stop, run in _steps(found.run):
            postings.put(start, stop, run)
        postings.close(found.terms)
        tokens = int(found.title.sum() + found.body.sum())
        out.note("documents", len(ids))
        out.note("tokens", tokens)
        size = out.close()
    cut = tuple(ids[i] for i in found.cut)
    return SegmentInfo(name, len(ids), len(found.terms), tokens, size, (path.name,), cut)


def _steps(run: Run) -> Iterable[tuple[int, int, Run]]:
    """A run in pieces of about _STEP positions, each at least one term."""
    postings = offsets(run.df)
    flat = offsets(run.counts)
    by_term = flat[postings]
    start = 0
    while start < len(run.df):
        stop = int(np.searchsorted(by_term, by_term[start] + _STEP, side="right")) - 1
        stop = min(max(stop, start + 1), start + (1 << 17), len(run.df))
        p, f = slice(postings[start], postings[stop]), slice(by_term[start], by_term[stop])
        yield start, stop, Run(run.df[start:stop], run.docs[p], run.title[p], run.lead[p], run.body[p], run.flat[f])
        start = stop


class LanguageTerms:
    """For each language that is stemmed, gathers the terms that occur in its documents."""

    def __init__(self, values: Array, codes: Sequence[str], terms: int) -> None:
        self.codes = stemmed(c for i, c in enumerate(codes) if i in set(np.unique(values).tolist()))
        row = np.full(len(codes), len(self.codes), dtype=np.int64)
        for i, code in enumerate(codes):
            if code in self.codes:
                row[i] = self.codes.index(code)
        self._row = row[values] if len(codes) else np.zeros(0, dtype=np.int64)
        self.seen: NDArray[np.bool_] = np.zeros((len(self.codes) + 1, terms), dtype=np.bool_)

    def add(self, start: int, run: Run) -> None:
        """The postings of terms from ordinal `start` on."""
        terms = np.repeat(np.arange(start, start + len(run.df)), run.df)
        self.seen[self._row[run.docs], terms] = True


class PostingsWriter:
    """Takes the postings of all terms in order, range by range."""

    def __init__(self, out: ContainerWriter, documents: int, languages: LanguageTerms) -> None:
        self._out = out
        self._documents = documents
        self._languages = languages
        self._sizes: list[I64] = []
        self._df: list[I64] = []
        out.begin("postings")

    def put(self, start: int, stop: int, run: Run) -> None:
        """The postings of the terms from start to stop."""
        assert stop - start == len(run.df)
        data, sizes = encode(run, self._documents)
        self._out.put(data.data)
        self._sizes.append(sizes)
        self._df.append(run.df)
        self._languages.add(start, run)

    def close(self, terms: Sequence[str]) -> None:
        """Writes the dictionary of these terms (from ordinal RESERVED) and what stands beside it."""
        out = self._out
        out.end()
        at = offsets(np.concatenate([np.zeros(0, dtype=np.int64), *self._sizes]))
        out.add_narrow("postings.at", at.astype(np.uint32 if at[-1] < 1 << 32 else np.uint64), steps=True)
        out.add_narrow("terms.df", np.concatenate([np.zeros(0, dtype=np.int64), *self._df]).astype(np.uint32))
        write_strings(out, "terms", [*RESERVED_TERMS, *terms])
        write_folds(out, terms, self._by_language(terms))
        write_attached(out, terms)

    def _by_language(self, terms: Sequence[str]) -> list[tuple[str, int]]:
        """Writes the stems of each language; the other spellings that its words have, with their ordinals."""
        spelt: list[tuple[str, int]] = []
        capitals = np.array([i for i, t in enumerate(terms, RESERVED) if in_capitals(t)], dtype=np.int64)
        self._languages.seen[:, capitals] = False
        for row, code in enumerate(self._languages.codes):
            seen = self._languages.seen[row, : len(terms) + RESERVED]
            write_stems(self._out, code, terms, seen)
            spelt += other_spellings(code, terms, seen)
        return spelt
