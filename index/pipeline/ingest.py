"""Indexes sources into an archive: reads, cleans in workers, files and commits; run again, it goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from morgue.core.article import Article, RawItem, Rejected
from morgue.index.clean import clean
from morgue.index.clean.extraction import DOUBTS
from morgue.index.pipeline.prepared import Prepared

if TYPE_CHECKING:
    from morgue.index.pipeline.archive_writer import ArticleSink, Totals
    from morgue.index.sources.fields.lookup import Columns
    from morgue.index.sources.progress import Gauge
    from morgue.index.sources.registry.ledger import Ledger
    from morgue.index.sources.sharing import Sharing

#: A commit comes after so many articles, characters of text or seconds, whichever is first.
COMMIT_ARTICLES = 20_000
COMMIT_CHARACTERS = 40_000_000
COMMIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """outlet names the outlet of items that name none; again lets forgotten articles back in.

    outlets is the user's own table of outlet names, laid over the bundled one.
    """

    outlet: str | None = None
    jobs: int = 2
    again: bool = False
    outlets: Path | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `share` (0 to 1) is None while it cannot be known."""

    read: int
    added: int
    unchanged: int
    rejected: int
    seconds: float
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: read = added + unchanged + all rejected. Among added are copies, versions and the two below.

    without_text: those with a headline and no text. doubtful: those whose text two readings of the page hardly agree
    on, as a note of each says.
    """

    read: int
    added: int
    unchanged: int
    rejected: tuple[tuple[str, int], ...]
    copies: int
    versions: int
    seconds: float
    articles: int
    stories: int
    interrupted: bool = False
    without_text: int = 0
    doubtful: int = 0


@dataclass(slots=True)
class _Tally:
    share: Callable[[], float | None]
    started: float = field(default_factory=time.monotonic)
    read: int = 0
    added: int = 0
    unchanged: int = 0
    without_text: int = 0
    doubtful: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    def take(self, article: Article) -> None:
        """Counts an article that is new in the archive."""
        self.added += 1
        self.without_text += not article.body
        self.doubtful += not DOUBTS.isdisjoint(article.provenance.notes)

    def progress(self) -> Progress:
        seconds = time.monotonic() - self.started
        return Progress(self.read, self.added, self.unchanged, self.rejected.total(), seconds, self.share())


def cleaned(
    items: Iterable[RawItem | Rejected], jobs: int, outlets: Path | None = None
) -> Iterator[Article | Rejected]:
    """Each item as an article or a reject, in order, by killable workers. MorgueError for an unusable outlets file."""
    from morgue.index.clean.metadata.outlets import table
    from morgue.index.pipeline.cleaning_pool import CleaningPool

    table(outlets)
    with CleaningPool(partial(_clean, outlets), jobs, _as_they_are) as pool:
        yield from pool.map(items)


def _clean(outlets: Path | None, item: RawItem) -> Article | Rejected:
    from morgue.index.clean.metadata.outlets import table

    return clean(item, table(outlets))


def _as_they_are(articles: Sequence[Article]) -> Sequence[Article]:
    return articles


def ingest(
    sink: ArticleSink,
    items: Iterable[RawItem | Rejected],
    options: IngestOptions,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_reject: Callable[[Rejected], None] = lambda _: None,
    share: Callable[[], float | None] = lambda: None,
) -> Report:
    """Files every item that is new; `share` tells the progress how much has been read, 0 to 1.

    Ctrl-C commits what is whole and returns a report marked interrupted. MorgueError for an unusable outlets file.
    """
    from morgue.index.clean.metadata.outlets import table
    from morgue.index.pipeline.cleaning_pool import CleaningPool

    table(options.outlets)  # a file that cannot be used ends the run before it begins
    tally = _Tally(share)
    interrupted = False
    try:
        with CleaningPool(partial(_clean, options.outlets), options.jobs, sink.prepare) as pool:
            _file_all(sink, pool.map(_new_items(sink, items, options, tally)), tally, on_progress, on_reject)
    except KeyboardInterrupt:
        interrupted = True
    try:
        sink.commit()
        if not interrupted:
            sink.settle()
    except KeyboardInterrupt:  # the writer holds it back until the change is whole
        interrupted = True
    return _report(tally, sink.totals(), interrupted)


def _report(tally: _Tally, totals: Totals, interrupted: bool) -> Report:
    return Report(
        read=tally.read if not interrupted else tally.added + tally.unchanged + tally.rejected.total(),
        added=tally.added,
        unchanged=tally.unchanged,
        rejected=tuple(sorted(tally.rejected.items())),
        copies=totals.copies,
        versions=totals.versions,
        seconds=round(time.monotonic() - tally.started, 3),
        articles=totals.articles,
        stories=totals.stories,
        interrupted=interrupted,
        without_text=tally.without_text,
        doubtful=tally.doubtful,
    )


def _new_items(
    sink: ArticleSink, items: Iterable[RawItem | Rejected], options: IngestOptions, tally: _Tally
) -> Iterator[RawItem | Rejected]:
    """Items not yet in the archive; what is, is counted here and never cleaned again."""
    for item in items:
        tally.read += 1
        if isinstance(item, Rejected):
            yield item
        elif sink.holds(item):
            tally.unchanged += 1
        elif not options.again and sink.forgotten(item):
            yield Rejected(item.path, "forgotten", item.member, item.sha256, item.format, "--again brings it back")
        else:
            yield with_outlet(item, options.outlet)


def with_outlet(item: RawItem, outlet: str | None) -> RawItem:
    """The item with the outlet the user named, where it names none itself."""
    if outlet is None or item.given.outlet:
        return item
    return replace(item, given=replace(item.given, outlet=outlet))


def _file_all(
    sink: ArticleSink,
    results: Iterable[Prepared | Rejected],
    tally: _Tally,
    on_progress: Callable[[Progress], None],
    on_reject: Callable[[Rejected], None],
) -> None:
    pending = characters = 0
    committed = shown = time.monotonic()
    for result in results:
        if isinstance(result, Rejected):
            tally.rejected[result.reason] += 1
            on_reject(result)
        elif sink.add(result):
            tally.take(result.article)
            pending += 1
            characters += len(result.article.body)
        else:
            tally.unchanged += 1
        now = time.monotonic()
        many = pending >= COMMIT_ARTICLES or characters >= COMMIT_CHARACTERS
        if many or (pending and now - committed > COMMIT_SECONDS):
            sink.commit()
            pending = characters = 0
            committed = time.monotonic()
        if now - shown > 0.1:
            shown = now
            on_progress(tally.progress())
    on_progress(tally.progress())


def read_sources(
    paths: tuple[str, ...],
    stdin: BinaryIO | None,
    gauge: Gauge | None = None,
    ledger: Ledger | None = None,
    columns: Columns = (),
    sharing: Sharing | None = None,
) -> Iterator[RawItem | Rejected]:
    """The items of the named paths, lazily; SourceError at once for a path that cannot be used at all."""
    from morgue.index.sources import read

    return read(paths, stdin, gauge, ledger, columns, sharing)
