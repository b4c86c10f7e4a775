"""Holds one search session without a screen: the question, its answer, where it came from, what was marked.

The screen puts the session's questions to the worker and shows what becomes of it; every decision that does not need
a widget is made here.
"""

from __future__ import annotations

from dataclasses import replace

from morgue.core.article import Article
from morgue.search.answer import Advice, Answer
from morgue.search.request import Hit, Marking
from morgue.tui import state
from morgue.tui.state import Browsing, History
from morgue.tui.view.page import Source
from morgue.workspace.reading_lists import Kept, kept


class SearchSession:
    """What is searched for and read, as far as it is no widget's.

    answer   the newest answer; while a newer question is under way, or in error, it is that of an older one
    number   the number of the newest question, by which its answer is known
    asked    the state that the newest question was made from
    find     a text that is marked in the article in place of the query's words
    source   how much is told of where the article came from
    marked   the articles that carry a mark, by id
    typing   whether the next letter goes on with the present step of the history
    fault    whether the newest question was an error: the answer is then another question's
    """

    def __init__(self, present: Browsing | None = None) -> None:
        self.history = History(present or Browsing())
        self.answer: Answer | None = None
        self.number = 0
        self.asked: Browsing | None = None
        self.find = ""
        self.source: Source = "brief"
        self.marked: dict[str, Kept] = {}
        self.typing = False
        self.fault = False

    @property
    def state(self) -> Browsing:
        """What is being browsed."""
        return self.history.present

    @property
    def marking(self) -> Marking:
        """The words to be marked."""
        return self.answer.result.marking if self.answer else Marking()

    @property
    def total(self) -> int:
        """How long the list of hits is: stories, or articles."""
        if self.answer is None:
            return 0
        return self.answer.result.stories if self.state.collapse else self.answer.result.articles

    # Steps to other states; each says whether there is something new to ask

    def type(self, text: str) -> bool:
        """The query as it is typed: one step of the history from the first letter to Enter."""
        new = state.typed(self.state, text)
        if new == self.state:
            return False
        self.history = (state.amend if self.typing else state.record)(self.history, new)
        self.typing = True
        return True

    def go(self, new: Browsing) -> bool:
        """A step to another state, to which `back` returns."""
        self.typing = False
        if state.same_question(self.state, new):
            self.history = state.amend(self.history, new)
            return False
        self.history = state.record(self.history, new)
        return True

    def travel(self, by: int) -> bool:
        """Back or forward in the history, with all that was chosen, sorted and read then."""
        there = (state.back if by < 0 else state.forward)(self.history)
        if there is self.history:
            return False
        self.typing = False
        self.history = there
        return True

    def select(self, index: int) -> None:
        """Moves the cursor to the hit at an index of the answer's hits; its article becomes the current one."""
        self.history = state.amend(self.history, state.selected(self.state, index))
        self.forget_find()

    def open(self, id: str) -> None:
        """Shows an article that is not the selected hit's; `travel(-1)` leads back."""
        self.history = state.record(self.history, state.opened(self.state, id))
        self.forget_find()

    def close(self) -> None:
        """Shows the selected hit's article again, instead of the one that `open` brought up."""
        self.history = state.amend(self.history, state.opened(self.state, None))

    def forget_find(self) -> None:
        """Drops what was looked for in the article: the query's words are marked again, its source is told in brief."""
        self.find, self.source = "", "brief"

    # Questions and answers

    def put(self, number: int) -> None:
        """Notes that the present state was asked under this number."""
        self.number, self.asked = number, self.state

    @property
    def stale(self) -> bool:
        """Whether the answer is another question's than the one that was put last."""
        return self.fault

    def take(self, number: int, answer: Answer, asked: Browsing) -> bool:
        """An answer has come, to the question put or to `asked` in its place; False when it is an older question's."""
        if number != self.number:
            return False
        self.answer, self.asked, self.fault = answer, asked, False
        return True

    def fail(self, number: int) -> bool:
        """Notes that the question of that number was an error; False, and no note, when a newer one was put since."""
        if number != self.number:
            return False
        self.fault = True
        return True

    def advise(self, number: int, advice: Advice) -> Answer | None:
        """The answer with what to try instead; None when the advice is for an older question."""
        if number != self.number or self.answer is None:
            return None
        self.answer = replace(self.answer, advice=advice)
        return self.answer

    def suggested(self) -> Browsing | None:
        """The state that the answer suggests, None when it suggests nothing.

        The nearest query has what was chosen beside the text in its own text, as far as that is kept.
        """
        answer = self.answer
        if answer is None or answer.suggestion is None:
            return None
        new = state.typed(self.state, answer.suggestion)
        nearest = answer.advice.nearest if answer.advice else None
        if nearest is not None and nearest.clause == answer.suggestion:
            return state.cleared(new)
        return replace(new, when=None)  # the range of time is part of the text that was asked

    # Marks

    def mark(self, found: Article | Hit) -> bool:
        """Marks or unmarks an article; gives whether it is marked now."""
        if self.marked.pop(found.id, None) is not None:
            return False
        self.marked[found.id] = kept(found)
        return True
