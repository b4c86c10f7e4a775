"""Declares the values that pass between rooms: what was read, what became of it, and the source of each part. Pure."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.core.json import Document, headed
from morgue.core.loading.digests import sha256 as _hash

Content = Literal["page", "text", "body", "document", "pdf", "none"]
Role = Literal["original", "copy", "excerpt", "version"]

#: Roles by their number in the archive's columns; the order never changes.
ROLES: tuple[Role, ...] = ("original", "copy", "excerpt", "version")


@dataclass(frozen=True, slots=True)
class Given:
    """What the input itself states about an item, before anything is read out of its text. Unknown is None or empty.

    `date` and `modified` are as written in the input, not yet parsed.
    """

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    date: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item of a source, before cleaning.

    path      the file as the user named it (or found below a named folder); "-" for standard input
    member    name inside an archive, WARC record id, feed entry id, or "line 12"; None when the file is the item
    offset    byte offset of the item in its (decompressed) container, where known
    format    html, text, jsonl, json, csv, feed, warc, ...
    content   "page": `data` is HTML; "text": `data` is plain text; "body": plain text that the source
              itself tells apart from all around it; "document": plain text of an office document,
              without what pages have around theirs; "pdf": a PDF; "none": only what `given` says
    data      the content's bytes
    charset   a declared encoding (HTTP header, WHATWG label), or None: to be found in the bytes
    sha256    hex digest of the source item's own bytes (the JSON line, the file, the HTTP body): its identity
    captured  ISO 8601 moment at which it was fetched, where the source says so (WARC-Date)
    notes     remarks for provenance, such as "teaser only"
    folder    the folders that the file lies in, parted by slashes: below a folder the user named or inside an archive
    """

    path: str
    format: str
    content: Content
    data: bytes
    sha256: str
    member: str | None = None
    offset: int | None = None
    charset: str | None = None
    captured: str | None = None
    given: Given = field(default_factory=Given)
    notes: tuple[str, ...] = ()
    folder: str | None = None

    @property
    def id(self) -> str:
        """The id given by the input, else the first 16 hex digits of a hash of the bytes and the member."""
        if self.given.id:
            return self.given.id
        return _hash(f"{self.sha256}\0{self.member or ''}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article and each of its derived values came from.

    date_source: input | jsonld | microdata | meta | byline | dateline | text | url | None
    extractor: blocks | trafilatura | jsonld | lines | document | pdf | stated | none, as docs/json.md says
    outlet_source: input | jsonld | meta | domain | folder | text | None
    title_source: input | jsonld | microdata | og | h1 | title | text | None
    notes: conflicts and remarks, one short English sentence each
    """

    path: str
    sha256: str
    format: str
    member: str | None = None
    offset: int | None = None
    captured: str | None = None
    extractor: str | None = None
    date_source: str | None = None
    outlet_source: str | None = None
    title_source: str | None = None
    notes: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The provenance as a JSON document."""
        return {
            "path": self.path,
            "member": self.member,
            "offset": self.offset,
            "captured": self.captured,
            "sha256": self.sha256,
            "format": self.format,
            "extractor": self.extractor,
            "date_source": self.date_source,
            "outlet_source": self.outlet_source,
            "title_source": self.title_source,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its reporters wrote it. Unknown values are None, never invented.

    `body` is paragraphs joined by newlines (NFC, no control characters). `date` and `modified` are in the page's own
    zone, as precise as known: `2025-02-27T23:30:00-05:00`, `2025-02-27`, `2025-02` or `2025`. `language` is ISO 639-1.
    """

    id: str
    body: str
    provenance: Provenance
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    place: str | None = None
    date: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None

    def as_dict(self, words: int, story: Membership | None) -> Document:
        """The Article object; `story` is null outside an archive."""
        return headed(
            {
                "id": self.id,
                "url": self.url,
                "outlet": self.outlet,
                "title": self.title,
                "authors": list(self.authors),
                "agency": self.agency,
                "place": self.place,
                "date": self.date,
                "modified": self.modified,
                "language": self.language,
                "section": self.section,
                "body": self.body,
                "words": words,
                "provenance": self.provenance.as_dict(),
                "story": story.as_dict() if story else None,
            }
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that yields no article. `reason` is a short fixed phrase that can be counted; `detail` is for people."""

    path: str
    reason: str
    member: str | None = None
    sha256: str | None = None
    format: str | None = None
    detail: str = ""

    def as_dict(self) -> Document:
        """An input that gave no article: its provenance as far as known, the reason, and the detail for people."""
        source: Document = {"path": self.path, "member": self.member, "sha256": self.sha256, "format": self.format}
        return headed({"provenance": source, "rejected": self.reason, "detail": self.detail or None})


@dataclass(frozen=True, slots=True)
class Membership:
    """An article's place in its story.

    articles counts all members, copies those with role copy or excerpt, versions those with role version, outlets the
    different outlets. `of` is the id of the article it derives from; `kept` the share (0 to 1) of that one's text that
    survives here; both are None for an original. `day` is the date of the story's first dated member, where the article
    has none.
    """

    id: str
    role: Role
    of: str | None = None
    kept: float | None = None
    articles: int = 1
    copies: int = 0
    versions: int = 0
    outlets: int = 1
    day: str | None = None

    def as_dict(self) -> Document:
        """An article's place in its story."""
        return {
            "id": self.id,
            "role": self.role,
            "of": self.of,
            "articles": self.articles,
            "copies": self.copies,
            "versions": self.versions,
            "outlets": self.outlets,
        }


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as the archive holds it, with its place in a story."""

    article: Article
    story: Membership
    words: int

    def as_dict(self) -> Document:
        """The Article object."""
        return self.article.as_dict(self.words, self.story)

    def as_member(self) -> Document:
        """The article as a member of its story."""
        return {
            "id": self.article.id,
            "role": self.story.role,
            "of": self.story.of,
            "outlet": self.article.outlet,
            "date": self.article.date,
            "title": self.article.title,
            "kept": self.story.kept,
        }
