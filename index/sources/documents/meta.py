"""Holds the metadata of an office document, which DOCX, ODT and EPUB keep as Dublin Core. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.index.sources.records import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Titles that programs write and people do not.
_PROGRAM = re.compile(
    r"\A(?:microsoft word\b.*|untitled.*|document\d*|dokument\d*|unbenannt.*|sans titre.*|word document|full page photo"
    r"|.{0,80}\.(?:docx?|odt|rtf|pdf|indd|qxd|txt|pages)|title|\d+)\Z",
    re.I,
)
#: Names of programs and of accounts that come with them.
_NOBODY = re.compile(
    r"\A(?:user|admin|administrator|owner|author|unknown|python-docx|microsoft.*|windows.*|apache poi"
    r"|office user|docx4j"
    r"|un-named|anonymous|libreoffice.*|openoffice.*|\W*)\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document states; unknown is None. `created` is when it was made, not when it was published."""

    title: str | None = None
    author: str | None = None
    created: str | None = None
    published: str | None = None
    language: str | None = None
    publisher: str | None = None

    @classmethod
    def of(cls, **stated: str | None) -> Meta:
        """The values without those that a program wrote of its own."""
        clean = {name: clean_line(value or "") for name, value in stated.items()}
        if (title := clean.get("title")) and _PROGRAM.match(title):
            clean["title"] = None
        if (author := clean.get("author")) and _NOBODY.match(author):
            clean["author"] = None
        return cls(**clean)

    @classmethod
    def of_dublin_core(cls, root: _Element) -> Meta:
        """From elements such as `dc:title`, `dc:creator`, `dcterms:created`, wherever they stand."""
        found: dict[str, str] = {}
        for element in root.iter():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                found.setdefault(element.tag.rpartition("}")[2], element.text)
        return cls.of(
            title=found.get("title"),
            author=found.get("creator") or found.get("initial-creator"),
            created=found.get("created") or found.get("creation-date"),
            published=found.get("date") if "metadata" in str(root.tag) or "package" in str(root.tag) else None,
            language=found.get("language"),
            publisher=found.get("publisher"),
        )
