"""Records which reader took each file of a run, for the report of a dry run."""

from __future__ import annotations

from morgue.index.sources.location import Place
from morgue.index.sources.registry.formats import Format


class Ledger:
    """For each file in the order of reading: the formats found in it, outermost first, and how many sources of each."""

    def __init__(self) -> None:
        self._files: dict[str, dict[Format, int]] = {}

    def took(self, place: Place, form: Format) -> None:
        """A source at this place is of this format."""
        formats = self._files.setdefault(place.path, {})
        formats[form] = formats.get(form, 0) + 1

    def formats(self, path: str) -> dict[Format, int]:
        """The formats found in a file; empty for one that no reader took."""
        return self._files.get(path, {})


class NoLedger(Ledger):
    """Keeps nothing: a run over millions of files need not remember them."""

    def took(self, place: Place, form: Format) -> None:
        """Keeps nothing of it."""
