"""`morgue export`: all matches as they are held, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.desk.marks import Marks
from morgue.cli.diagnostics import Outcome, no_match, not_whole, remarks
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.core.json import Document
from morgue.core.wording.quantities import quantity

if TYPE_CHECKING:
    from morgue.core.article import Filed


Bibtex = Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")]
Ris = Annotated[bool, typer.Option("--ris", help="Print RIS records, for Zotero and the like.")]
Csl = Annotated[bool, typer.Option("--csl", help="Print CSL-JSON, for pandoc and citation programs.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write a workbook.")]
Texts = Annotated[
    Path | None,
    typer.Option("--texts", metavar="FOLDER", help="Write a text file an article, with metadata.csv (TXM, AntConc …)."),
]


@in_forms()
def export(
    query: options.Words,
    bibtex: Bibtex = False,
    ris: Ris = False,
    csl: Csl = False,
    xlsx: Xlsx = None,
    texts: Texts = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Print every matching article whole, as JSON Lines unless another form is named ("*" is all of them)."""
    _check(form, bibtex + ris + csl + (texts is not None), xlsx is not None)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        every = door.export(options.some(joined(query)), settings.budget_ms)
        remarks(every.remarks)
        not_whole(every.partial)
        first = next(every.items, None)
        if first is None:
            no_match()
            return Outcome.NOTHING
        articles = chain([first], every.items)
        if bibtex or ris:
            _cite(articles, ris)
        elif csl:
            _csl(articles)
        elif xlsx is not None or texts is not None:
            _into(articles, xlsx, texts, form, Marks(settings.archive))
        else:
            _rows(articles, form, Marks(settings.archive))
    return Outcome.DONE


def _check(form: formats.Form, others: int, workbook: bool) -> None:
    """FormError for more than one form; a workbook may have its fields named."""
    rows = form.kind != "text" and not (form.kind == "fields" and workbook)
    if others + workbook + rows > 1:
        raise formats.FormError("several forms are named", "choose one of --bibtex, --ris, --csl, --jsonl, --csv …")
    tables.ARTICLES.checked(form)


def _rows(articles: Iterable[Filed], form: formats.Form, marks: Marks) -> None:
    usual = formats.Form("jsonl", "", form.fields) if form.kind in ("text", "json") else form
    tables.write_rows((marks.on(filed.as_dict()) for filed in articles), usual, tables.ARTICLES)


def _cite(articles: Iterable[Filed], as_ris: bool) -> None:
    from morgue.render.references.citations import bibtex, ris

    write = ris if as_ris else bibtex
    output.records((formats.plain(write(filed.article)) for filed in articles), "" if as_ris else "\n")


def _csl(articles: Iterable[Filed]) -> None:
    """One array, an item a line."""
    from morgue.render.references.csl import csl

    first = True
    for filed in articles:
        output.documents([(b"[" if first else b",") + formats.encode(csl(filed.article))])
        first = False
    output.documents([b"]"])


def _into(articles: Iterable[Filed], xlsx: Path | None, texts: Path | None, form: formats.Form, marks: Marks) -> None:
    """Writes a workbook or a folder of texts, and says how many."""
    if texts is not None:
        from morgue.cli.desk.text_folder import write_texts

        output.records([formats.plain(f"{texts}: {quantity(write_texts(texts, articles), 'text')} and metadata.csv")])
    elif xlsx is not None:
        from morgue.cli.desk.files_out import write_table

        if xlsx.suffix.lower() != ".xlsx":
            raise formats.FormError(f"{xlsx.name} is no name of a workbook", "end it with .xlsx")
        count = [0]

        def rows() -> Iterator[Document]:
            for filed in articles:
                count[0] += 1
                yield marks.on(filed.as_dict())

        write_table(xlsx, rows(), form.fields or (*tables.ARTICLES.usual, "tags", "note"))
        output.records([formats.plain(f"{xlsx}: {quantity(count[0], 'article')}")])
