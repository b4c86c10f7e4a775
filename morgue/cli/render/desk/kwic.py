"""Sets keywords in context: the keywords in one column, with as much on either side as fits. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import clip, clip_left, pad, width
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Look, Span, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.kwic import Concordance, KwicLine

#: Cells of the day before a line, and the fewest of a context.
_DAY, _LEAST = 12, 12


def kwic_lines(answer: Concordance, count: int, look: Look) -> Iterator[Line]:
    """A head with the counts, then one line for each occurrence: its day, the words around it, its article."""
    articles, stories = quantity(answer.articles, "article", "articles"), quantity(answer.stories, "story", "stories")
    told = f"   {quantity(count, 'line', 'lines')} of {articles} · {stories}"
    head = line(strong(" ".join(answer.query.split())), faint(told))
    yield from wrap(head, look.width, look, rest="    ")
    if count:
        yield ()
    for one in answer:
        yield kwic_line(one, look)


def kwic_line(one: KwicLine, look: Look) -> Line:
    """One occurrence in one row: `21 Feb 2020   …since the ▸ferry◂ was late, …   dc60`."""
    name = safe_line(look.brief(one.id))
    room = max(2 * _LEAST, look.width - _DAY - width(name) - 2 - (0 if look.colour else 2))
    left = min(room - _LEAST, max(_LEAST, (look.width - _DAY) * 2 // 5))  # the same in every row, whatever its id
    node = clip(one.node, room - left)
    before = clip_left(one.left, left)
    return line(
        faint(pad(dates.day(one.date) if one.date else "", _DAY)),
        " " * (left - width(before)) + before,
        Span(node, "mark"),
        pad(one.right, room - left - width(node)),
        "  ",
        faint(name),
    )
