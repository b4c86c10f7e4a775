"""Runs over sources without keeping anything: `clean`, and `index --dry-run`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.analyzer import terms
from morgue.core.article import Article, RawItem, Rejected
from morgue.core.json import Document

if TYPE_CHECKING:
    from morgue.index.pipeline.archive_writer import ArchiveWriter, Totals
    from morgue.index.pipeline.prepared import Prepared
    from morgue.index.sources import Ledger


class Cleaning:
    """Items on their way to articles, in input order. `accepted` counts the articles that have come out."""

    def __init__(
        self, items: Iterator[RawItem | Rejected], outlet: str | None, jobs: int, outlets: Path | None = None
    ) -> None:
        self._items = items
        self._outlet = outlet
        self._jobs = jobs
        self._outlets = outlets
        self.accepted = 0

    def results(self) -> Iterator[Article | Rejected]:
        """An article or a reject for each item."""
        from morgue.index.pipeline.ingest import cleaned, with_outlet

        named = (item if isinstance(item, Rejected) else with_outlet(item, self._outlet) for item in self._items)
        for result in cleaned(named, self._jobs, self._outlets):
            self.accepted += not isinstance(result, Rejected)
            yield result

    def documents(self) -> Iterator[Document]:
        """The Article object of each, or the object of a reject."""
        for result in self.results():
            yield result.as_dict() if isinstance(result, Rejected) else _document(result)

    def articles(self) -> Iterator[Document]:
        """The Article objects alone (rows of a table have no room for rejects)."""
        for result in self.results():
            if not isinstance(result, Rejected):
                yield _document(result)


def _document(article: Article) -> Document:
    return article.as_dict(len(terms(article.body)), None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a dry run found in one file: formats from the outermost inwards, articles, and rejects by their reason."""

    path: str
    formats: tuple[str, ...]
    articles: int
    rejected: Mapping[str, int]


class DrySink:
    """Knows what the archive holds, takes nothing in, counts by file. Satisfies `ArticleSink`."""

    def __init__(self, writer: ArchiveWriter | None, ledger: Ledger) -> None:
        self._writer = writer
        self._ledger = ledger
        self._seen: set[tuple[str, str]] = set()
        self._articles: Counter[str] = Counter()
        self._rejected: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @property
    def prepare(self) -> Callable[[Sequence[Article]], Sequence[Prepared]]:
        """What the cleaning workers make of articles."""
        from morgue.index.pipeline.prepared import with_keys_of_many

        return with_keys_of_many

    def close(self) -> None:
        """Closes the archive's writer, where there is one."""
        if self._writer is not None:
            self._writer.close()

    def holds(self, item: RawItem) -> bool:
        """Whether the item is in the archive, or came before in this run."""
        held = (item.id, item.sha256) in self._seen or (self._writer is not None and self._writer.holds(item))
        self._articles[item.path] += held
        return held

    def forgotten(self, item: RawItem) -> bool:
        """Whether it was removed on purpose."""
        return self._writer is not None and self._writer.forgotten(item)

    def add(self, prepared: Prepared) -> bool:
        """Counts it as new."""
        self._seen.add((prepared.article.id, prepared.article.provenance.sha256))
        self._articles[prepared.article.provenance.path] += 1
        return True

    def reject(self, rejected: Rejected) -> None:
        """Counts it against its file."""
        self._rejected[rejected.path][rejected.reason] += 1

    def files(self) -> list[Taken]:
        """What each file holds, in the order of their names."""
        paths = sorted({*self._articles, *self._rejected})
        return [
            Taken(path, tuple(self._ledger.formats(path)), self._articles[path], self._rejected.get(path, {}))
            for path in paths
        ]

    def commit(self) -> None:
        """There is nothing to commit."""

    def settle(self) -> None:
        """There is nothing to settle."""

    def totals(self) -> Totals:
        """What the archive holds now; nothing where there is none."""
        from morgue.index.pipeline.archive_writer import Totals

        return self._writer.totals() if self._writer is not None else Totals(0, 0, 0, 0)
