"""Writes a folder for programs of text analysis: a text an article, `metadata.csv`, and one file for IRaMuTeQ.

TXM, Voyant, AntConc and quanteda read the texts, the first by the column `id` of the table, which is the file's name.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from morgue.core.article import Article, Filed
from morgue.core.errors import MorgueError
from morgue.core.json import Document
from morgue.render.records import csv_rows
from morgue.render.sanitize import safe, safe_line

#: The columns of the table.
COLUMNS = (
    *("id", "article", "outlet", "date", "year", "month", "title", "authors", "agency", "section", "language", "url"),
    *("story", "role", "words"),
)
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def write_texts(folder: Path, articles: Iterable[Filed]) -> int:
    """Writes the folder, whole or not at all; how many texts. MorgueError when it is there or cannot be written."""
    part = folder.with_name(folder.name + ".part")
    try:
        if folder.exists() or folder.is_symlink():
            raise MorgueError(f"{folder} is there already", "name another folder, or move that one away")
        part.mkdir()
        try:
            count = _write(part, articles)
            part.rename(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except FileExistsError:
        raise MorgueError(f"{part} is there already", "another run may be writing it; else remove it") from None
    except OSError as error:
        raise MorgueError(f"cannot write {folder}: {(error.strerror or '').lower()}", "name another folder") from None
    return count


def _write(folder: Path, articles: Iterable[Filed]) -> int:
    count = 0
    texts = folder / "texts"
    texts.mkdir()

    def rows() -> Iterator[Document]:
        nonlocal count
        with (folder / "iramuteq.txt").open("xb") as corpus:
            for filed in articles:
                name = file_name(filed.article)
                text = plain_text(filed.article)
                with (texts / f"{name}.txt").open("xb") as file:
                    file.write(text.encode())
                corpus.write(starred(filed, text).encode())
                count += 1
                yield _row(name, filed)

    with (folder / "metadata.csv").open("xb") as table:
        table.writelines((row + "\r\n").encode() for row in csv_rows(rows(), COLUMNS))
    return count


def file_name(article: Article) -> str:
    """`2020-02-21_northern-wire_dc60ee8630940486`: day, outlet, id; with a digest where the id is no plain name."""
    digest = blake2b(article.id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    own = article.id if re.fullmatch(r"[a-z0-9]{1,32}", article.id) else f"{_slug(article.id)[:24]}-{digest}"
    day = re.fullmatch(r"[0-9-]{4,10}", (article.date or "")[:10])
    return "_".join((day.group() if day else "undated", _slug(article.outlet or "")[:32] or "unknown", own.strip("-")))


def _slug(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_PLAIN.sub("-", bare).strip("-")


def plain_text(article: Article) -> str:
    """The headline, an empty line, the text."""
    title = safe_line(article.title or "")
    return (title + "\n\n" if title else "") + safe(article.body) + "\n"


def starred(filed: Filed, text: str) -> str:
    """An article as IRaMuTeQ has it: a line of starred variables, then the text, in which no line begins with stars."""
    article = filed.article
    variables = {
        "outlet": _slug(article.outlet or "") or "unknown",
        "year": (article.date or "")[:4] or "undated",
        "role": filed.story.role,
        "language": _slug(article.language or "") or "unknown",
    }
    head = "**** " + " ".join(f"*{name}_{value.replace('-', '')}" for name, value in variables.items())
    return head + "\n" + re.sub(r"(?m)^\s*\*+", "", text) + "\n"


def _row(name: str, filed: Filed) -> Document:
    article = filed.article
    date = article.date or ""
    return {
        "id": name,
        "article": article.id,
        "outlet": article.outlet,
        "date": date[:10] or None,
        "year": date[:4] or None,
        "month": date[:7] if len(date) >= 7 else None,
        "title": article.title,
        "authors": list(article.authors),
        "agency": article.agency,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        "story": filed.story.id,
        "role": filed.story.role,
        "words": filed.words,
    }
