"""Is the archive what was written, and if not, what can be saved? Reads every byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import manifest, overlay
from index.archive import check_owner
from index.article import Article
from index.codec.reader import EXTENSION, SegmentReader
from index.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, ArchiveTooNew
from index.generation import publish, sweep
from index.lock import WriterLock
from index.manifest import FileRecord, Manifest
from index.storage import disk


@dataclass(frozen=True, slots=True)
class Verdict:
    """problems: one line each, naming the file; none means that every byte is as written."""

    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Repair:
    """How an archive was mended: the generation it stands at, articles there, and what could not be saved."""

    how: str
    generation: int
    articles: int
    lost: tuple[str, ...]


def verify(folder: Path) -> Verdict:
    """Checks the newest generation: every file's size and hash, each segment's streams, the columns' lengths."""
    check_owner(folder)
    found = manifest.generations(folder)
    if not found:
        raise ArchiveMissing(f"there is no archive at {folder}", "make one: morgue index PATH...")
    return Verdict(tuple(problems(folder, found[0])))


def problems(folder: Path, generation: int) -> list[str]:
    """What is wrong with one generation, a line a file."""
    try:
        listed = manifest.read(folder, generation)
    except FileNotFoundError:
        return [f"{manifest.manifest_name(generation)} is missing"]
    except ArchiveTooNew:
        raise
    except ArchiveError as error:
        return [error.what]
    wrong = [w for file in listed.files() if (w := _problem(folder, file))]
    return wrong or _contents(folder, listed)


def _problem(folder: Path, file: FileRecord) -> str | None:
    try:
        now = manifest.record(folder / file.name)
    except FileNotFoundError:
        return f"{file.name} is missing"
    except OSError as error:
        return f"{file.name} cannot be read: {error.strerror}"
    if now.size != file.size:
        return f"{file.name} has {now.size} bytes, {file.size} were written"
    return None if now == file else f"{file.name} is not what was written (its hash differs)"


def _contents(folder: Path, listed: Manifest) -> list[str]:
    wrong: list[str] = []
    total = 0
    for segment in listed.segments:
        try:
            reader = SegmentReader(folder, segment.name)
            reader.verify()
            total += reader.doc_count
        except ArchiveDamaged as error:
            wrong.append(error.what)
    if listed.overlay is not None and not wrong:
        state = overlay.read(folder / listed.overlay.name)
        if len(state.book.columns.story) != total:
            wrong.append(f"{listed.overlay.name} has {len(state.book.columns.story)} rows for {total} documents")
    return wrong


def repair(folder: Path) -> Repair | None:
    """Falls back to the last whole generation, or else rebuilds from the stored articles that can still be read.

    Returns None when nothing was wrong. Raises ArchiveDamaged when nothing can be saved.
    """
    lock = WriterLock(folder)
    try:
        found = manifest.generations(folder)
        if not found:
            raise ArchiveMissing(f"there is no archive at {folder}", "make one: morgue index PATH...")
        if not problems(folder, found[0]):
            return None
        for older in found[1:]:
            if not problems(folder, older):
                return _fall_back(folder, found[0], older)
    finally:
        lock.release()
    return _rebuild(folder, found[0])


def _fall_back(folder: Path, damaged: int, whole: int) -> Repair:
    """The whole generation is published again under a new number, so that readers and the next commit go on from it."""
    listed = manifest.read(folder, whole)
    state = overlay.empty() if listed.overlay is None else overlay.read(folder / listed.overlay.name)
    new = publish(folder, damaged + 1, listed.segments, state)
    _drop(folder, damaged)
    sweep(folder)
    articles = sum(s.documents for s in listed.segments) if state.live is None else int(np.sum(state.live))
    return Repair(f"went back to generation {whole}", new.generation, articles, ())


def _rebuild(folder: Path, damaged: int) -> Repair:
    from index.archive import Archive
    from index.generation import create
    from index.ingest import Prepared
    from index.stories.signature import story_keys
    from index.writer import Writer

    articles, lost = _salvage(folder)
    if not articles:
        raise ArchiveDamaged(f"{folder} cannot be rebuilt: no stored article can be read", "index its sources again")
    aside = folder / "rebuilt"
    create(aside)
    with Writer(Archive.open(aside)) as writer:
        for article in articles:
            writer.add(Prepared(article, story_keys(article)))
        writer.commit()
    lock = WriterLock(folder)
    try:
        built = manifest.read(aside, manifest.generations(aside)[0])
        for segment in built.segments:
            for file in segment.files:
                disk().rename(aside / file.name, folder / file.name)
        assert built.overlay is not None
        new = publish(folder, damaged + 1, built.segments, overlay.read(aside / built.overlay.name))
        for generation in manifest.generations(folder)[1:]:
            _drop(folder, generation)
        sweep(folder)
    finally:
        lock.release()
    for path in aside.iterdir():
        disk().remove(path)
    aside.rmdir()
    return Repair("rebuilt from the stored articles", new.generation, len(articles), tuple(lost))


def _salvage(folder: Path) -> tuple[list[Article], list[str]]:
    """Every stored article that can still be read, each once, and what could not be read."""
    found: dict[str, Article] = {}
    lost: list[str] = []
    for path in sorted(folder.glob(f"MAIN_*{EXTENSION}")):
        try:
            reader = SegmentReader(folder, path.stem)
        except ArchiveError as error:
            lost.append(error.what)
            continue
        for doc in range(reader.doc_count):
            try:
                article = reader.stored(doc)
                found.setdefault(article.id, article)
            except (ArchiveError, ValueError, LookupError) as error:
                lost.append(f"document {doc} of {path.name}: {error}")
    return list(found.values()), lost


def _drop(folder: Path, generation: int) -> None:
    for name in (manifest.toc_name(generation), manifest.manifest_name(generation)):
        disk().remove(folder / name)
