"""Turns articles into CSL-JSON items, which Zotero, pandoc and citeproc read. Pure.

Names of variables are those of the Citation Style Language 1.0.2; nothing is added that the article does not say.
"""

from __future__ import annotations

from morgue.core.article import Article
from morgue.core.json import Document, Json
from morgue.core.partial_date import parse_when
from morgue.render.references.citations import parted_name
from morgue.render.sanitize import safe_line


def csl(article: Article) -> Document:
    """One item of type article-newspaper; what is not known is left out."""
    issued = _date_parts(article.date)
    item: dict[str, Json] = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title and safe_line(article.title),
        "author": [_name(name) for name in article.authors],
        "container-title": article.outlet and safe_line(article.outlet),
        "issued": {"date-parts": [issued]} if issued else None,
        "section": article.section and safe_line(article.section),
        "event-place": article.place and safe_line(article.place),
        "source": article.agency and safe_line(article.agency),
        "language": article.language,
        "URL": article.url,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> Json:
    """A person by family and given name; what is no plain personal name as it is written."""
    parted = parted_name(name)
    return {"literal": safe_line(name)} if parted is None else {"family": parted[0], "given": parted[1]}


def _date_parts(date: str | None) -> list[Json]:
    """Year, month and day, as far as they are known."""
    if date is None or parse_when(date) is None:
        return []
    return [int(part) for part in date[:10].split("-")]
