"""Sets key words and collocates on a screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.core.wording.quantities import quantity
from morgue.render.cells import pad
from morgue.render.figures import Column, figures, fitting, heads, left_out
from morgue.render.spans import Line, Look, Role, Span, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.collocates import Collocate, Collocates
from morgue.search.desk.words import SIGNIFICANT, KeyWord, KeyWords

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
    columns = _key_figures(told.words)
    roles: list[Role] = ["plain" if word.log_likelihood >= SIGNIFICANT else "faint" for word in told.words]
    yield from _table([word.word for word in told.words], roles, columns, look)
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
    yield from _table(
        [word.word for word in told.words], ["plain"] * len(told.words), _shared_figures(told.words), look
    )


def _key_figures(words: Sequence[KeyWord]) -> list[Column]:
    more = ["only here" if word.difference is None else f"+{word.difference:,.0f}" for word in words]
    return [
        Column("log-likelihood", [f"{word.log_likelihood:,.1f}" for word in words], 14),
        Column("%DIFF", more, 9),
        Column("articles", [f"{word.articles:,}" for word in words], 8),
        Column("stories", [f"{word.stories:,.1f}" for word in words], 8),
        Column("elsewhere", [f"{word.rest_articles:,}" for word in words], 9, "faint"),
    ]


def _shared_figures(words: Sequence[Collocate]) -> list[Column]:
    return [
        Column("logDice", [f"{word.log_dice:.2f}" for word in words], 8),
        Column("before", [f"{word.left:,}" for word in words], 7, "faint"),
        Column("after", [f"{word.right:,}" for word in words], 7, "faint"),
        Column("articles", [f"{word.articles:,}" for word in words], 8),
        Column("stories", [f"{word.stories:,}" for word in words], 8),
        Column("held", [f"{word.held:,}" for word in words], 8, "faint"),
    ]


def _table(words: Sequence[str], roles: Sequence[Role], columns: Sequence[Column], look: Look) -> Iterator[Line]:
    """A word a row, with as many columns as fit beside it."""
    room = min(_WORD, max(_NARROW, look.width - _FIGURES))
    shown = fitting(columns, look.width - room)
    yield heads(shown, room)
    for at, (word, role) in enumerate(zip(words, roles, strict=True)):
        yield (Span(pad(word, room), role), *figures(shown, at))
    yield from left_out(columns, shown, look)
