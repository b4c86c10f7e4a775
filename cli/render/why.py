"""Why an article is, or is not, in an answer; and what ties similar ones to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cli.render.search import INDENT, hit_lines, quantity
from cli.render.spans import Line, Look, Span, faint, line
from cli.render.wrap import wrap
from search.answer import Similar, Why


def why_lines(why: Why, look: Look) -> Iterator[Line]:
    """The verdict, then a line a clause."""
    verdict = "matches" if why.matches else "does not match"
    yield line(f"{why.id} ", Span(verdict, "good" if why.matches else "bad"))
    for check in why.clauses:
        sign = Span("yes  ", "good") if check.matches else Span("no   ", "bad")
        spans = [sign, Span(check.clause), faint(f"   {quantity(check.articles, 'article', 'articles')}")]
        yield from wrap(spans, look.width, look, first=INDENT, rest=INDENT + " " * 5)


def similar_lines(found: Iterable[Similar], look: Look) -> Iterator[Line]:
    """Hits, each with the words that tie it to the article."""
    for similar in found:
        yield from hit_lines(similar.hit, look)
        yield from wrap([faint(f"shares {', '.join(similar.shared)}")], look.width, look, first=INDENT, rest=INDENT)
