"""Says where an item lies, and makes the item or the reject that a reader gives for it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath

from morgue.core.article import Content, Given, RawItem, Rejected

Found = RawItem | Rejected

NOTHING_STATED = Given()


class Broken(Exception):
    """The stream cannot be read on from here. `reason` is a countable phrase, `detail` for people."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a member of it.

    path      as the user named it, or found below a named folder
    name      the last file name, without the endings of compressions that were taken off; only its ending is used
    member    names from the outermost archive inwards, joined by "!"; None when the file itself is meant
    depth     how many archives and compressions lie around it
    captured  the moment at which the container says that it was fetched
    folder    the folders it lies in, outermost first, parted by slashes: those below the folder that the user named, or
              inside an archive; else None
    stated    what the container says of it beside its own bytes; whatever it states itself goes before
    form      the format (a value of registry.Format) that the container says it has, where its bytes need not be asked
    columns   what the user says that fields of records mean: a field and its name, as in `--map body=maintext`
    folder_form  the format of the folder that it was picked from, where some program keeps that folder
    """

    path: str
    name: str
    member: str | None = None
    depth: int = 0
    captured: str | None = None
    folder: str | None = None
    stated: Given = NOTHING_STATED
    form: str | None = None
    folder_form: str | None = None
    columns: tuple[tuple[str, str], ...] = ()

    def inside(self, member: str) -> Place:
        """A member of this container, one level deeper."""
        parents = PurePosixPath(member.replace("\\", "/")).parent.parts
        folder = "/".join(printable(part) for part in parts_below(parents)) or None
        return replace(self, name=member, member=self.label(member), depth=self.depth + 1, folder=folder, form=None)

    def unwrapped(self, endings: tuple[str, ...]) -> Place:
        """The same item without one layer of compression around it."""
        name = self.name
        for ending in endings:
            if name.lower().endswith(ending):
                name = name[: -len(ending)] + (".tar" if ending.startswith(".t") else "")
                break
        return replace(self, name=name, depth=self.depth + 1)

    def label(self, part: str) -> str:
        """The member name of a part of this item, such as a line or a record."""
        part = printable(part)
        return part if self.member is None else f"{self.member}!{part}"

    def item(
        self,
        form: str,
        content: Content,
        data: bytes | str,
        *,
        source: bytes | str | None = None,
        part: str | None = None,
        offset: int | None = None,
        charset: str | None = None,
        captured: str | None = None,
        given: Given = NOTHING_STATED,
        notes: tuple[str, ...] = (),
    ) -> RawItem:
        """This item, or a part of it, as a reader gives it; a text is encoded as UTF-8.

        source    what its identity is the hash of, where that is not its content
        captured  the moment that it states itself, which goes before the container's
        """
        if isinstance(data, str):
            charset = "utf-8"
        content_bytes = as_bytes(data)
        digest = sha256(content_bytes if source is None else as_bytes(source)).hexdigest()
        member = self.member if part is None else self.label(part)
        moment = captured or self.captured
        return RawItem(
            self.path, form, content, content_bytes, digest, member, offset, charset, moment, given, notes, self.folder
        )

    def reject(self, reason: str, detail: str = "", *, part: str | None = None, format: str | None = None) -> Rejected:
        """Says that this item, or a part of it, yields no article, and why."""
        member = self.member if part is None else self.label(part)
        return Rejected(self.path, reason, member=member, format=format, detail=detail)


def as_bytes(content: bytes | str) -> bytes:
    """A text as UTF-8; bytes as they are."""
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def parts_below(parents: Sequence[str]) -> list[str]:
    """The names of folders among the parts of a path: no root, no dots."""
    return [part for part in parents if part not in ("/", ".", "..")]


def printable(name: str) -> str:
    """A name that can be encoded: bytes that are not text in the file system's encoding are written as \\udcXX."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
