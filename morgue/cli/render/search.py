"""The screen of `morgue search`: a header, the hits, the facets, and what to do next. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from morgue.cli.render.facets import facet_lines
from morgue.render import dates
from morgue.render.labels import joined, quantity, where
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Look, Span, clip, faint, held, line, line_width, spread, strong, width
from morgue.render.wrap import merge, wrap
from morgue.search.answer import Answer
from morgue.search.request import Explanation, Hit, Snippet

INDENT = "    "
_SNIPPET_ROWS = 3
_TITLE_ROWS = 3
#: So many characters of a word at most are given up to end a row before it; more of them would be no word.
_LONGEST_TAIL = 24
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
    found = joined([counts(result.articles, result.stories), span])
    right = joined([found, f"{answer.took_ms:.0f} ms"])
    room = look.width - width(right) - 2
    typed = " ".join(answer.ask.text.split())
    if room < _NARROWEST_QUERY:
        yield line(strong(clip(typed, look.width)))
        yield from wrap([faint(right if width(right) <= look.width else found)], look.width, look)
    else:
        yield spread((strong(clip(typed, room)),), (faint(right),), look) or ()


def hit_lines(hit: Hit, look: Look) -> Iterator[Line]:
    """One hit: headline and where it ran, the passages, who else ran it and its id."""
    number = f"{hit.rank:>2}  "
    title = strong(hit.headline)
    about = where(hit)
    head = spread(line(number, title), line(about), look)
    if head:
        yield head
    else:
        yield from _first(_TITLE_ROWS, wrap([title], look.width, look, first=number, rest=INDENT), look)
        yield line(INDENT, clip(about, look.width - len(INDENT)))
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
    yield spread(line(INDENT, faint(left)), id_part, look) or line(INDENT, *id_part)


def snippet_lines(snippet: Snippet, look: Look, indent: str) -> list[Line]:
    """A passage with its marks, in at most three rows; what is over shows as …"""
    return _first(_SNIPPET_ROWS, wrap(marked(snippet), look.width, look, first=indent, rest=indent), look)


def _first(count: int, rows: list[Line], look: Look) -> list[Line]:
    """At most so many rows; the last one ends with … when there were more."""
    return rows if len(rows) <= count else [*rows[: count - 1], _cut_short(rows[count - 1], look)]


def _cut_short(row: Line, look: Look) -> Line:
    """The row with … at its end, and as many words less as that needs."""
    kept = list(row)
    while kept:
        over = line_width(kept, look) + 2 - look.width
        if over <= 0:
            break
        last = kept.pop()
        room = width(safe_line(last.text)) - over
        if last.role != "mark" and room > 1:
            kept.append(Span(_words(safe_line(last.text), room), last.role))
    if kept and kept[-1].role != "mark":
        kept[-1] = Span(kept[-1].text.rstrip(" "), kept[-1].role)
    return merge([*kept, Span(" …")])


def _words(text: str, cells: int) -> str:
    """The words of a text that have room in so many cells; letters, where there is no space to end at."""
    cut = clip(text, cells).removesuffix("…")
    space = cut.rfind(" ")
    inside = len(cut) < len(text) and text[len(cut)] != " " and cut[-1:].isalnum() and width(cut[-1:]) == 1
    return cut[:space] if inside and len(cut) - space <= _LONGEST_TAIL and cut[:space].strip() else cut


def marked(snippet: Snippet) -> list[Span]:
    """The passage as spans, its matches with the role mark."""
    out: list[Span] = []
    at = 0
    for start, end in snippet.marks:
        out += [Span(snippet.text[at:start]), Span(snippet.text[start:end], "mark")]
        at = end
    out.append(Span(snippet.text[at:]))
    return [span for span in out if span.text]


def explanation_lines(explanation: Explanation, look: Look, indent: str) -> Iterator[Line]:
    """Where a score comes from, a line a part, parts of parts indented."""
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
