"""What all screens share: the application with its worker, settings and notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.content import Content
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from morgue.render.sanitize import safe_line

if TYPE_CHECKING:
    from morgue.tui.context import Context

Result = TypeVar("Result")


class Page(Screen[Result]):
    """A full screen. Narrow screens show one pane at a time, low ones leave out what can be spared."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-middle"), (180, "-wide")]  # noqa: RUF012 -- Textual reads it so
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012 -- Textual reads it so

    #: As the base has it, but that another focus does not have the whole screen drawn anew: the two widgets do that.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        width, height = self.app.size
        # Known from the beginning: were they added when the screen is first sized, all looks would be worked out twice.
        self._classes |= self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS)
        self._classes |= self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS)

    @property
    def browser(self) -> Context:
        """The application."""
        return cast("Context", self.app)

    def to(self, widget: Widget) -> None:
        """Gives the keys to a widget: at once, so that the next key goes there, or as soon as it is shown."""
        if widget.focusable:
            self.set_focus(widget)
        else:
            widget.focus()

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """A short notice that goes away by itself."""
        self.app.notify(safe_line(text), markup=False, severity="warning" if wrong else "information", timeout=4)

    def push(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Another screen over this one; its result goes to `then`."""
        self.app.push_screen(screen, then)


class Panel(ModalScreen[Result]):
    """A screen over the screen."""

    @property
    def browser(self) -> Context:
        """The application."""
        return cast("Context", self.app)

    def head(self, text: str) -> Content:
        """The panel's first line."""
        return Content(safe_line(text))

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """A short notice that goes away by itself."""
        self.app.notify(safe_line(text), markup=False, severity="warning" if wrong else "information", timeout=4)

    def push(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Another screen over this one; its result goes to `then`."""
        self.app.push_screen(screen, then)
