"""Sets what an archive holds, and what a run of `index` did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from morgue.cli.render.search import INDENT
from morgue.core.wording.quantities import articles_in_stories, quantity
from morgue.render import dates
from morgue.render.cells import clip
from morgue.render.labels import joined, size
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.render.wrap import wrap

if TYPE_CHECKING:
    from morgue.cli.cleaning_report import Taken
    from morgue.core.health import Stats
    from morgue.index.pipeline.ingest import Progress, Report
    from morgue.index.sources.registry import Reader

#: So many outlets and languages are named.
_MOST = 12


def facts(pairs: Iterable[tuple[str, str]], look: Look) -> Iterator[Line]:
    """Label and value, a line each, the values in one column."""
    rows = [(label, value) for label, value in pairs if value]
    cells = max((len(label) for label, _ in rows), default=0) + 2
    for label, value in rows:
        yield from wrap(line(value), look.width, look, first=f"{label:<{cells}}", rest=" " * cells)


def stats_lines(stats: Stats, archive: str, look: Look) -> Iterator[Line]:
    """What the archive holds."""
    days = dates.period(stats.first, stats.last) if stats.first else "none known"
    undated = f"{stats.undated:,} undated" if stats.undated else ""
    pairs = [
        ("archive", archive),
        ("articles", joined([f"{stats.articles:,}", f"{quantity(stats.words, 'word')}"])),
        ("stories", joined([f"{stats.stories:,}", *_roles(stats)])),
        ("dates", joined([days, undated])),
        ("outlets", joined([f"{len(stats.outlets):,}", *(f"{name}\u00a0{n:,}" for name, n in stats.outlets[:_MOST])])),
        ("languages", joined(f"{name}\u00a0{n:,}" for name, n in stats.languages[:_MOST])),
        ("on disk", joined(_on_disk(stats))),
    ]
    yield from facts(pairs, look)


def _roles(stats: Stats) -> Iterator[str]:
    """How many copies, excerpts and versions there are, where there are any."""
    if stats.copies:
        yield quantity(stats.copies, "copy", "copies")
    if stats.excerpts:
        yield quantity(stats.excerpts, "excerpt", "excerpts")
    if stats.versions:
        yield quantity(stats.versions, "version", "versions")


def _on_disk(stats: Stats) -> Iterator[str]:
    if stats.bytes is not None:
        yield size(stats.bytes)
    yield quantity(stats.segments, "segment", "segments")
    yield f"generation {stats.generation}"


def report_lines(report: Report, archive: str, look: Look, verb: str = "now holds", hint: str = "") -> Iterator[Line]:
    """What was read and what became of it, a hint below what was rejected, and what the archive holds."""
    rate = report.read / report.seconds if report.seconds > 0 else 0
    parts = [
        f"{report.added:,} added",
        f"{report.unchanged:,} unchanged" if report.unchanged else "",
        f"{sum(n for _, n in report.rejected):,} rejected" if report.rejected else "",
    ]
    pace = f"   {report.seconds:.1f} s, {rate:,.0f} a second" if report.read else ""
    head = line(strong(f"{report.read:,} read"), f": {joined(parts)}", faint(pace))
    yield from wrap(head, look.width, look, rest=INDENT)
    told = [
        quantity(report.copies, "copy", "copies") if report.copies else "",
        quantity(report.versions, "version", "versions") if report.versions else "",
        f"{report.doubtful:,} doubtful: two readings of the page hardly agree" if report.doubtful else "",
    ]
    if report.without_text:
        told.append(f"{report.without_text:,} without text")
    if any(told):
        yield line(f"{INDENT}among the added: {joined(told)}")
    for reason, count in sorted(report.rejected, key=lambda pair: (-pair[1], pair[0])):
        yield line(f"{INDENT}rejected {count:>6,}  {reason}")
    if report.rejected and hint:
        yield line(faint(f"{INDENT}{hint}"))
    yield from wrap(line(f"{archive} {verb} {articles_in_stories(report.articles, report.stories)}"), look.width, look)


def file_lines(files: Iterable[Taken], look: Look) -> Iterator[Line]:
    """What a dry run found in each file: which readers took it, and what it holds."""
    from morgue.index.sources.registry import READERS, Format

    for file in files:
        names = ", ".join(READERS[Format(form)].name for form in file.formats)
        rejects = quantity(sum(file.rejected.values()), "reject", "rejects") if file.rejected else ""
        reasons = f" ({', '.join(sorted(file.rejected))})" if rejects else ""
        articles = quantity(file.articles, "article", "articles")
        told = [names or "no reader", articles, rejects + reasons]
        yield from wrap(line(f"{file.path}   ", faint(joined(told))), look.width, look, rest=INDENT)


def format_lines(readers: Iterable[tuple[str, Reader]], look: Look) -> Iterator[Line]:
    """The formats that are read: name, what they are and where they come from, the name of an example."""
    rows = list(readers)
    cells = max(len(reader.name) for _, reader in rows) + 2
    for _, reader in rows:
        told = line(reader.takes, faint(f"   {reader.example}".replace(" ", "\u00a0")))
        yield from wrap(told, look.width, look, first=f"{reader.name:<{cells}}", rest=" " * cells)


def meter(progress: Progress, cells: int) -> str:
    """One line on a running `index`: counts, rate, and the time left where it can be known."""
    rate = progress.read / progress.seconds if progress.seconds > 0 else 0.0
    parts = [
        f"{progress.read:,} read",
        f"{progress.added:,} added",
        f"{progress.unchanged:,} unchanged" if progress.unchanged else "",
        f"{progress.rejected:,} rejected" if progress.rejected else "",
        f"{rate:,.0f} a second",
        clock(progress.seconds),
    ]
    if progress.share:
        parts.append(f"{clock(progress.seconds * (1 - progress.share) / progress.share)} left")
    return clip(joined(parts), max(10, cells - 1))


def clock(seconds: float) -> str:
    """`0:07`, `12:40`, `3:05:00`."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
