"""Sets key words and collocates on a screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.wording.quantities import quantity
from morgue.render.cells import pad
from morgue.render.spans import Line, Look, Span, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.collocates import Collocates
from morgue.search.desk.words import SIGNIFICANT, KeyWords

#: Cells of a word at most and at least, and of the figures beside it.
_WORD, _NARROW, _FIGURES = 26, 10, 56
_INDENT = "    "


def words_lines(told: KeyWords, look: Look) -> Iterator[Line]:
    """One line for each word: how telling it is, how much more frequent, and how many articles and stories have it."""
    articles = quantity(told.matches.articles, "article", "articles")
    about = f"   {articles} · {quantity(told.matches.stories, 'story', 'stories')} · by {told.ask.by}"
    yield from wrap(line(strong(" ".join(told.ask.text.split())), faint(about)), look.width, look, rest=_INDENT)
    if not told.words:
        return
    yield ()
    room = _room(look)
    yield line(
        faint(f"{'':{room}}{'log-likelihood':>14}  {'%DIFF':>9}  {'articles':>8}  {'stories':>8}  {'elsewhere':>9}")
    )
    for word in told.words:
        more = "only here" if word.difference is None else f"+{word.difference:,.0f}"
        sure = word.log_likelihood >= SIGNIFICANT
        yield line(
            Span(pad(word.word, room), "plain" if sure else "faint"),
            f"{word.log_likelihood:14,.1f}",
            f"  {more:>9}  {word.articles:8,}  {word.stories:8,.1f}",
            faint(f"  {word.rest_articles:9,}"),
        )
    if any(word.log_likelihood < SIGNIFICANT for word in told.words):
        yield from wrap([faint(f"below {SIGNIFICANT} chance alone would do (p > 0.0001)")], look.width, look)


def collocates_lines(told: Collocates, look: Look) -> Iterator[Line]:
    """One line for each word: how typical it is, and how often it stands on each side."""
    hits = quantity(told.hits, "occurrence", "occurrences")
    about = (
        f"   {hits} in {quantity(told.articles, 'article', 'articles')} · {quantity(told.stories, 'story', 'stories')}"
    )
    window = f" · {quantity(told.ask.left, 'word')} before, {told.ask.right} after · by {told.ask.by}"
    head = line(strong(" ".join(told.ask.text.split())), faint(about + window))
    yield from wrap(head, look.width, look, rest=_INDENT)
    if not told.words:
        return
    yield ()
    room = _room(look)
    yield line(
        faint(f"{'':{room}}{'logDice':>8}  {'before':>7}  {'after':>7}  {'articles':>8}  {'stories':>8}  {'held':>8}")
    )
    for word in told.words:
        yield line(
            pad(word.word, room),
            f"{word.log_dice:8.2f}",
            faint(f"  {word.left:7,}  {word.right:7,}"),
            f"  {word.articles:8,}  {word.stories:8,}",
            faint(f"  {word.held:8,}"),
        )


def _room(look: Look) -> int:
    """Cells for a word, so that a row fits on the screen."""
    return min(_WORD, max(_NARROW, look.width - _FIGURES))
