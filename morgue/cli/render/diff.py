"""Sets two articles sentence under sentence: what was cut, added, reworded, moved, by signs as well as colour. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from morgue.core.article import Article
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.index.stories.diff import Change, Diff, Op, WordChange
from morgue.render import dates
from morgue.render.labels import joined
from morgue.render.spans import Line, Look, Span, faint, line, strong
from morgue.render.wrap import wrap

_SIGNS: dict[Op, str] = {"cut": "- ", "added": "+ ", "reworded": "~ ", "moved": "> ", "equal": "  "}
_COLUMN = 86


def diff_lines(diff: Diff, a: Article, b: Article, look: Look) -> Iterator[Line]:
    """Both headlines, the share kept, then the changes; runs of equal sentences as a count."""
    cells = min(look.width, _COLUMN)
    for sign, article in (("a", a), ("b", b)):
        about = joined([article.outlet or "unknown outlet", dates.full(article.date), f"id {look.brief(article.id)}"])
        yield from wrap(
            [strong(stand_in.headline(article.title, article.body))], cells, look, first=f"{sign} ", rest="  "
        )
        yield from wrap([faint(about)], cells, look, first="  ", rest="  ")
    yield line(faint(f"  kept {diff.kept:.0%} of a"))
    yield ()
    for same, run in groupby(diff.changes, key=lambda change: change.op == "equal"):
        changes = list(run)
        if same:
            yield line(faint(f"  … {quantity(len(changes), 'sentence', 'sentences')} as in a"))
        else:
            for change in changes:
                yield from wrap(_spans(change), cells, look, first=_SIGNS[change.op], rest="  ")


def _spans(change: Change) -> list[Span]:
    if change.op == "cut":
        return [Span(change.a, "bad")]
    if change.op == "added":
        return [Span(change.b, "good")]
    return list(_words(change.words)) if change.words else [Span(change.b)]


def _words(words: Iterable[WordChange]) -> Iterator[Span]:
    """The sentence of b with what it replaced: {-so-}{+and so+}."""
    for i, word in enumerate(words):
        if i:
            yield Span(" ")
        if word.op == "equal":
            yield Span(word.b)
            continue
        if word.a:
            yield Span(f"{{-{word.a}-}}", "bad")
        if word.b:
            yield Span(f"{{+{word.b}+}}", "good")
