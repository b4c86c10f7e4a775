"""Checks every byte of an archive against what was written, and saves what can be saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from morgue.core import regular_files
from morgue.core.article import Article
from morgue.core.durable_files import disk
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew, ArchiveTooOld
from morgue.core.health import Repair, Verdict
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import manifest, overlay
from morgue.index.archive.access import own_archive
from morgue.index.archive.commit import bury, publish, sweep
from morgue.index.archive.ids.tombstone import Tombstone, forget_key, tombstone_name
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.salvage import Salvage, segments_there
from morgue.index.archive.manifest import FileRecord, Manifest
from morgue.index.archive.segments import unnumbered
from morgue.index.codec.container import Container
from morgue.index.codec.reader import SegmentReader

#: Rebuilt articles to a commit.
_COMMIT = 20_000


def verify(folder: Path, deep: bool = False) -> Verdict:
    """Checks the newest generation: every file's size and hash, each segment's streams, every count and offset.

    deep: decodes all that is packed too. Damage shows without; what was made to mislead, under right hashes, may not.
    """
    folder = own_archive(folder)
    return Verdict(tuple(problems(folder, manifest.generations(folder)[0], deep)))


def problems(folder: Path, generation: int, deep: bool = False) -> list[str]:
    """What is wrong with one generation: one line for each file. deep: as for `verify`."""
    try:
        listed = manifest.read(folder, generation)
    except FileNotFoundError:
        return [f"{manifest.manifest_name(generation)} is missing"]
    except (ArchiveTooNew, ArchiveTooOld):
        raise
    except ArchiveError as error:
        return [error.what]
    wrong = [w for file in listed.files() if (w := _problem(folder, file))]
    return wrong or _contents(folder, listed, deep)


def _problem(folder: Path, file: FileRecord) -> str | None:
    try:
        size = regular_files.size(folder / file.name)
        if size is None:
            return f"{file.name} is missing"
        if size != file.size:
            return f"{file.name} has {size} bytes, {file.size} were written"
        now = manifest.record(folder / file.name)
    except regular_files.NotAFile:
        return f"{file.name} is not a regular file"
    except OSError as error:
        return f"{file.name} cannot be read: {error.strerror}"
    return None if now == file else f"{file.name} is not what was written (its hash differs)"


def _contents(folder: Path, listed: Manifest, deep: bool) -> list[str]:
    wrong: list[str] = []
    try:
        readers = overlay.open_readers(folder, listed.segments)
    except ArchiveDamaged as error:
        return [error.what]
    for reader in readers:
        try:
            reader.verify(deep)
        except ArchiveDamaged as error:
            wrong.append(error.what)
    if not wrong:
        try:
            _verify_overlay(folder, listed)
        except ArchiveDamaged as error:
            return [error.what]
    return wrong


def _verify_overlay(folder: Path, listed: Manifest) -> None:
    """ArchiveDamaged where the overlay or the tombstone is not what was written, or does not fit the segments."""
    for file in (listed.overlay, listed.tombstone):
        if file is not None:
            Container(folder / file.name).verify()
    overlay.of(folder, listed)
    overlay.tombstone(folder, listed)


def repair(folder: Path) -> Repair | None:
    """Goes back to the last whole generation and adds what can be read of a later one; without one, rebuilds from all.

    Returns None when nothing was wrong. Raises ArchiveDamaged when nothing can be saved. Killed and run again, it
    goes on.
    """
    folder = own_archive(folder)
    lock = WriterLock(folder)
    try:
        found = manifest.generations(folder)
        if not problems(folder, found[0], deep=True):
            with suppress(ArchiveError):  # a folder of that name with other files is none of ours
                _clear(folder / "rebuilt")
            lock.release()
            _settle(folder)
            return None
        whole = next((g for g in found[1:] if not problems(folder, g, deep=True)), None)
        return _rebuild(folder, found, lock) if whole is None else _fall_back(folder, found, whole, lock)
    finally:
        lock.release()


def _settle(folder: Path) -> None:
    """Ends a repair that was cut off: takes away what it left over, and the lines that recur at an outlet."""
    from morgue.index.archive.archive import Archive
    from morgue.index.archive.writer import Writer

    with Writer(Archive.open(folder)) as writer:
        writer.settle()


def _fall_back(folder: Path, found: list[int], whole: int, lock: WriterLock) -> Repair:
    """The whole generation is published again under a new number, so that readers and the next commit go on from it."""
    listed = manifest.read(folder, whole)
    forgotten = forgotten_keys(folder, found)
    kept = {s.name for s in listed.segments}
    salvage = Salvage(folder, [name for name in segments_there(folder) if name not in kept], forgotten)
    live, gone = _forgotten_again(folder, listed, forgotten)
    bury(folder, listed, live, Tombstone(gone, forgotten), lock)
    for generation in found:
        if generation != whole:
            drop(folder, generation)
    sweep(folder)
    lock.release()
    added = _file(folder, salvage)
    with_them = f", and {added:,} later articles could be read" if added else ""
    newest = manifest.generations(folder)[0]
    return Repair(f"went back to generation {whole}{with_them}", newest, live_articles(folder), tuple(salvage.lost))


def _forgotten_again(
    folder: Path, listed: Manifest, forgotten: NDArray[np.uint64]
) -> tuple[NDArray[np.bool_] | None, NDArray[np.int64]]:
    """The live documents of a generation, and those of them that were forgotten after it."""
    live = overlay.of(folder, listed).live
    before = overlay.tombstone(folder, listed)
    gone = set() if before is None else set(before.docs.tolist())
    keys = set(forgotten.tolist())
    base = 0
    for segment in listed.segments:
        reader = SegmentReader(folder, segment.name)
        for doc in range(reader.doc_count) if keys else ():
            names = {reader.id(doc), unnumbered(reader.id(doc))}
            if any(forget_key(name, reader.sha(doc).hex()) in keys for name in names):
                gone.add(base + doc)
        base += reader.doc_count
    shown = (doc for doc in gone if live is None or live[doc])
    return live, np.array(sorted(shown), np.int64)


def _rebuild(folder: Path, found: list[int], lock: WriterLock) -> Repair:
    forgotten = forgotten_keys(folder, found)
    salvage = Salvage(folder, segments_there(folder), forgotten)
    new = rebuilt(folder, found, salvage, forgotten, lock)
    if new is None:
        raise ArchiveDamaged(f"{folder} cannot be rebuilt: no stored article can be read", "index its sources again")
    return Repair("rebuilt from the stored articles", new.generation, live_articles(folder), tuple(salvage.lost))


def rebuilt(
    folder: Path, found: Sequence[int], articles: Iterable[Article], forgotten: NDArray[np.uint64], lock: WriterLock
) -> Manifest | None:
    """Files articles anew beside the archive, then makes them its newest generation; None without any article.

    `found` are the generations there are, newest first. They are readable until the new one is, and gone after it.
    """
    from morgue.index.archive.commit import create

    aside = folder / "rebuilt"
    _clear(aside)
    disk().make_folder(aside)
    create(aside)
    if not _file(aside, articles):
        _clear(aside)
        return None
    built = manifest.read(aside, manifest.generations(aside)[0])
    assert built.overlay is not None
    state = replace(overlay.of(aside, built), forgotten=forgotten)
    for segment in built.segments:
        for file in segment.files:
            disk().rename(aside / file.name, folder / file.name)
    new = publish(folder, found[0] + 1, built.segments, state, lock)
    for generation in found:
        drop(folder, generation)
    sweep(folder)
    _clear(aside)
    return new


def _file(folder: Path, articles: Iterable[Article]) -> int:
    """Files salvaged articles in an archive, a few thousand to a commit; how many were not there yet."""
    from morgue.index.archive.archive import Archive
    from morgue.index.archive.writer import Writer
    from morgue.index.pipeline.prepared import with_keys

    added = 0
    with Writer(Archive.open(folder)) as writer:
        for article in articles:
            added += writer.add(with_keys(article))
            if added % _COMMIT == 0:
                writer.commit()
        writer.commit()
        writer.settle()
    return added


def live_articles(folder: Path) -> int:
    """Articles of the newest generation."""
    from morgue.index.archive.archive import Archive

    return Archive.open(folder).snapshot().articles


def forgotten_keys(folder: Path, generations: Sequence[int]) -> NDArray[np.uint64]:
    """What was removed on purpose, as the newest generation says that still can; it must not come back by a repair.

    Older ones are asked only where a newer one cannot be read whole: what was let in again since is not forgotten.
    """
    found: set[int] = set()
    for generation in generations:
        told = [_keys(folder / name) for name in _that_forget(folder, generation)]
        found.update(*(keys for keys in told if keys is not None))
        if told and None not in told:
            break
    return np.array(sorted(found), np.uint64)


def _that_forget(folder: Path, generation: int) -> list[str]:
    """The files of a generation that say what is forgotten; the names usual for it when its manifest cannot be read."""
    try:
        listed = manifest.read(folder, generation)
    except (ArchiveError, OSError):
        return [overlay.overlay_name(generation), tombstone_name(generation)]
    return [f.name for f in (listed.overlay, listed.tombstone) if f is not None]


def _keys(path: Path) -> set[int] | None:
    """The keys of what is forgotten in an overlay or a tombstone; None when it is not whole."""
    with suppress(ArchiveError, OSError, ValueError):
        file = Container(path)
        file.verify()
        return set(file.array("forgotten").tolist())
    return None


def drop(folder: Path, generation: int) -> None:
    """Takes a generation out of the archive; its files go with the next sweep."""
    for name in (manifest.toc_name(generation), manifest.manifest_name(generation)):
        with suppress(regular_files.NotAFile):  # it is nobody's generation, and the next one is newer
            disk().remove(folder / name)


def _clear(aside: Path) -> None:
    """Removes what an earlier repair left, or this one needs no more."""
    if not regular_files.is_folder(aside):
        return
    names = regular_files.names(aside)
    if foreign := [name for name in names if not manifest.own(name)]:
        raise ArchiveError(f"{aside} holds {foreign[0]}, which no repair has put there", "move it away")
    for name in names:
        disk().remove(aside / name)
    disk().remove_folder(aside)
