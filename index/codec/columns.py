"""Writes and reads what a segment knows of each document beside its text: arrays over documents."""

from __future__ import annotations

from array import array
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from morgue.core.address_columns import plain_address, site
from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray
from morgue.core.partial_date import parse_when
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.layout import CHANNELS, COLUMNS, LISTS, NO_INSTANT, PRECISIONS, TITLE_ONLY, Entry
from morgue.index.codec.postings.packing import Array, offsets
from morgue.index.codec.shapes import below, check_column, check_offsets
from morgue.index.codec.store_writer import sha_bytes
from morgue.index.codec.story_keys import write_keys
from morgue.index.codec.streams.narrowing import narrowest
from morgue.index.codec.streams.plain_columns import write_plain
from morgue.index.codec.terms.strings import Strings, write_strings

_PRECISION = {name: number for number, name in enumerate(PRECISIONS)}

_when = lru_cache(maxsize=4096)(parse_when)


class _Ordinals:
    """Strings numbered as they come; 0 is the missing one."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        return self.numbers.setdefault(text, len(self.numbers)) if text else 0

    def strings(self) -> list[str]:
        return list(self.numbers)


class ColumnsWriter:
    """Gathers the columns of entries."""

    def __init__(self) -> None:
        self._first, self._last, self._words = array("i"), array("i"), array("q")
        self._instant = array("q")
        self._precision, self._flags = bytearray(), bytearray()
        self._named = {name: (_Ordinals(), array("I")) for name in COLUMNS}
        self._authors, self._author_values, self._author_counts = _Ordinals(), array("I"), array("I")
        self._ids: list[str] = []
        self._urls: list[str] = []
        self._sha: list[bytes] = []
        self._lists: dict[str, tuple[list[Array], list[int]]] = {name: ([], []) for name in LISTS}
        self._channels: list[tuple[list[Array], list[int]]] = [([], []) for _ in CHANNELS]

    def add(self, entry: Entry) -> None:
        """Takes the next entry of the segment."""
        article = entry.article
        self._add_day(article.date)
        self._words.append(entry.words)
        self._flags.append((entry.flags | (0 if article.body else TITLE_ONLY)) & 0xFF)
        named = article.outlet, article.agency, article.section, article.language, article.place, site(article.url)
        for text, (ordinals, values) in zip(named, self._named.values(), strict=True):
            values.append(ordinals.number(text))
        self._author_counts.append(len(article.authors))
        self._author_values.extend(self._authors.number(a) for a in article.authors)
        self._ids.append(article.id)
        self._urls.append(plain_address(article.url or ""))
        self._sha.append(sha_bytes(article) or bytes(32))
        self._add_numbers(entry)

    def _add_day(self, date: str | None) -> None:
        """The days, the instant and the precision of a date; zeros where none is known."""
        when = _when(date) if date else None
        self._first.append(when.first if when else 0)
        self._last.append(when.last if when else 0)
        self._instant.append(when.instant if when else NO_INSTANT)
        self._precision.append(_PRECISION[when.precision] if when else 0)

    def _add_numbers(self, entry: Entry) -> None:
        """The lists of numbers and the story keys."""
        for name, numbers in (("lines", entry.lines), ("furniture", [at for span in entry.furniture for at in span])):
            lists, sizes = self._lists[name]
            sizes.append(len(numbers))
            if len(numbers):
                lists.append(np.asarray(numbers, dtype=np.uint32))
        keys = entry.keys
        for found, (parts, counts) in zip((keys.band, keys.sample, keys.text, keys.link), self._channels, strict=True):
            counts.append(len(found))
            if len(found):
                parts.append(np.asarray(found, dtype=np.uint64))

    def language(self) -> tuple[Array, list[str]]:
        """Language of each document, and the codes by number."""
        ordinals, values = self._named["language"]
        return np.array(values, dtype=np.uint32), ordinals.strings()

    def write(self, out: ContainerWriter, title: Array, lead: Array, body: Array) -> None:
        """Writes every column. title, lead, body: terms of each document; `words` given as 0 becomes those of body."""
        words = np.array(self._words, dtype=np.int64)
        lengths = {"length.title": title, "length.lead": lead, "length.body": body}
        write_plain(out, self._dates() | lengths | {"words": np.where(words > 0, words, body)})
        for name, (ordinals, values) in self._named.items():
            out.add_column("column." + name, narrowest(np.array(values, dtype=np.uint32)))
            write_strings(out, "column." + name, ordinals.strings())
        counts = np.array(self._author_counts, dtype=np.uint32)
        write_bylines(out, counts, np.array(self._author_values, dtype=np.uint32), self._authors.strings())
        out.add_bytes("sha", b"".join(self._sha))
        write_ids(out, self._ids)
        write_strings(out, "urls", self._urls)
        self._write_numbers(out)

    def _dates(self) -> dict[str, Array]:
        """The plain columns of dates, and the flags."""
        return {
            "first_day": np.array(self._first, dtype=np.int32),
            "last_day": np.array(self._last, dtype=np.int32),
            "instant": np.array(self._instant, dtype=np.int64),
            "precision": np.frombuffer(bytes(self._precision), dtype=np.uint8),
            "flags": np.frombuffer(bytes(self._flags), dtype=np.uint8),
        }

    def _write_numbers(self, out: ContainerWriter) -> None:
        """The lists of numbers and the story keys."""
        for name, (lists, sizes) in self._lists.items():
            write_list(
                out, name, np.array(sizes, dtype=np.int64), np.concatenate([np.zeros(0, dtype=np.uint32), *lists])
            )
        for channel, (parts, many) in zip(CHANNELS, self._channels, strict=True):
            docs = np.repeat(np.arange(len(many), dtype=np.uint32), many)
            write_keys(out, channel, np.concatenate([np.zeros(0, dtype=np.uint64), *parts]), docs)


def write_bylines(out: ContainerWriter, counts: Array, values: Array, strings: list[str]) -> None:
    """Authors: how many each document has, their numbers in turn, their names."""
    _add_first(out, "bylines.first", offsets(counts).astype(np.uint32))
    out.add_narrow("bylines", values)
    write_strings(out, "bylines", strings)


def write_list(out: ContainerWriter, name: str, counts: Array, values: Array) -> None:
    """A list of numbers a document: how many each has, and the numbers in turn."""
    first = offsets(counts)
    _add_first(out, f"list.{name}.first", first.astype(np.uint32 if first[-1] < 1 << 32 else np.uint64))
    out.add_narrow(f"list.{name}", values.astype(np.uint32))


def _add_first(out: ContainerWriter, name: str, first: Array) -> None:
    """Where the values of each document begin; most columns have none."""
    if first[-1]:
        out.add_narrow(name, first, steps=True)
    else:
        out.add_column(name, first)


def write_ids(out: ContainerWriter, ids: list[str]) -> None:
    """Ids by document, and the documents in the order of their ids."""
    write_strings(out, "ids", ids, packed=False)
    out.add_narrow("ids.order", np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.uint32))


# -- reading


@dataclass(frozen=True, slots=True)
class Lengths:
    """Terms of each document by field."""

    title: NDArray[np.uint16]
    lead: NDArray[np.uint16]
    body: NDArray[np.uint32]


class OrdinalColumn:
    """One of a few strings a document: values uint32[n] index `strings`; 0 is missing, and strings[0] is empty."""

    def __init__(self, file: Container, name: str) -> None:
        check_column(file, name)
        self.values: NDArray[np.uint32] = file.array(name)
        self._strings = Strings(file, name)

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """All strings, decoded when first asked for."""
        return tuple(self._strings.get(i) for i in range(len(self._strings)))


class MultiColumn(OrdinalColumn):
    """Any number of strings a document: those of i are values[offsets[i]:offsets[i + 1]]."""

    def __init__(self, file: Container, name: str) -> None:
        super().__init__(file, name)
        check_offsets(file, name + ".first", name)
        self.offsets: NDArray[np.uint32] = file.array(name + ".first")


class Addresses(Strings):
    """The address of each document as `plain_address` spells it, empty where there is none."""

    def __init__(self, file: Container) -> None:
        check_offsets(file, "urls.at", "urls.text")
        super().__init__(file, "urls")

    @property
    def text(self) -> memoryview:
        """All of them in turn, each ended by a line feed."""
        return self._text

    @property
    def at(self) -> NDArray[np.unsignedinteger[Any]]:
        """Where each begins in `text`, and its end."""
        return self._at


class ListColumn:
    """A list of numbers a document: those of i are values[offsets[i]:offsets[i + 1]], uint32."""

    def __init__(self, file: Container, name: str) -> None:
        self._file, self._name = file, name
        self.values: NDArray[np.uint32] = file.array(f"list.{name}")
        self.offsets: NDArray[np.unsignedinteger[Any]] = file.array(f"list.{name}.first")

    def sound(self) -> ListColumn:
        """Itself, once all offsets have been looked at: for whoever reads many documents' lists together."""
        check_offsets(self._file, f"list.{self._name}.first", f"list.{self._name}")
        return self

    def of(self, doc: int) -> list[int]:
        """The numbers of one document."""
        found: list[int] = self.values[int(self.offsets[doc]) : int(self.offsets[doc + 1])].tolist()
        return found


class Ids:
    """Article ids, by document and by spelling."""

    def __init__(self, file: Container) -> None:
        self._file = file
        self._strings = Strings(file, "ids")
        file.once("ids.order", lambda: below(file.array("ids.order"), len(self._strings)), "orders ids not there")

    def get(self, doc: int) -> str:
        """The id of a document."""
        return self._strings.get(doc)

    def many(self, docs: NDArray[np.intp]) -> list[str]:
        """The ids of several documents, in the order asked."""
        return self._strings.many(docs)

    @property
    def order(self) -> NDArray[np.uint32]:
        """The documents in the order of their ids."""
        return self._file.array("ids.order")

    def _bisect(self, key: bytes) -> int:
        order = self.order
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self._strings.raw(int(order[middle])) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, id: str) -> int | None:
        """The number in its segment of the document with this id; None where there is none."""
        key = id.encode("utf-8", "surrogatepass")
        order = self.order
        i = self._bisect(key)
        return int(order[i]) if i < len(order) and self._strings.raw(int(order[i])) == key else None

    def starting(self, prefix: str, limit: int) -> list[str]:
        """Ids that begin so, in order, at most `limit`."""
        order = self.order
        i = self._bisect(prefix.encode("utf-8", "surrogatepass"))
        out: list[str] = []
        while i < len(order) and len(out) < limit and (found := self.get(int(order[i]))).startswith(prefix):
            out.append(found)
            i += 1
        return out

    @property
    def strings(self) -> Strings:
        """The ids by document, all of whose offsets have been looked at."""
        check_offsets(self._file, "ids.at", "ids.text")
        return self._strings

    def raw_all(self) -> tuple[NDArray[np.uint8], NDArray[Any]]:
        """The bytes of all ids, each with a byte behind it, and where each begins; one number more than there are."""
        return self._file.array("ids.text"), self._file.array("ids.at")

    def all(self) -> list[str]:
        """All ids, by document."""
        return [self._strings.get(i) for i in range(len(self._strings))]
