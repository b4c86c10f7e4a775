"""The reader: one article, set for reading, its matches stepped through."""

from __future__ import annotations

from textual import events

from morgue.render.spans import Line, Span
from morgue.tui.keymap import bindings
from morgue.tui.messages import Asked
from morgue.tui.view.page import Setting, with_current
from morgue.tui.widgets.lineview import LineView

#: Columns left of the text that the numbers of paragraphs take.
NUMBERS = 5
#: Lines before the end of what is set at which more is asked for.
_NEAR = 200


class Reader(LineView):
    """Shows what the worker has set; knows which match is the current one. Of a long article it asks for more."""

    BINDINGS = bindings("reader")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._setting: Setting | None = None
        self._match = -1
        self._message: tuple[Line, ...] = ()
        self._wanted: Setting | None = None
        self._to_end = False
        self._numbers: dict[int, int] = {}
        self._height = 0
        self.numbered = False

    @property
    def setting(self) -> Setting | None:
        """What is shown."""
        return self._setting

    @property
    def matches(self) -> int:
        """How many matches the article has, as far as it is set."""
        return len(self._setting.matches) if self._setting else 0

    @property
    def whole(self) -> bool:
        """Whether all of the article is set."""
        return self._setting is None or self._setting.rest is None

    @property
    def match(self) -> int:
        """The current match, from 0; -1 before the first step."""
        return self._match

    def show(self, setting: Setting) -> None:
        """Another article from its beginning, or the same one set anew where it was."""
        same = self._setting is not None and self._setting.filed.article.id == setting.filed.article.id
        place = self.share if same else 0.0
        self._message = ()
        self._to_end = False
        self._take(setting)
        if not same or self._match >= len(setting.matches):
            self._match = -1
        self.to_share(place)

    def go_on(self, setting: Setting) -> None:
        """More of the article that is shown."""
        if self._setting is None or setting.lines is not self._setting.lines:
            return
        self._take(setting)
        if self._to_end:
            self._to_end = setting.rest is not None
            self.scroll_to(y=setting.known, animate=False, immediate=True)

    def _take(self, setting: Setting) -> None:
        self._setting = setting
        self._numbers = {line: number for number, (line, _) in enumerate(setting.paragraphs, 1)}
        self.renew()

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

    @property
    def share(self) -> float:
        """How far the article is scrolled, from 0 to 1."""
        return self.scroll_offset.y / max(1, self.line_count())

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight, or was when the article was last to be seen."""
        return self.whole and self.scroll_offset.y + self._height >= self.line_count()

    def to_share(self, share: float) -> None:
        """Scrolls to a place that is given as a share (0 to 1) of the article."""
        self.scroll_to(y=round(share * self.line_count()), animate=False, immediate=True)

    def number(self) -> None:
        """Numbers the paragraphs, or not."""
        self.numbered = not self.numbered
        self.refresh()

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
        return max(NUMBERS if self.numbered else 1, min(8, (self.columns - measure) // 2))

    def line_count(self) -> int:
        """As many as there are to show; one more while there are others to be set."""
        if self._setting is None:
            return len(self._message)
        return self._setting.known + (self._setting.rest is not None)

    def line(self, y: int) -> Line:
        """Line y of the article."""
        if self._setting is None:
            return (Span("  "), *self._message[y])
        if y >= self._setting.known - _NEAR:
            self._want()
        if y >= self._setting.known:
            return (Span(" " * self.margin), Span("more is on its way …", "faint"))
        number = f"{self._numbers[y]} " if self.numbered and y in self._numbers else ""
        return (Span(f"{number:>{self.margin}}", "faint"), *with_current(self._setting.lines[y], self._match))

    def _want(self) -> None:
        """Asks for more, once."""
        if self._setting is not None and self._setting.rest is not None and self._wanted is not self._setting:
            self._wanted = self._setting
            self.post_message(Asked("more"))

    def action_edge(self, side: int) -> None:
        """`g` and `G`; the end of a long article has to be set first."""
        super().action_edge(side)
        if side > 0 and not self.whole:
            self._to_end = True
            self._wanted = self._setting
            self.post_message(Asked("whole"))

    def on_resize(self) -> None:
        """In another width the article may have to be set anew."""
        self._height = self.size.height or self._height
        self.renew()
        self.post_message(Asked("measure"))

    def on_click(self, event: events.Click) -> None:
        """A click on a word in the foot that leads somewhere."""
        target = self.target_at(event.x, event.y)
        if target:
            self.post_message(Asked(target))
