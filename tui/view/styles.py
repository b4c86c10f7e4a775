"""Styles the pieces of lines by their roles; what carries meaning has a weight or a reversal beside its colour.

Not in the style sheet: as component classes of each screen these looks were worked out anew, rule by rule, whenever a
screen was opened or sized, which took longer than all the rest of its styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from morgue.render.spans import Role

if TYPE_CHECKING:
    from textual.theme import Theme

#: By role the name of its colour in `morgue.tui.view.themes`, and its weights.
_INKS: Mapping[Role, tuple[str, str]] = {
    "title": ("ink-strong", "bold"),
    "strong": ("ink-strong", "bold"),
    "meta": ("ink-meta", ""),
    "faint": ("ink-faint", ""),
    "mark": ("mark", "bold"),
    "now": ("mark", "bold reverse"),
    "head": ("ink-strong", "bold"),
    "bar": ("bar", ""),
    "ghost": ("ghost", ""),
    "cut": ("cut", ""),
    "added": ("added", "underline"),
    "moved": ("moved", "italic"),
    "bad": ("bad", "bold"),
    "good": ("added", ""),
    "key": ("accent-ink", "bold"),
    "first": ("first", ""),
    "second": ("second", ""),
    "third": ("third", ""),
    "fourth": ("fourth", ""),
}


class Looks:
    """The styles of one theme: of each role, and of the rows under a cursor that has the keys or rests."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.variables
        self._roles: dict[Role, Style] = {
            role: Style(color=Color.parse(colours[ink]).rich_color) + Style.parse(weights)
            for role, (ink, weights) in _INKS.items()
        }
        self._plain = Style()
        self.cursor = Style(bgcolor=Color.parse(colours["row"]).rich_color)
        self.resting = Style(bgcolor=Color.parse(colours["row-resting"]).rich_color)

    def of(self, role: Role) -> Style:
        """What a role adds to the look of its view."""
        return self._roles.get(role, self._plain)
