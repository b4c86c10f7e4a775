"""Declares the checks of an installation or an archive as values. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from morgue.core.errors import ArchiveMissing, MorgueError
from morgue.core.json import Document, headed


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `ok` or not, what was seen, and what to do when it is not ok."""

    name: str
    ok: bool
    seen: str
    hint: str = ""


def no_archive(opening: Callable[[], None]) -> Check | None:
    """What there is to say where no usable archive opens: that none is made yet is no fault. None where one opens."""
    try:
        opening()
    except ArchiveMissing as missing:
        return Check("archive", True, f"{missing.what}; {missing.hint}")
    except MorgueError as error:
        return Check("archive", False, error.what, error.hint)
    return None


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
    """How an archive was mended: the commit it stands at, articles there, and what could not be saved."""

    how: str
    generation: int
    articles: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the live articles. first and last are the earliest and latest possible known days, ISO form.

    outlets and languages are (name, articles), most articles first, then by name. `bytes` is the size of the archive
    where it is kept, None where the engine does not say.
    """

    articles: int
    stories: int
    copies: int
    excerpts: int
    versions: int
    words: int
    undated: int
    first: str | None
    last: str | None
    outlets: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    segments: int
    generation: int
    bytes: int | None = None

    def as_dict(self, archive: str) -> Document:
        """What the archive of that name holds; `bytes` is its size where it is kept."""
        return headed(
            {
                "archive": archive,
                "articles": self.articles,
                "stories": self.stories,
                "copies": self.copies,
                "excerpts": self.excerpts,
                "versions": self.versions,
                "words": self.words,
                "first": self.first,
                "last": self.last,
                "undated": self.undated,
                "bytes": self.bytes,
                "segments": self.segments,
                "generation": self.generation,
                "outlets": dict(self.outlets),
                "languages": dict(self.languages),
            }
        )
