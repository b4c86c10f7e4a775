"""Adds to an article's document what the workspace knows of it: its tags and its note."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from morgue.core.json import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from morgue.core.location import Location
    from morgue.workspace.notes import Note


class Marks:
    """Tags and notes of one archive, read when a first article is asked about."""

    def __init__(self, location: Location) -> None:
        self._location = location

    @cached_property
    def _held(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, Note]]:
        from morgue.engines.opening import open_workspace

        space = open_workspace(self._location)
        return space.tags.by_article(), space.notes.all()

    def on(self, document: Document) -> Document:
        """An article's document, with `tags` where it has some and `note` where it has one."""
        tags, notes = self._held
        name = str(document["id"])
        marked = dict(document)
        if name in tags:
            marked["tags"] = list(tags[name])
        if name in notes:
            marked["note"] = notes[name].text
        return marked
