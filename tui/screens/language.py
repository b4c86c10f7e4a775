"""How a query is put: the language in examples, each of which can be taken into the query."""

from __future__ import annotations

from morgue.render.spans import Line, Span
from morgue.render.wrap import wrap
from morgue.search.language.help import EXAMPLES
from morgue.tui.screens.panels import Choosing
from morgue.tui.widgets.panel import Choice

_QUERY, _CELLS = 37, 74


class Language(Choosing):
    """Gives the query of an example, or None."""

    def __init__(self) -> None:
        head = "How a query is put: words are joined by AND, in all their forms; case and accents do not count"
        super().__init__(head, [_choice(one.query, one.meaning) for one in EXAMPLES], "⏎ takes an example · esc back")


def _choice(query: str, meaning: str) -> Choice:
    first, *rest = wrap([Span(meaning, "faint")], _CELLS - _QUERY - 2)
    lines: list[Line] = [(Span(f"{query:<{_QUERY}}  ", "strong"), *first)]
    return Choice(query, (*lines, *((Span(" " * (_QUERY + 2)), *row) for row in rest)))
