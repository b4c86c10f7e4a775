"""Shows the palette: every key's action by name, found by the words that people type, the most used first."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.dom import DOMNode

from morgue.tui import keymap
from morgue.tui.remembered import used
from morgue.tui.settings import ThemeName

if TYPE_CHECKING:
    from morgue.tui.context import Context

#: Words by which people look for a command that neither its word nor its sentence has, by the id of its key.
ALSO: Mapping[str, str] = {
    "app.help": "shortcuts",
    "app.language": "syntax operators help search tips",
    "app.quit": "exit close",
    "app.theme": "colours appearance",
    "browse.facets": "filter sidebar refine",
    "browse.sort": "date latest rank",
    "browse.copies": "duplicates",
    "browse.clear": "reset remove filters",
    "browse.find": "search in page",
    "browse.story": "compare versions syndication",
    "browse.time": "chart histogram trend graph",
    "browse.occurrences": "kwic concordance lines keyword",
    "browse.rates": "share percent statistics per million frequency count by outlet",
    "browse.quotes": "quotations said speaker sources",
    "browse.receipt": "methods reproducible cite search provenance",
    "browse.similar": "related more like this",
    "browse.citation": "cite reference",
    "browse.url": "copy link",
    "browse.paragraph": "quote clipboard",
    "browse.command": "cli terminal",
    "browse.export": "download save as csv zotero bibtex",
    "browse.browser": "link website page",
    "browse.pipe": "print less editor",
    "browse.provenance": "metadata info details",
    "browse.mark": "select",
    "browse.unread": "mark as read new",
    "browse.note": "comment annotate",
    "browse.keep": "tag label bookmark collect",
    "browse.lists": "tags bookmarks reading list",
    "browse.save": "bookmark alert",
    "browse.saved": "bookmarks alerts",
    "browse.back": "undo history",
    "browse.forward": "redo history",
    "browse.renew": "refresh reload update",
    "browse.number": "line numbers",
    "browse.wider": "zoom width measure",
    "browse.narrower": "width measure",
}
_THEMES: Mapping[ThemeName, str] = {
    "dark": "dark: light letters on a dark ground",
    "light": "light: dark letters on a light ground",
    "contrast": "high contrast: white and yellow on black",
    "ansi": "terminal colours: the terminal's own, and its background",
}


@dataclass(frozen=True, slots=True)
class Command:
    """What the palette calls it, its key, other words it is found by, what runs it, whether the footer has it."""

    title: str
    key: str
    also: str
    run: Callable[[], Awaitable[None]]
    shown: bool = False


def fits(query: str, command: Command) -> float:
    """How well a command fits what was typed: 0 where it lacks a word, 0.9 where its own name has all of them."""
    name, _, told = command.title.casefold().partition(":")
    score = 0.9
    for word in query.casefold().split():
        starts = re.compile(rf"\b{re.escape(word)}")
        places = ((0.9, name), (0.7, told), (0.6, command.also))
        score = min(score, next((worth for worth, text in places if starts.search(text)), 0.0))
    return score


class Commands(Provider):
    """Every key of the table that applies here, once, but those that only move about; and each theme."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed: those in use, those of the footer, the others."""
        counts = cast("Context", self.app).remembered.used
        ordered = sorted(self.found(), key=lambda command: (-counts.get(command.title, 0), not command.shown))
        for place, command in enumerate(ordered):
            yield Hit(1 - place / 1_000, command.title, command.run, help=command.key)

    async def search(self, query: str) -> Hits:
        """Those that have every word that was typed, at the beginning of one of theirs; else those spelt alike."""
        matcher = self.matcher(query)
        counts = cast("Context", self.app).remembered.used
        for command in self.found():
            score = fits(query, command) or 0.3 * matcher.match(command.title.partition(":")[0])
            if score > 0:
                often = min(counts.get(command.title, 0), 9) / 100
                yield Hit(min(1.0, score + often), matcher.highlight(command.title), command.run, help=command.key)

    def found(self) -> Iterator[Command]:
        """In the order of the bindings."""
        told: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            room, _, name = (binding.id or "").partition(".")
            if name and room != "list" and binding.action != "command_palette" and binding.action not in told:
                told.add(binding.action)
                title, sign = _title(room, name), self.app.get_key_display(binding)
                run = self._presser(active.node, binding.action, title)
                yield Command(title, f"key {sign}", ALSO.get(binding.id or "", ""), run, binding.show)
        for theme, title in _THEMES.items():
            yield Command(
                title, "theme", "colours appearance mode", self._presser(self.app, f"dress('{theme}')", title)
            )

    def _presser(self, node: DOMNode, action: str, title: str) -> Callable[[], Awaitable[None]]:
        async def press() -> None:
            browser = cast("Context", self.app)
            browser.remembered = used(browser.remembered, title)
            await self.app.run_action(action, default_namespace=node)

        return press


def _title(room: str, name: str) -> str:
    """A command's word and what it does."""
    found = next(key for held, all_ in keymap.ROOMS.items() if held == room for key in all_ if key.name == name)
    return f"{found.word}: {found.help}"
