"""Asking for the file to write articles to, and telling what became of it: for every screen that has articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from morgue.core.errors import MorgueError
from morgue.render.files import FORMS, form_of
from morgue.tui.exporting import Wanted
from morgue.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from textual.screen import Screen

    from morgue.tui.context import Context


class Place(Protocol):
    """A screen as far as an export needs it."""

    @property
    def browser(self) -> Context:
        """The application."""

    def push(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Another screen over this one; its result goes to `then`."""

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """A short notice."""


def ask_and_write(place: Place, what: str, name: str, wanted: Wanted) -> None:
    """Asks for a file for `what`, suggesting one made of `name`; the application tells what becomes of it."""
    stem = re.sub(r"\W+", "-", name).strip("-").lower()[:40] or "articles"
    remark = "the end of the name says how: " + ", ".join(f"{end} {form}" for end, (form, _) in FORMS.items())
    place.push(Prompt(f"Write {what} to the file", f"{stem}.csv", remark), lambda typed: _begin(place, typed, wanted))


def _begin(place: Place, typed: str | None, wanted: Wanted) -> None:
    if not typed or not typed.strip():
        return
    path = Path(typed.strip()).expanduser()
    try:
        form_of(path)
    except MorgueError as error:
        place.tell(str(error), wrong=True)
        return
    place.browser.write_file(wanted, path)
