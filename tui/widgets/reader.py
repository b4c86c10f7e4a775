"""The reader: one article, set for reading, its matches stepped through."""

from __future__ import annotations

from textual import events

from morgue.render.spans import Line, Span
from morgue.tui.keymap import bindings
from morgue.tui.messages import Asked
from morgue.tui.view.typesetting import Setting, with_current
from morgue.tui.widgets.lineview import LineView


class Reader(LineView):
    """Shows what the worker has set; knows which match is the current one."""

    BINDINGS = bindings("reader")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._setting: Setting | None = None
        self._match = -1
        self._message: tuple[Line, ...] = ()

    @property
    def setting(self) -> Setting | None:
        """What is shown."""
        return self._setting

    @property
    def matches(self) -> int:
        """How many matches the article has."""
        return len(self._setting.matches) if self._setting else 0

    @property
    def match(self) -> int:
        """The current match, from 0; -1 before the first step."""
        return self._match

    def show(self, setting: Setting) -> None:
        """Another article from its beginning, or the same one set anew where it was."""
        same = self._setting is not None and self._setting.filed.article.id == setting.filed.article.id
        place = self._share() if same else 0.0
        self._setting = setting
        self._message = ()
        if not same or self._match >= len(setting.matches):
            self._match = -1
        self.renew()
        self.scroll_to(y=round(place * len(setting.lines)), animate=False, immediate=True)

    def say(self, lines: tuple[Line, ...]) -> None:
        """No article, but what to say in its place."""
        self._setting = None
        self._match = -1
        self._message = lines
        self.renew()

    def forget_match(self) -> None:
        """No match is the current one: others will be marked."""
        self._match = -1
        self.refresh()

    def _share(self) -> float:
        return self.scroll_offset.y / max(1, self.line_count())

    def step_match(self, by: int) -> None:
        """To the next or previous match, around the ends; the first step goes to what is in sight or below it."""
        if self._setting is None or not self._setting.matches:
            return
        places = self._setting.matches
        if self._match < 0:
            below = [i for i, y in enumerate(places) if y >= self.scroll_offset.y]
            self._match = (below[0] if below else 0) if by > 0 else (below[0] - 1 if below else -1) % len(places)
        else:
            self._match = (self._match + by) % len(places)
        self._to_sight(places[self._match])
        self.refresh()

    def _to_sight(self, y: int) -> None:
        if not self.scroll_offset.y <= y < self.scroll_offset.y + self.size.height - 1:
            self.scroll_to(y=max(0, y - self.size.height // 3), animate=False, immediate=True)

    def paragraph(self) -> str:
        """The paragraph of the current match when that is in sight, else the topmost one that is."""
        if self._setting is None or not self._setting.paragraphs:
            return ""
        top = self.scroll_offset.y
        if self._match >= 0 and top <= self._setting.matches[self._match] < top + self.size.height:
            top = self._setting.matches[self._match]
        before = [text for first, text in self._setting.paragraphs if first <= top]
        return before[-1] if before else self._setting.paragraphs[0][1]

    @property
    def margin(self) -> int:
        """Blank columns left of the text: the measure stands in the middle of what is left over, but not far right."""
        measure = self._setting.measure if self._setting else 0
        return max(1, min(8, (self.columns - measure) // 2))

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._setting.lines) if self._setting else len(self._message)

    def line(self, y: int) -> Line:
        """One of them."""
        if self._setting is None:
            return (Span("  "), *self._message[y])
        return (Span(" " * self.margin), *with_current(self._setting.lines[y], self._match))

    def on_resize(self) -> None:
        """In another width the article may have to be set anew."""
        self.renew()
        self.post_message(Asked("measure"))

    def on_click(self, event: events.Click) -> None:
        """A click on a word in the foot that leads somewhere."""
        target = self.target_at(event.x, event.y)
        if target:
            self.post_message(Asked(target))
