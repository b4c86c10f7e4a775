"""Says, when nothing was found, how often each part of the query occurs and what would find something. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from morgue.cli.render.search import INDENT
from morgue.core.wording.quantities import quantity
from morgue.render.labels import joined
from morgue.render.spans import Line, Look, Span, faint, held, line
from morgue.render.wrap import wrap
from morgue.search.answer import Advice, Answer

#: A suggestion up to so many characters stays in one row.
_LONGEST_HELD = 80


def nothing_lines(answer: Answer, look: Look) -> Iterator[Line]:
    """Two or three lines: the parts with their counts, then suggestions."""
    if answer.result.articles:
        found = quantity(answer.result.articles, "article matches", "articles match")
        yield line(f"Only {found}: there is nothing at --offset {answer.ask.offset}")
        return
    advice = answer.advice or Advice()
    if advice.clauses:
        yield from wrap(_clauses(answer, advice), look.width, look, rest=INDENT)
    else:
        yield line("No article matches")
    if answer.result.partial:
        yield line(Span(f"{INDENT}not the whole answer: {answer.result.partial}", "bad"))
    steps = _steps(answer, advice)
    if steps:
        yield from wrap([faint(steps)], look.width, look, first=INDENT, rest=INDENT)


def _clauses(answer: Answer, advice: Advice) -> list[Span]:
    """Each part of the query with the number of articles that match it alone."""
    start = {"all": "No article has all of:", "any": "No article has any of:"}[answer.ask.match]
    spans = [Span(start if len(advice.clauses) > 1 else "No article has:")]
    for clause in advice.clauses:
        text = f"{clause.clause} ({clause.articles:,})".replace(" ", "\u00a0")
        spans += [Span("  "), Span(text, "plain" if clause.articles else "bad")]
    return spans


def _steps(answer: Answer, advice: Advice) -> str:
    steps = [_spelling(advice)]
    if advice.nearest:
        found = quantity(advice.nearest.articles, "article", "articles")
        steps.append(f"{found}: {command(advice.nearest.clause)}")
    if advice.any_word:
        found = quantity(advice.any_word, "article", "articles")
        steps.append(f"any of the words, {found}: {command(answer.ask.text, '--match any ')}")
    return joined(held(step) if len(step) < _LONGEST_HELD else step for step in steps)


def _spelling(advice: Advice) -> str:
    """`did you mean zeppelins (2) for zeppelin?`; what was typed is named once, and not at all when it is the query."""
    meant: dict[str, list[str]] = {}
    for typed, there, count in advice.spelling:
        meant.setdefault(typed, []).append(f"{there} ({count:,})")
    alone = len(advice.clauses) == 1
    words = [" or ".join(near) + ("" if alone else f" for {typed}") for typed, near in meant.items()]
    return f"did you mean {', '.join(words)}?" if words else ""


def command(query: str, options: str = "") -> str:
    """The command that searches for it, ready to be pasted into a shell."""
    return f"morgue search {options}{'-- ' if query.startswith('-') else ''}{shlex.quote(' '.join(query.split()))}"
