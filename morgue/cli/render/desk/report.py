"""Sets a search as a page that can be mailed: counts, timeline, hits with passages, stories, facets, receipt. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from morgue.cli.render.svg import timeline_svg
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.html_page import link, page, text
from morgue.render.receipt import prose
from morgue.search.answer import Answer, Timeline
from morgue.search.desk.receipts.receipt import Receipt
from morgue.search.request import Facet, Hit, Snippet, Story

_LONGEST_BAR = 12


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows."""

    answer: Answer
    timeline: Timeline
    stories: Sequence[Story]
    receipt: Receipt


def report_html(told: Report) -> str:
    """The page."""
    return page(f"{told.answer.ask.text} – Morgue", "en", _body(told))


def _body(told: Report) -> Iterator[str]:
    result = told.answer.result
    yield from _head(told)
    if told.timeline.buckets:
        yield "<h2>When</h2>"
        yield timeline_svg(told.timeline)
    yield f"<h2>{text(quantity(len(result.hits), 'hit', 'hits'))}</h2>"
    for hit in result.hits:
        yield from _hit(hit)
    if told.stories:
        yield "<h2>Stories that several ran</h2>"
        for story in told.stories:
            yield from _story(story)
    for facet in result.facets:
        yield from _facet(facet)
    yield from _foot(told)


def _head(told: Report) -> Iterator[str]:
    """What was asked, how much was found, and what there is to say of it."""
    result = told.answer.result
    counts = f"{quantity(result.stories, 'story', 'stories')} · {quantity(result.articles, 'article', 'articles')}"
    yield f"<h1>{text(told.answer.ask.text)}</h1>"
    yield f'<p class="about">{text(counts)} · {text(dates.day(told.receipt.made))}</p>'
    for remark in (*told.answer.remarks, *([result.partial] if result.partial else [])):
        yield f'<p class="about">{text(remark)}</p>'


def _foot(told: Report) -> Iterator[str]:
    """The receipt: how it was found, and the digests by which that can be checked."""
    yield "<h2>How this was found</h2>"
    yield f"<p>{text(prose(told.receipt))}</p>"
    digests = f"archive sha256 {told.receipt.archive.ids} · answer sha256 {told.receipt.found.ids}"
    yield f"<footer>{text(told.receipt.program)} · {text(digests)}</footer>"


def _facet(facet: Facet) -> Iterator[str]:
    if not facet.buckets:
        return
    most = max(bucket.articles for bucket in facet.buckets)
    yield f"<h2>{text(facet.name.capitalize())}</h2><table>"
    for bucket in facet.buckets:
        wide = _LONGEST_BAR * bucket.articles / most
        bar = f'<span class="bar" style="width:{wide:.2f}em"></span>'
        yield f'<tr><td>{text(bucket.value)}</td><td class="n">{bucket.articles:,}</td><td>{bar}</td></tr>'
    for name, count in (("others", facet.others), ("none", facet.missing)):
        if count:
            yield f'<tr><td><i>{name}</i></td><td class="n">{count:,}</td><td></td></tr>'
    yield "</table>"


def _hit(hit: Hit) -> Iterator[str]:
    about = [
        hit.outlet or "unknown outlet",
        dates.day(hit.date),
        ", ".join(hit.authors),
        hit.agency or "",
        f"id {hit.id}",
    ]
    also = f"also in {', '.join(hit.also)}" if hit.also else ""
    yield f"<article><h3>{link(hit.url, text(hit.headline))}</h3>"
    yield f'<p class="about">{text(" · ".join(part for part in (*about, also) if part))}</p>'
    for snippet in hit.snippets:
        yield f"<p>{marked(snippet)}</p>"
    yield "</article>"


def marked(snippet: Snippet) -> str:
    """A passage with its marks."""
    out, at = [], 0
    for start, end in snippet.marks:
        out += [text(snippet.text[at:start]), f"<mark>{text(snippet.text[start:end])}</mark>"]
        at = end
    return "".join([*out, text(snippet.text[at:])])


def _story(story: Story) -> Iterator[str]:
    first = story.members[0].article
    heads = "".join(f"<th>{name}</th>" for name in ("first seen", "outlet", "role", "kept"))
    yield f"<h3>{text(first.title or story.id)}</h3><table><tr>{heads}</tr>"
    for member in story.members:
        article = member.article
        kept = "" if member.story.kept is None else f"{member.story.kept:.0%}"
        cells = (dates.short(article.date), article.outlet or "unknown outlet", member.story.role, kept)
        yield "<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>"
    yield "</table>"
