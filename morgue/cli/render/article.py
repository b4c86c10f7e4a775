"""Sets one article to read: headline, outlet and day, the text in a column, and where it all came from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morgue.core.article import Article, Filed, Provenance, Rejected
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.labels import joined
from morgue.render.spans import Line, Look, Span, faint, strong
from morgue.render.wrap import wrap, wrap_text

#: The widest column of text that reads well.
COLUMN = 76


def article_lines(filed: Filed, look: Look) -> Iterator[Line]:
    """The whole article."""
    article = filed.article
    yield from _text(article, look, filed.story.day)
    yield ()
    details = [quantity(filed.words, "word", "words"), article.language or "", article.section or ""]
    facts = [("id", article.id), ("story", _story(filed, look)), ("text", joined(details)), *_provenance(article)]
    yield from _facts(facts, look)


def _text(article: Article, look: Look, story_day: str | None = None) -> Iterator[Line]:
    cells = min(look.width, COLUMN)
    yield from wrap([strong(stand_in.headline(article.title, article.body))], cells, look)
    place = (article.place or "").upper()
    when = stand_in.day(dates.full(article.date), story_day and dates.day(story_day), bool(article.date))
    about = joined([article.outlet or "unknown outlet", _agency(article), place, when])
    yield from wrap([faint(about)], cells, look)
    if article.authors:
        yield from wrap([faint("By " + ", ".join(article.authors))], cells, look)
    for paragraph in article.body.split("\n"):
        yield ()
        yield from wrap_text(paragraph, cells)


def _facts(pairs: Iterable[tuple[str, str]], look: Look) -> Iterator[Line]:
    """Label and value, one a line, below the text."""
    for label, value in pairs:
        yield from wrap([faint(value)], look.width, look, first=f"{label:<10}", rest=" " * 10)


def clean_lines(result: Article | Rejected, look: Look) -> Iterator[Line]:
    """An article as `clean` found it, or one line on what gave none; an empty line after it."""
    if isinstance(result, Rejected):
        where = f"{result.path} · {result.member}" if result.member else result.path
        detail = f": {result.detail}" if result.detail else ""
        yield from wrap([Span(f"rejected: {result.reason}{detail}", "bad"), Span(f"  {where}")], look.width, look)
    else:
        yield from _text(result, look)
        yield ()
        yield from _facts(_provenance(result), look)
    yield ()


def _agency(article: Article) -> str:
    return article.agency if article.agency and article.agency != article.outlet else ""


def _provenance(article: Article) -> Iterator[tuple[str, str]]:
    source = article.provenance
    if article.url:
        yield "url", article.url
    if article.modified:
        yield "modified", dates.full(article.modified)
    yield "from", joined([_origin(source), source.format, f"captured {source.captured}" if source.captured else ""])
    known = [("date", source.date_source), ("outlet", source.outlet_source), ("headline", source.title_source)]
    if any(where for _, where in known):
        yield "known by", joined(f"{what}: {where}" for what, where in known if where)
    for note in source.notes:
        yield "note", note


def _origin(source: Provenance) -> str:
    member = f" · {source.member}" if source.member else ""
    return source.path + member


def _story(filed: Filed, look: Look) -> str:
    story = filed.story
    if story.articles == 1:
        return f"{look.brief(story.id)} · told once"
    of = f"{story.role} of {look.brief(story.of)}" if story.of else story.role
    kept = f"{story.kept:.0%} kept" if story.kept is not None else ""
    ran = f"{quantity(story.articles, 'article', 'articles')} in {quantity(story.outlets, 'outlet', 'outlets')}"
    return joined([look.brief(story.id), of, kept, ran])
