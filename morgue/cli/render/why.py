"""Explains why an article is, or is not, in an answer, and what ties similar ones to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morgue.cli.render.search import INDENT, hit_lines
from morgue.core.wording.quantities import quantity
from morgue.render.cells import width
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Look, Span, faint, line
from morgue.render.wrap import wrap
from morgue.search.answer import Similar, Why

_YES, _NO = Span("yes  ", "good"), Span("no   ", "bad")


def why_lines(why: Why, look: Look) -> Iterator[Line]:
    """The verdict, then one line for each clause."""
    verdict = {True: "matches", False: "does not match", None: "may match"}[why.matches]
    yield line(f"{look.brief(why.id)} ", Span(verdict, "good" if why.matches else "bad"))
    cells = min(look.width // 2, max((width(safe_line(check.clause)) for check in why.clauses), default=0))
    for check in why.clauses:
        sign = Span("?    ") if check.matches is None else _YES if check.matches else _NO
        gap = " " * max(0, cells - width(safe_line(check.clause)))
        count = "not counted" if check.articles is None else quantity(check.articles, "article", "articles")
        spans = [sign, Span(check.clause), faint(f"{gap}   {count}")]
        yield from wrap(spans, look.width, look, first=INDENT, rest=INDENT + " " * 5)


def similar_lines(found: Iterable[Similar], look: Look) -> Iterator[Line]:
    """Hits, each with the words that tie it to the article."""
    for similar in found:
        yield from hit_lines(similar.hit, look)
        yield from wrap([faint(f"shares {', '.join(similar.shared)}")], look.width, look, first=INDENT, rest=INDENT)
