"""Reads zip and tar: each regular member is read in place, as if it were a file, and nothing is written to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING

from morgue.index.sources import sniff
from morgue.index.sources.decoding.streams import Buffered, Meter, buffered, whole
from morgue.index.sources.limits import ITEM_BYTES, NESTED_ZIP_BYTES, SIDECAR_BYTES, TAR_HEADER_BYTES, ZIP_MEMBERS
from morgue.index.sources.location import Broken, Found, Place, printable
from morgue.index.sources.registry import READERS
from morgue.index.sources.registry.descend import Descend
from morgue.index.sources.registry.folded import Picked, picked
from morgue.index.sources.registry.folded import Refused as FolderRefused
from morgue.index.sources.registry.listing import Pick
from morgue.index.sources.registry.refused import Refused

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ENCRYPTED = 0x1
_LEADS_OUT = "its name leads out of the archive"


def read_zip(stream: Buffered, place: Place, descend: Descend) -> Iterator[Found]:
    """The members of a zip in its own order, or what its reader makes of it when the zip is a package.

    A zip inside another archive is held in memory, up to a limit.
    """
    file: IO[bytes] = stream
    if place.member is not None or not stream.seekable():
        file = io.BytesIO(whole(stream, NESTED_ZIP_BYTES))
    with Package(file, descend) as archive:
        form = sniff.package(archive.names, place.name)
        if isinstance(form, Refused):
            raise Broken(form.reason, form.detail)
        if form is not None:
            descend.ledger.took(place, form)
            yield from READERS[form].load()(archive, place)
            return
        visible = {info.filename: info for info in archive.infos if not info.is_dir() and not _hidden(info.filename)}
        plan = picked(visible, partial(_sidecar, archive))
        if plan is None:
            for info in archive.infos:
                yield from archive.member(info, place)
        else:
            yield from _kept(archive, plan, visible, place, descend)


def _kept(
    archive: Package,
    plan: Iterator[Picked | FolderRefused],
    infos: Mapping[str, zipfile.ZipInfo],
    place: Place,
    descend: Descend,
) -> Iterator[Found]:
    """The members that the readers of folders pick, with what they know of each."""
    for one in plan:
        if isinstance(one, FolderRefused):
            yield place.reject(one.refusal.reason, one.refusal.detail, part=one.name, format=one.form)
            continue
        if one.form is not None:
            descend.ledger.took(place, one.form)
        if (info := infos.get(one.name)) is not None:
            yield from archive.member(info, place, one.pick)


def _sidecar(archive: Package, name: str) -> bytes | None:
    try:
        return archive.read(name, SIDECAR_BYTES)
    except Broken:
        return None


class Package:
    """A zip by its table of contents. What is damaged in it raises Broken; every byte counts against its limits."""

    def __init__(self, file: IO[bytes], descend: Descend) -> None:
        self._descend = descend
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OverflowError) as e:
            raise Broken("truncated", f"the zip's table of contents is missing or damaged: {e}") from None
        if len(self._zip.infolist()) > ZIP_MEMBERS:
            self._zip.close()
            raise Broken("too large", f"more than {ZIP_MEMBERS} members")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def infos(self) -> list[zipfile.ZipInfo]:
        """Its members in the order of the table of contents."""
        return self._zip.infolist()

    @property
    def names(self) -> frozenset[str]:
        """The names of its members."""
        return frozenset(info.filename for info in self.infos)

    def read(self, name: str, limit: int = ITEM_BYTES) -> bytes | None:
        """A member's bytes, None where there is none of that name; Broken beyond `limit`, or when it cannot be read."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise Broken("encrypted", f"{printable(name)} needs a password")
        with self.open(info) as member:
            return whole(buffered(member), limit)

    def member(self, info: zipfile.ZipInfo, place: Place, pick: Pick | None = None) -> Iterator[Found]:
        """What a member gives when it is read as a file of its own; nothing for folders and hidden names."""
        if info.is_dir() or _hidden(info.filename):
            return
        inner = place.inside(info.filename)
        if pick is not None:
            stated = pick.stated if pick.stated is not None else inner.stated
            inner = replace(inner, stated=stated, captured=pick.captured or inner.captured, form=pick.form)
        try:
            _refuse(info)
            member = self.open(info)
        except Broken as e:
            yield inner.reject(e.reason, e.detail)
            return
        with member:
            yield from self._descend(member, inner)

    @property
    def meter(self) -> Meter:
        """Counts what is decompressed from the file on disk."""
        return self._descend.meter

    def open(self, info: zipfile.ZipInfo) -> _Metered:
        """A member's bytes as a stream; Broken when they cannot be had."""
        try:
            return _Metered(self._zip.open(info), self._descend.meter)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as e:
            raise Broken("unreadable", str(e)[:300]) from None


class _Metered(io.RawIOBase):
    """A member's bytes, counted against the file on disk; damage is raised as Broken."""

    def __init__(self, member: IO[bytes], meter: Meter | None) -> None:
        super().__init__()
        self._member = member
        self._meter = meter

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._member.close()
        super().close()

    def _read(self, most: int) -> bytes:
        try:
            return self._member.read(most)
        except (zipfile.BadZipFile, tarfile.TarError) as e:
            raise Broken("truncated" if "end of data" in str(e) else "unreadable", str(e)[:300]) from None
        except EOFError:
            raise Broken("truncated") from None

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view):
            data = self._read(len(view) - done)
            if not data:
                break
            view[done : done + len(data)] = data
            done += len(data)
        if self._meter is not None:
            self._meter.gave(done)
        return done


def _refuse(info: zipfile.ZipInfo) -> None:
    """Broken for a member that is encrypted, whose name leads out of the archive, or that is no regular file."""
    if info.flag_bits & _ENCRYPTED:
        raise Broken("encrypted")
    if _leads_out(info.filename):
        raise Broken("unsafe name", _LEADS_OUT)
    if (info.external_attr >> 16) & 0o170000 not in (0, 0o100000):
        raise Broken("not a regular file")


def read_tar(stream: Buffered, place: Place, descend: Descend) -> Iterator[Found]:
    """The members of a tar in their order, as a stream."""
    counted = _Allowance(stream)
    try:
        with tarfile.open(fileobj=counted, mode="r|", errorlevel=0) as archive:  # type: ignore[call-overload]  # it only reads
            while True:
                counted.allow(TAR_HEADER_BYTES)
                info = archive.next()
                archive.members.clear()  # else every header of the archive stays in memory
                if info is None:
                    break
                counted.allow(None)
                yield from _tarred(archive, info, place, descend)
        if not counted.ended:
            raise Broken("truncated", "the tar has no end mark")
    except tarfile.TarError as e:
        reason = "truncated" if "end of" in str(e) or "truncated" in str(e) else "unreadable"
        raise Broken(reason, f"damaged tar: {e}"[:300]) from None


def _tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, place: Place, descend: Descend) -> Iterator[Found]:
    if info.isdir() or _hidden(info.name):
        _drain(archive, info)
        return
    inner = place.inside(info.name)
    if not info.isreg() or info.issparse():
        yield inner.reject("not a regular file", "a link" if info.issym() or info.islnk() else "")
        return
    if _leads_out(info.name):
        yield inner.reject("unsafe name", _LEADS_OUT)
        _drain(archive, info)
        return
    member = archive.extractfile(info)
    if member is None:
        yield inner.reject("not a regular file")
        return
    with member:
        yield from descend(_Metered(member, None), inner)
    _drain(archive, info)


def _drain(archive: tarfile.TarFile, info: tarfile.TarInfo) -> None:
    """Passes over what a member's reader left, so that the next call of next() reads headers only."""
    if not info.isreg() or info.issparse():
        return
    position = archive.fileobj.tell()
    end = info.offset_data + info.size
    while position < end:
        chunk = archive.fileobj.read(min(1 << 20, end - position))
        if not chunk:
            raise Broken("truncated", "the tar ends within a member")
        position += len(chunk)


class _Allowance:
    """The stream as tarfile reads it, with a limit on what may be read for headers alone."""

    def __init__(self, stream: Buffered) -> None:
        self._stream = stream
        self._left: int | None = None
        self._last = b""

    @property
    def ended(self) -> bool:
        """What was read last are the blocks of NUL bytes that end a tar."""
        return self._last.endswith(bytes(tarfile.BLOCKSIZE))

    def allow(self, count: int | None) -> None:
        self._left = count

    def read(self, size: int) -> bytes:
        data = self._stream.read(min(size, ITEM_BYTES))
        self._last = data or self._last
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise Broken("too large", f"headers of more than {TAR_HEADER_BYTES >> 20} MiB")
        return data


def _leads_out(name: str) -> bool:
    """Whether a name climbs to a folder above. Read in place it does no harm, but nobody who packs news makes one."""
    return ".." in name.replace("\\", "/").split("/")


def _hidden(name: str) -> bool:
    """Names that a walk through a folder leaves out: any part with a leading dot, and macOS's resource forks."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(p.startswith(".") and p.strip(".") for p in parts)
