"""What all screens share: the application with its worker, settings and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from search.safe import safe_line
from tui.lines import ROLES

if TYPE_CHECKING:
    from tui.app import Browser

Result = TypeVar("Result")


#: How the pieces of lines look: see `LineView.look`.
LOOKS = frozenset({f"line--{role}" for role in ROLES} | {"line--cursor", "line--resting"})


class Page(Screen[Result]):
    """A full screen. Narrow screens show one pane at a time, low ones leave out what can be spared."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-middle"), (180, "-wide")]  # noqa: RUF012 (Textual's own form)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012 -- Textual reads it so

    @property
    def browser(self) -> Browser:
        """The application."""
        return cast("Browser", self.app)

    @property
    def narrow(self) -> bool:
        """Whether one pane is shown at a time."""
        return self.app.size.width < 110

    def to(self, widget: Widget) -> None:
        """Gives the keys to a widget: at once, so that the next key goes there, or as soon as it is shown."""
        if widget.focusable:
            self.set_focus(widget)
        else:
            widget.focus()

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """A short notice that goes away by itself."""
        self.app.notify(safe_line(text), markup=False, severity="warning" if wrong else "information", timeout=4)


class Panel(ModalScreen[Result]):
    """A screen over the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS)

    @property
    def browser(self) -> Browser:
        """The application."""
        return cast("Browser", self.app)

    def head(self, text: str) -> Content:
        """The panel's first line."""
        return Content(safe_line(text))
