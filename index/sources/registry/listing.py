"""Lists a folder that some program keeps, and the files in it that are read, with what is known of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from morgue.core.article import Given


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder on disk.

    name   its own name
    files  the regular files below it, hidden ones and links left out, as paths with "/" in the order of their names
    read   a small file's bytes; None where there is none of that path, where it is larger than a sidecar may be, or
           where it cannot be read
    """

    name: str
    files: tuple[str, ...]
    read: Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """A file of the folder that is read, or a folder in it that is walked as any other.

    path      below the folder, with "/"
    stated    what the folder's own records say of the article
    captured  ISO 8601 moment at which it was fetched
    form      the format (a value of Format) that it has, where its bytes need not be asked
    """

    path: str
    stated: Given | None = None
    captured: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The folder as a whole gives nothing; `reason` is a countable phrase, `detail` for people."""

    reason: str
    detail: str = ""
