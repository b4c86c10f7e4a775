"""Names where an archive is: a folder, or an address whose scheme names the engine that holds it. Pure."""

from __future__ import annotations

import re
from pathlib import Path

from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError
from morgue.core.patterns import compiled

#: The scheme of a location that is a plain path.
FOLDER = "folder"

_ADDRESS = compiled(r"([a-z][a-z0-9+.-]+)://(.*)", re.S)


class LocationError(MorgueError):
    """What was given names no place where an archive could be."""


@dataclass(frozen=True, slots=True)
class Location:
    """The name of an archive: `~/archive`, or `opensearch://host:9200/news`.

    scheme  which engine holds the archive; "folder" for a path
    rest    what that engine needs to find it: a path with ~ expanded, or all that follows `scheme://`
    """

    scheme: str
    rest: str

    @classmethod
    def parse(cls, text: str) -> Location:
        """The location that a person typed; LocationError for nothing at all."""
        if not text.strip():
            raise LocationError("an archive's location is empty", "name a folder, or engine://host/name")
        address = _ADDRESS.fullmatch(text)
        if address is not None:
            return cls(address[1], address[2])
        return cls.of_folder(Path(text).expanduser())

    @classmethod
    def of_folder(cls, path: Path) -> Location:
        """The location of an archive in a folder."""
        return cls(FOLDER, str(path))

    @property
    def path(self) -> Path:
        """The folder; LocationError for a location that is none."""
        if self.scheme != FOLDER:
            raise LocationError(f"{self} is not a folder", "name a folder")
        return Path(self.rest)

    def __str__(self) -> str:
        return self.rest if self.scheme == FOLDER else f"{self.scheme}://{self.rest}"
