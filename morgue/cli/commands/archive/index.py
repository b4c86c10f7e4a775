"""`morgue index` and `morgue clean`: from saved news to articles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from morgue.cli import config, documents, formats, output, tables
from morgue.cli.diagnostics import Meter, Outcome, found, remark, warn
from morgue.cli.in_forms import as_document, in_forms
from morgue.cli.opening import writer
from morgue.core.errors import ArchiveMissing

if TYPE_CHECKING:
    from morgue.cli.cleaning_report import DrySink, Taken
    from morgue.core.article import RawItem, Rejected
    from morgue.index.pipeline.archive_writer import ArticleSink
    from morgue.index.pipeline.ingest import IngestOptions, Progress, Report
    from morgue.index.sources import Gauge, Ledger
    from morgue.index.sources.sharing import Sharing

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files and folders of saved news; - reads JSON Lines.", show_default=False),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes.  [default: one a processor]")
]
Outlet = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="The outlet of whatever does not name its own.")
]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="FILE", help="Write what gave no article, and why, to this file (JSON Lines)."),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="FIELD=NAME,...", help="What fields of JSON and tables mean: body=maintext,date=when."
    ),
]


@as_document
def index(
    paths: Paths,
    outlet: Outlet = None,
    map_: Map = None,
    jobs: Jobs = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, but change nothing.")] = False,
    rejects: Rejects = None,
    again: Annotated[bool, typer.Option("--again", help="Let forgotten articles back in.")] = False,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Add saved news to the archive: pages, texts, feeds, JSON, CSV, WARC, and archives and folders of these."""
    from morgue.engines.opening import engine_of
    from morgue.index.pipeline.ingest import IngestOptions
    from morgue.index.sources import Gauge, Ledger
    from morgue.index.sources.sharing import Alone

    names = config.outlets_file(os.environ, settings.archive)
    wanted = IngestOptions(outlet, jobs or settings.jobs, again, names)
    with ExitStack() as stack:
        gauge = Gauge(paths)
        ledger = Ledger() if dry_run else None
        sharing: Sharing = Alone() if dry_run else engine_of(settings.archive).sharing(settings.archive)
        stack.callback(sharing.close, whole=False)
        items = _started(paths, map_, gauge, ledger, sharing)
        dry = None if ledger is None else _dry_sink(settings, ledger)
        sink: ArticleSink = writer(settings, create=True) if dry is None else dry
        on_reject = _rejects(rejects, stack, None if dry is None else dry.reject)
        stack.callback(sink.close)
        report = _run(sink, items, wanted, on_reject, gauge)
        sharing.close(whole=not report.interrupted)
    _write(report, None if dry is None else dry.files(), form, settings, rejects)
    if report.interrupted:
        warn("interrupted; what was read is in the archive, and the same command goes on from there")
        return Outcome.INTERRUPTED
    return found(report.added + report.unchanged)


def _write(
    report: Report, files: Sequence[Taken] | None, form: formats.Form, settings: config.Settings, rejects: Path | None
) -> None:
    if form.kind == "text":
        from morgue.cli.render.stats import file_lines, report_lines

        look = output.look(settings)
        dry = files is not None
        hint = "which, and why: --rejects FILE" if rejects is None and not dry else ""
        told = (f"a dry run: {settings.archive}", "still holds") if dry else (str(settings.archive), "now holds")
        rows = chain(file_lines(files or (), look), report_lines(report, told[0], look, told[1], hint))
        output.lines(rows, look, settings)
    else:
        tables.write_document(documents.report(report, files))


@in_forms(tables.ARTICLES, archived=False)
def clean(
    paths: Paths,
    outlet: Outlet = None,
    map_: Map = None,
    jobs: Jobs = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Print the articles found in saved news, in order, without an archive."""
    from morgue.cli.cleaning_report import Cleaning

    run = Cleaning(_started(paths, map_), outlet, jobs or settings.jobs, config.outlets_file(os.environ))
    if form.kind == "text":
        from morgue.cli.render.article import clean_lines

        look = output.look(settings)
        output.stream((clean_lines(result, look) for result in run.results()), look)
    elif form.kind in ("json", "jsonl"):
        # A reject has none of an article's fields: it stays whole.
        rows = (row if "rejected" in row else formats.narrowed(row, form.fields) for row in run.documents())
        output.documents(map(formats.encode, rows))
    else:
        tables.write_rows(run.articles(), form, tables.ARTICLES)
    return found(run.accepted)


def _started(
    paths: list[str],
    map_: list[str] | None,
    gauge: Gauge | None = None,
    ledger: Ledger | None = None,
    sharing: Sharing | None = None,
) -> Iterator[RawItem | Rejected]:
    """The items of the paths; the first is read at once, so that a path that cannot be used stops everything before."""
    from morgue.index.pipeline.ingest import read_sources
    from morgue.index.sources.fields.mapping import columns

    stdin: BinaryIO | None = sys.stdin.buffer if "-" in paths else None
    items = iter(read_sources(tuple(paths), stdin, gauge, ledger, columns(map_ or ()), sharing))
    for first in items:
        return chain([first], items)
    remark(f"nothing to read in {', '.join(paths)}")
    return iter(())


def _dry_sink(settings: config.Settings, ledger: Ledger) -> DrySink:
    """What knows the archive, if there is one, and only counts."""
    from morgue.cli.cleaning_report import DrySink
    from morgue.engines.opening import open_writer

    try:
        return DrySink(open_writer(settings.archive), ledger)
    except ArchiveMissing:
        return DrySink(None, ledger)


def _rejects(
    path: Path | None, stack: ExitStack, counted: Callable[[Rejected], None] | None
) -> Callable[[Rejected], None]:
    """What is done with a reject: counted by file in a dry run, written to the file that the user named."""
    file = None if path is None else stack.enter_context(path.open("wb"))

    def on_reject(rejected: Rejected) -> None:
        if counted is not None:
            counted(rejected)
        if file is not None:
            file.write(formats.encode(rejected.as_dict()) + b"\n")

    return on_reject


def _run(
    sink: ArticleSink,
    items: Iterator[RawItem | Rejected],
    wanted: IngestOptions,
    on_reject: Callable[[Rejected], None],
    gauge: Gauge,
) -> Report:
    from morgue.cli.render.stats import meter
    from morgue.index.pipeline.ingest import ingest

    line = Meter()

    def on_progress(progress: Progress) -> None:
        if line.columns:
            line.show(meter(progress, line.columns))

    try:
        return ingest(sink, items, wanted, on_progress, on_reject, lambda: gauge.share)
    finally:
        line.clear()
