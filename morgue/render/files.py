"""Writes articles to a file, in the form that the ending of its name says.

A file that is there is never written over; one that could not be finished is taken away again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from morgue.core.article import Article, Filed
from morgue.core.errors import MorgueError
from morgue.core.json import headed
from morgue.core.wording.stand_in import headline
from morgue.render import dates
from morgue.render.article_fields import ARTICLE_CSV
from morgue.render.records import csv_rows, encode, plain
from morgue.render.references.citations import bibtex, ris, sentence
from morgue.render.sanitize import safe, safe_line

#: A form gives the blocks of a file.
Form = Callable[[Iterable[Filed]], Iterator[bytes]]


def _csv(articles: Iterable[Filed]) -> Iterator[bytes]:
    for row in csv_rows((filed.as_dict() for filed in articles), ARTICLE_CSV):
        yield (row + "\r\n").encode()


def _jsonl(articles: Iterable[Filed]) -> Iterator[bytes]:
    for filed in articles:
        document = filed.as_dict()
        yield encode(document if "schema" in document else headed(document)) + b"\n"


def _bibtex(articles: Iterable[Filed]) -> Iterator[bytes]:
    for filed in articles:
        yield (plain(bibtex(filed.article)) + "\n").encode()


def _ris(articles: Iterable[Filed]) -> Iterator[bytes]:
    for filed in articles:
        yield plain(ris(filed.article)).encode()


def _texts(articles: Iterable[Filed]) -> Iterator[bytes]:
    for number, filed in enumerate(articles):
        yield (("\n" + "-" * 72 + "\n\n" if number else "") + as_text(filed.article)).encode()


def _citations(articles: Iterable[Filed]) -> Iterator[bytes]:
    for filed in articles:
        yield (safe_line(sentence(filed.article)) + "\n").encode()


def _csl(articles: Iterable[Filed]) -> Iterator[bytes]:
    from morgue.render.references.csl import csl  # only who asks for them needs what these two import

    yield b"["
    for number, filed in enumerate(articles):
        yield (b",\n" if number else b"\n") + encode(csl(filed.article))
    yield b"\n]\n"


def _html(articles: Iterable[Filed]) -> Iterator[bytes]:
    from morgue.render.html_page import link, page, text

    head, tail = page("Articles", "en", ["\x00"]).split("\x00")
    yield head.encode()
    for filed in articles:
        article = filed.article
        about = (article.outlet, article.agency, dates.moment(article.date), ", ".join(article.authors))
        yield f"<article><h2>{link(article.url, text(headline(article.title, article.body)))}</h2>\n".encode()
        yield f'<p class="about">{text(" · ".join(part for part in about if part))}</p>\n'.encode()
        yield "".join(f"<p>{text(part)}</p>\n" for part in article.body.split("\n") if part.strip()).encode()
        yield b"</article>\n"
    yield tail.encode()


#: The forms by the end of a file's name, with what each is called.
FORMS: dict[str, tuple[str, Form]] = {
    ".csv": ("a table", _csv),
    ".jsonl": ("everything that is known", _jsonl),
    ".bib": ("BibTeX", _bibtex),
    ".ris": ("Zotero and the like", _ris),
    ".json": ("CSL-JSON, for pandoc", _csl),
    ".html": ("a page", _html),
    ".txt": ("the texts", _texts),
    ".cite": ("a citation a line", _citations),
}


def form_of(path: Path) -> Form:
    """The form that a file's name asks for; MorgueError when it asks for none."""
    if path.suffix.lower() not in FORMS:
        raise MorgueError(f"what is to be written to {path.name}?", f"end the name with {' '.join(FORMS)}")
    return FORMS[path.suffix.lower()][1]


def write(path: Path, articles: Iterable[Filed], go_on: Callable[[int], bool]) -> int:
    """Writes the articles and gives how many; `go_on` is told the number so far and says whether to go on.

    MorgueError when the file cannot be written or `go_on` says no; nothing is left of it then.
    """
    form = form_of(path)
    count = 0

    def counted() -> Iterator[Filed]:
        nonlocal count
        for filed in articles:
            if not go_on(count):
                raise MorgueError(f"stopped: nothing was written to {path.name}")
            yield filed
            count += 1

    write_new(path, lambda file: file.writelines(form(counted())))
    return count


def write_new(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """A new file; MorgueError when the name is taken or it cannot be written, and nothing is left of it then."""
    try:
        with path.open("xb") as file:
            try:
                write(file)
                file.flush()  # a full disk is told here, where the cut file is taken away
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise MorgueError(f"{path} is there already", "name another file, or move that one away") from None
    except OSError as error:
        raise MorgueError(f"cannot write {path}: {(error.strerror or '').lower()}", "name another file") from None


def as_text(article: Article) -> str:
    """Headline, where it ran, body, a blank line between paragraphs."""
    about = " · ".join(p for p in (article.outlet, dates.moment(article.date), ", ".join(article.authors)) if p)
    head = [safe_line(part) for part in (article.title, about, article.url) if part]
    return "\n".join(head) + "\n\n" + safe(article.body).replace("\n", "\n\n") + "\n"
