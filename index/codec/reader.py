"""Opens a segment for reading: maps it, and decodes what is asked for. Safe to keep while the file is unlinked.

A document's number counts from 0 within the segment. Arrays are read-only views of the mapped file unless they say
otherwise. Whoever finds a file not as written gets ArchiveDamaged or ArchiveTooNew, naming the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from morgue.core.article import Article
from morgue.core.errors import ArchiveDamaged
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.columns import Addresses, Ids, Lengths, ListColumn, MultiColumn, OrdinalColumn
from morgue.index.codec.container import Container
from morgue.index.codec.layout import AFTER, RESERVED
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.joined_postings import alone, many
from morgue.index.codec.postings.lazy_postings import LazyPostings
from morgue.index.codec.postings.packing import U8
from morgue.index.codec.postings.postings import Positions, Postings, Run, decode, read_positions, read_postings
from morgue.index.codec.postings.skip_table import Marks
from morgue.index.codec.shapes import below, check_all, check_days, check_shapes, check_values, tokens_at_most
from morgue.index.codec.store import Store
from morgue.index.codec.story_keys import Keys
from morgue.index.codec.streams.plain_columns import instants
from morgue.index.codec.terms.term_dictionary import Groups, Lexicon, StemTable

EXTENSION = ".segment"

#: What a damaged list of postings shows as; the checksums found by `verify` say which stream it is.
_DAMAGE = (ValueError, IndexError, KeyError)


class SegmentReader:
    """One segment of an archive's folder. Not safe across threads where it decodes stored articles."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._file = Container(folder / (name + EXTENSION))
        self.doc_count = check_shapes(self._file)
        self.token_count = self._file.note("tokens")
        self._marks: dict[int, Marks] = {}

    def verify(self, deep: bool = False) -> None:
        """Reads the whole file against its checksums, and its numbers; ArchiveDamaged names what is wrong.

        deep: decodes all postings and all articles too, which finds what checksums cannot: what was made to mislead.
        """
        self._file.verify()
        check_values(self._file, self.doc_count)
        if deep:
            check_all(self)

    def damaged(self, what: str) -> ArchiveDamaged:
        """The error that names this segment's file."""
        return self._file.damaged(what)

    def damaged_streams(self) -> frozenset[str]:
        """The streams of the file that are not as written; its table of contents was checked at opening."""
        return self._file.damaged_streams()

    def let_go(self) -> None:
        """Gives back the memory that what was read of the file takes; it is read again where it is asked for."""
        self._file.let_go()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self._file.size

    # -- terms

    @cached_property
    def lexicon(self) -> Lexicon:
        """The surface forms of titles and bodies."""
        return Lexicon(self._file)

    @cached_property
    def folds(self) -> Groups:
        """Keys (`morgue.core.folding.key`) → ordinals of the forms that are spelt otherwise."""
        return Groups(self._file, "folds")

    @cached_property
    def attached(self) -> Groups:
        """Words → ordinals of the forms that may be such a word with a particle or prefix attached."""
        return Groups(self._file, "attached")

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages with a stem table: those of the documents that have a stemmer."""
        names = (n.split(".") for n in self._file.names() if n.startswith("stems."))
        return tuple(parts[1] for parts in names if len(parts) == 2)

    def stems(self, language: str) -> StemTable:
        """The stem table of one of `languages`."""
        return StemTable(self._file, self.lexicon, language)

    def _place(self, ordinal: int) -> tuple[U8, int, int]:
        at, df = int(self._file.array("postings.at")[ordinal]), int(self._file.array("terms.df")[ordinal])
        data = self._file.array("postings")
        if at >= len(data) or df > self.doc_count:
            raise self._file.damaged("has a term whose postings are not there")
        return data, at, df

    @cached_property
    def _tokens(self) -> int:
        """No term has more positions."""
        most = tokens_at_most(self._file)
        self.let_go()  # whole columns were looked at, as they are once
        return most

    def postings(self, ordinal: int) -> Postings:
        """Documents and frequencies of a term (or of the boundaries SENTENCE and PARAGRAPH)."""
        try:
            return read_postings(*self._place(ordinal), self.doc_count)
        except _DAMAGE:
            raise self._file.damaged("has damaged postings") from None

    def positions(self, ordinal: int) -> Positions:
        """Positions of a term (or of a boundary), posting by posting."""
        try:
            return read_positions(*self._place(ordinal), self.doc_count, self._tokens)
        except _DAMAGE:
            raise self._file.damaged("has damaged postings") from None

    def lazy_postings(self, ordinal: int) -> LazyPostings:
        """A posting list, decoded as far as it is asked for. `verify` finds damage; numpy may raise on it before."""
        return LazyPostings(*self._place(ordinal), self.doc_count, self._marks, lambda: self._tokens)

    def joined_postings(self, ordinals: NDArray[np.intp]) -> tuple[NDArray[np.intp], Symbols]:
        """Documents and frequency symbols of several terms, the postings of a term side by side."""
        at = self._file.array("postings.at")[ordinals].astype(np.int64)
        df = self._file.array("terms.df")[ordinals].astype(np.int64)
        if not below(at, self._file.length("postings")) or not below(df, self.doc_count + 1):
            raise self._file.damaged("has a term whose postings are not there")
        return many(self._file.array("postings"), at, df, self.doc_count)

    def long_lists(self, ordinals: NDArray[np.intp], df: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of several terms have their postings given first, one list after the other, by `joined_postings`."""
        at = self._file.array("postings.at")[ordinals].astype(np.int64)
        return alone(self._file.array("postings"), at, df)

    def run(self, start: int, stop: int) -> Run:
        """The postings of a range of ordinals, decoded together."""
        at, df = self._file.array("postings.at")[start:stop].astype(np.int64), self._file.array("terms.df")[start:stop]
        if not below(at[df > 0], self._file.length("postings")) or not below(df, self.doc_count + 1):
            raise self._file.damaged("has terms whose postings are not there")
        try:
            return decode(self._file.array("postings"), at, df, self.doc_count, 3 * self._tokens)
        except _DAMAGE:
            raise self._file.damaged("has damaged postings") from None

    def posting_sizes(self) -> NDArray[np.int64]:
        """Bytes of postings by ordinal: a measure of how much decoding a range takes."""
        at = self._file.array("postings.at").astype(np.int64)
        return at[1:] - at[:-1]

    # -- columns

    @cached_property
    def lengths(self) -> Lengths:
        """Terms of title, lead and body, by document."""
        return Lengths(*(self._file.array("length." + f) for f in ("title", "lead", "body")))

    def plain(self, name: str) -> NDArray[Any]:
        """A plain stream by its name in the file; for merging."""
        return self.instant if name == "instant" else self._file.array(name)

    @property
    def first_day(self) -> NDArray[np.int32]:
        """First possible day of publication (`date.toordinal`); 0 is unknown."""
        check_days(self._file)
        return self._file.array("first_day")

    @property
    def last_day(self) -> NDArray[np.int32]:
        """Last possible day of publication; 0 is unknown."""
        check_days(self._file)
        return self._file.array("last_day")

    @cached_property
    def instant(self) -> NDArray[np.int64]:
        """Seconds since 1970 UTC, for sorting; NO_INSTANT is unknown."""
        return self.instants(slice(None))

    def instants(self, docs: NDArray[np.intp] | slice) -> NDArray[np.int64]:
        """The same of some documents."""
        if AFTER in self._file:
            return instants(self._file.array("first_day")[docs], self._file.array(AFTER)[docs])
        return self._file.array("instant")[docs]

    @property
    def precision(self) -> NDArray[np.uint8]:
        """Of the date: 0 unknown, 1 year, 2 month, 3 day, 4 moment."""
        return self._file.array("precision")

    @property
    def words(self) -> NDArray[np.uint32]:
        """How many terms each body has (uint32[documents])."""
        return self._file.array("words")

    @property
    def flags(self) -> NDArray[np.uint8]:
        """TEASER, TITLE_ONLY, SILENT_CHANGE."""
        return self._file.array("flags")

    def column(self, name: str) -> OrdinalColumn:
        """One of COLUMNS."""
        return OrdinalColumn(self._file, "column." + name)

    def numbers(self, name: str) -> ListColumn:
        """One of `morgue.index.codec.layout.LISTS`: line keys, or furniture spans as start, end, start, end, ..."""
        return ListColumn(self._file, name)

    def furniture(self, doc: int) -> tuple[tuple[int, int], ...]:
        """The spans of the document's body that are left out of the index, ascending."""
        at = self.numbers("furniture").of(doc)
        if len(at) % 2:
            raise self._file.damaged("has furniture without an end")
        return tuple(zip(at[::2], at[1::2], strict=True))

    @cached_property
    def bylines(self) -> MultiColumn:
        """The authors of each document."""
        return MultiColumn(self._file, "bylines")

    @cached_property
    def addresses(self) -> Addresses:
        """The address of each document, to be searched."""
        return Addresses(self._file)

    # -- identity and content

    @cached_property
    def ids(self) -> Ids:
        """Article ids."""
        return Ids(self._file)

    @cached_property
    def store(self) -> Store:
        """The stored articles."""
        return Store(self._file)

    def id(self, doc: int) -> str:
        """The article id of a document."""
        return self.ids.get(doc)

    def find_id(self, id: str) -> int | None:
        """The document with an article id."""
        return self.ids.find(id)

    def ids_with_prefix(self, prefix: str, limit: int) -> list[str]:
        """Article ids that begin so, in order, at most `limit`."""
        return self.ids.starting(prefix, limit)

    @property
    def digests(self) -> memoryview:
        """The SHA-256 of each document's source, 32 bytes each; zeros where it had none."""
        return self._file.view("sha")

    def sha(self, doc: int) -> bytes:
        """The source item's SHA-256; zeros where it had none."""
        return self.store.sha(doc)

    def url(self, doc: int) -> str | None:
        """The address of a document."""
        return self.headers(doc).url

    def headers(self, doc: int) -> Article:
        """The article with an empty body: one small block is decoded."""
        return self.store.header(doc)

    def headers_many(self, docs: Sequence[int]) -> list[Article]:
        """The stored articles of many documents, in the order asked; each block is decoded once."""
        return self.store.articles(docs, self.store.header)

    def stored(self, doc: int) -> Article:
        """The stored article of a document."""
        return self.store.article(doc)

    def stored_many(self, docs: Sequence[int]) -> list[Article]:
        """The articles of many documents, in the order asked; each block is decoded once."""
        return self.store.articles(docs, self.store.article)

    def scan(self) -> Iterator[Article]:
        """All articles in order, in constant memory."""
        return map(self.store.article, range(self.doc_count))

    def keys(self, channel: str) -> Keys:
        """The story keys of one of CHANNELS."""
        return Keys(self._file, channel)


__all__ = ["EXTENSION", "RESERVED", "Positions", "Postings", "SegmentReader"]
