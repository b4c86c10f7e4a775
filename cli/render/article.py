"""One article to read: headline, where and when, the text in a column, and where it all came from. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cli.render import dates
from cli.render.search import quantity
from cli.render.spans import Line, Look, faint, joined, strong
from cli.render.wrap import wrap, wrap_text
from index.article import Article, Filed, Provenance

#: The widest column of text that reads well.
COLUMN = 76


def article_lines(filed: Filed, look: Look) -> Iterator[Line]:
    """The whole article."""
    article, cells = filed.article, min(look.width, COLUMN)
    yield from wrap([strong(article.title or "(no headline)")], cells, look)
    place = (article.place or "").upper()
    about = joined([article.outlet or "unknown outlet", _agency(article), place, dates.full(article.date)])
    yield from wrap([faint(about)], cells, look)
    if article.authors:
        yield from wrap([faint("By " + ", ".join(article.authors))], cells, look)
    for paragraph in article.body.split("\n"):
        yield ()
        yield from wrap_text(paragraph, cells)
    yield ()
    for label, value in _facts(filed):
        yield from wrap([faint(value)], look.width, look, first=f"{label:<9}", rest=" " * 9)


def _agency(article: Article) -> str:
    return article.agency if article.agency and article.agency != article.outlet else ""


def _facts(filed: Filed) -> Iterator[tuple[str, str]]:
    """Label and value, one a line, below the text."""
    article, source = filed.article, filed.article.provenance
    yield "id", article.id
    if article.url:
        yield "url", article.url
    yield "story", _story(filed)
    details = [quantity(filed.words, "word", "words"), article.language or "", article.section or ""]
    if article.modified:
        details.append(f"modified {dates.full(article.modified)}")
    yield "text", joined(details)
    yield "from", joined([_origin(source), source.format, f"captured {source.captured}" if source.captured else ""])
    known = [("date", source.date_source), ("outlet", source.outlet_source), ("headline", source.title_source)]
    yield "known by", joined(f"{what}: {where}" for what, where in known if where)
    for note in source.notes:
        yield "note", note


def _origin(source: Provenance) -> str:
    member = f" · {source.member}" if source.member else ""
    return source.path + member


def _story(filed: Filed) -> str:
    story = filed.story
    if story.articles == 1:
        return f"{story.id} · told once"
    of = f"{story.role} of {story.of}" if story.of else story.role
    kept = f"{story.kept:.0%} kept" if story.kept is not None else ""
    ran = f"{quantity(story.articles, 'article', 'articles')} in {quantity(story.outlets, 'outlet', 'outlets')}"
    return joined([story.id, of, kept, ran])
