"""Makers of small documents: DOCX, ODT, EPUB, XLSX and PDF of the tests' own words."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.sources.helpers import zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "</cp:coreProperties>"
)


def docx(paragraphs: Sequence[str], title: str = "", author: str = "", last_first: bool = False) -> bytes:
    """A DOCX; a paragraph that begins with "#" is set as a title, one with "@" has a bookmark as Nexis sets it."""
    body = []
    for number, text in enumerate(paragraphs):
        style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>' if text.startswith("#") else ""
        mark = f'<w:bookmarkStart w:id="{number}" w:name="Bookmark_{number}"/>' if text.startswith("@") else ""
        runs = "".join(
            f"<w:r><w:t xml:space='preserve'>{escape(part)}</w:t></w:r>" for part in text.lstrip("#@").split("|")
        )
        body.append(f"<w:p>{style}{mark}{runs}</w:p>")
    members = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>".encode(),
        "docProps/core.xml": _CORE.format(title=title, author=author).encode(),
    }
    return zipped(dict(reversed(members.items())) if last_first else members)


def odt(paragraphs: Sequence[str], title: str = "") -> bytes:
    """An ODT; a paragraph that begins with "#" is a heading."""
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    tags = (("h", p[1:]) if p.startswith("#") else ("p", p) for p in paragraphs)
    body = "".join(f"<text:{tag}>{escape(p)}</text:{tag}>" for tag, p in tags)
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta xmlns:office="{office}" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<dc:title>{title}</dc:title></office:meta></office:document-meta>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "meta.xml": meta.encode(),
        }
    )


def epub(chapters: Sequence[tuple[str, Sequence[str]]], title: str, periodical: bool = False) -> bytes:
    """An EPUB of chapters, each a heading and its paragraphs."""
    kind = '<meta name="calibre:publication_type" content="periodical:news"/>' if periodical else ""
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{title}</dc:title><dc:date>2024-03-05</dc:date><dc:language>en</dc:language>{kind}</metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
    )
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container.encode(),
        "OEBPS/content.opf": opf.encode(),
    }
    for n, (heading, paragraphs) in enumerate(chapters):
        text = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
        members[f"OEBPS/c{n}.xhtml"] = f"<html><body><h1>{escape(heading)}</h1>{text}</body></html>".encode()
    return zipped(members)


def xlsx(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An XLSX of one sheet, its texts shared, its numbers shown as days."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts: list[str] = []
    out = []
    for number, row in enumerate(rows, 1):
        cells = ""
        for column, value in enumerate(row):
            where = f'r="{chr(65 + column)}{number}"'
            if isinstance(value, str):
                cells += f'<c {where} t="s"><v>{len(texts)}</v></c>'
                texts.append(value)
            else:
                cells += f'<c {where} s="1"><v>{value}</v></c>'
        out.append(f'<row r="{number}">{cells}</row>')
    shared = "".join(f"<si><t>{escape(t)}</t></si>" for t in texts)
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{main}"><workbookPr/></workbook>'.encode(),
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'.encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>'.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(out)}</sheetData></worksheet>'.encode(),
        }
    )


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], info: str = "") -> bytes:
    """A PDF of pages, each of lines: left and bottom in points, size of print, text."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        marks = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({t.translate(_ESCAPED)}) Tj ET" for x, y, size, t in lines
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(marks)} >>\nstream\n{marks}\nendstream")
    objects.append(f"<< {info} >>")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R"
    out += f" /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("cp1252")


_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
