"""`morgue doctor`: what is installed, how the archive is, and what to do about what is wrong."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from morgue.cli import config, documents, formats, options, output, tables
from morgue.cli.diagnostics import Outcome
from morgue.cli.documents import Document
from morgue.cli.render.spans import Line, Look, Span, faint, held
from morgue.cli.render.stats import size
from morgue.core.errors import ArchiveMissing, MorgueError
from morgue.render.wrap import wrap

_LIBRARIES = ("morgue", "numpy", "trafilatura", "lxml", "typer", "textual", "fastwarc", "orjson")
_LOW = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `ok` or not, what was seen, and what to do when it is not ok."""

    name: str
    ok: bool
    seen: str
    hint: str = ""


def doctor(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    archive: options.ArchiveDir = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Report on the installation and the archive's health, and what to do about what is wrong."""
    form = formats.choose(json=json, jsonl=jsonl)
    settings = config.settings(archive)
    checks = list(_checks(settings))
    ok = all(check.ok for check in checks)
    if form.kind == "text":
        look = output.look(settings)
        output.lines([row for check in checks for row in _lines(check, look)], look, settings)
    else:
        tables.write_document(documents.headed({"ok": ok, "checks": [_document(check) for check in checks]}))
    return Outcome.DONE if ok else Outcome.FAILED


def _checks(settings: config.Settings) -> Iterator[Check]:
    yield Check("program", True, ", ".join(_versions()))
    yield Check("python", True, f"{platform.python_version()} on {platform.platform(terse=True)}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    yield Check("encoding", encoding == "utf8", sys.stdout.encoding or "unknown", "set LANG=C.UTF-8 or the like")
    yield Check("settings", True, _settings_file())
    yield _disk(settings.archive)
    yield from _archive(settings.archive)


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is missing"


def _settings_file() -> str:
    path = config.config_file(os.environ)
    return str(path) if path.exists() else f"none (would be {path})"


def _disk(folder: Path) -> Check:
    there = next(path for path in [folder, *folder.parents] if path.exists())
    free = shutil.disk_usage(there).free
    return Check("disk", free >= _LOW, f"{size(free)} free for {folder}", "free some space before indexing")


def _archive(folder: Path) -> Iterator[Check]:
    from morgue.index.archive.archive import Archive, writable_by_all

    try:
        archive = Archive.open(folder)
    except ArchiveMissing as missing:
        yield Check("archive", True, f"{missing.what}; {missing.hint}")
        return
    except MorgueError as error:
        yield Check("archive", False, error.what, error.hint)
        return
    yield Check("archive", True, f"{folder}, {size(archive.bytes_on_disk())}")
    shut = not writable_by_all(folder)
    yield Check("access", shut, "yours" if shut else "anyone may change it", f"chmod o-w {folder}")
    yield _guarded("contents", lambda: _contents(archive.folder))
    yield _guarded("whole", lambda: _whole(folder))
    yield _searches(folder)


def _contents(folder: Path) -> Check:
    from morgue.index.archive.archive import Archive
    from morgue.index.archive.stats import stats

    held = stats(Archive.open(folder).snapshot())
    seen = (
        f"{held.articles:,} articles, {held.stories:,} stories, segments: {held.segments}, generation {held.generation}"
    )
    return Check("contents", True, seen)


def _whole(folder: Path) -> Check:
    from morgue.index.archive.maintenance.repair import verify

    problems = verify(folder).problems
    return Check("whole", not problems, "; ".join(problems) or "every byte as written", "run: morgue verify --repair")


def _searches(folder: Path) -> Check:
    from morgue.workspace.saved_searches import SavedSearches

    held, wrong = SavedSearches(folder).usable()
    return Check("searches", not wrong, wrong or f"saved: {len(held)}", "the archive itself is searched as ever")


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except MorgueError as error:
        return Check(name, False, error.what, error.hint)


def _lines(check: Check, look: Look) -> Iterator[Line]:
    sign = Span("ok   ", "good") if check.ok else Span("BAD  ", "bad")
    spans = [sign, Span(held(f"{check.name:<10}")), Span(check.seen)]
    yield from wrap(spans, look.width, look, rest=" " * 15)
    if not check.ok and check.hint:
        yield from wrap([faint(check.hint)], look.width, look, first=" " * 15, rest=" " * 15)


def _document(check: Check) -> Document:
    return {"check": check.name, "ok": check.ok, "seen": check.seen, "hint": None if check.ok else check.hint or None}
