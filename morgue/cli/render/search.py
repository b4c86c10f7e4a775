"""Sets the screen of `morgue search`: a header, the hits, the facets, and what to do next. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from morgue.cli.render.facets import facet_lines
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import apart, clip, line_width, width
from morgue.render.labels import joined, where
from morgue.render.spans import Line, Look, Span, faint, held, line, marked, strong
from morgue.render.wrap import limited, wrap, wrapped
from morgue.search.answer import Answer
from morgue.search.request import Explanation, Hit, Snippet

INDENT = "    "
_SNIPPET_ROWS = 3
_TITLE_ROWS = 3
_NARROWEST_QUERY = 12


def search_lines(answer: Answer, look: Look) -> Iterator[Line]:
    """The whole screen."""
    yield from _header(answer, look)
    yield ()
    for hit in answer.result.hits:
        yield from hit_lines(hit, look)
    if answer.result.facets:
        if answer.result.hits:
            yield ()
        yield from facet_lines(answer.result.facets, look)
    if answer.result.partial:
        yield ()
        yield line(Span(f"{INDENT}not the whole answer: {answer.result.partial}", "bad"))
    if look.hints and answer.result.hits:
        yield ()
        yield from _next(answer, look)


def counts(articles: int, stories: int) -> str:
    """`41 stories · 67 articles`."""
    return f"{quantity(stories, 'story', 'stories')} · {quantity(articles, 'article', 'articles')}"


def _header(answer: Answer, look: Look) -> Iterator[Line]:
    result = answer.result
    span = dates.years(*(answer.span or (None, None)))
    said = [counts(result.articles, result.stories), span, f"{answer.took_ms:.0f} ms"]
    while len(said) > 1 and width(joined(said)) > look.width:  # what was found comes before how long it took
        said.pop()
    right = joined(said)
    room = look.width - width(right) - 2
    typed = " ".join(answer.ask.text.split())
    if room < _NARROWEST_QUERY:
        yield line(strong(clip(typed, look.width)))
        yield from wrap([faint(right)], look.width, look)
    else:
        yield apart((strong(clip(typed, room)),), (faint(right),), look) or ()


def hit_lines(hit: Hit, look: Look) -> Iterator[Line]:
    """One hit: headline and where it ran, the passages, who else ran it and its id."""
    number = f"{hit.rank:>2}  "
    title = strong(hit.headline)
    about = where(hit)
    head = apart(line(number, title), line(about), look)
    if head:
        yield head
    else:
        yield from limited(wrapped([title], look.width, look, first=number, rest=INDENT), _TITLE_ROWS, look.width, look)
        yield line(INDENT, clip(where(hit, look.width - len(INDENT)), look.width - len(INDENT)))
    for snippet in hit.snippets:
        yield from snippet_lines(snippet, look, INDENT)
    yield from _foot(hit, look)
    if hit.explanation:
        yield from explanation_lines(hit.explanation, look, INDENT)


def _foot(hit: Hit, look: Look) -> Iterator[Line]:
    others = hit.story.outlets - 1 - len(hit.also)
    also = f"also in {', '.join(hit.also)}{f' +{others}' if others > 0 else ''}" if hit.also else ""
    versions = quantity(hit.story.versions, "other version", "other versions") if hit.story.versions else ""
    id_part = line(faint("id "), look.brief(hit.id))
    room = look.width - len(INDENT) - line_width(id_part, look) - 2
    left = clip(joined([also, versions]), max(0, room))
    yield apart(line(INDENT, faint(left)), id_part, look) or line(INDENT, *id_part)


def snippet_lines(snippet: Snippet, look: Look, indent: str) -> list[Line]:
    """A passage with its marks, in at most three rows; what is over shows as …"""
    passage = marked(snippet.text, snippet.marks)
    return limited(wrapped(passage, look.width, look, first=indent, rest=indent), _SNIPPET_ROWS, look.width, look)


def explanation_lines(explanation: Explanation, look: Look, indent: str) -> Iterator[Line]:
    """Where a score comes from: one line for each part, and parts of parts indented."""
    label = clip(explanation.label, look.width - len(indent) - 12)
    yield line(faint(f"{indent}{explanation.value:8.3f}  {label}"))
    for part in explanation.parts:
        yield from explanation_lines(part, look, indent + "  ")


def _next(answer: Answer, look: Look) -> Iterator[Line]:
    hits, ask = answer.result.hits, answer.ask
    shown = ask.offset + len(hits)
    everything = answer.result.stories if ask.collapse else answer.result.articles
    steps = [f"next: --offset {shown}"] if shown < everything else []
    steps.append(f"read: morgue show {shlex.quote(look.brief(hits[0].id))}")
    told = next((hit for hit in hits if hit.story.articles > 1), None)
    if told:
        steps.append(f"who ran it: morgue story {shlex.quote(look.brief(told.id))}")
    yield from wrap([faint(joined(map(held, steps)))], look.width, look, first=INDENT, rest=INDENT)
