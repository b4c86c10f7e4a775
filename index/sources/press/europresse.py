"""Declares the HTML exports of Europresse and Eureka, whose classes say what each part is. Data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.sources.press import kinds
from morgue.index.sources.press.family import Family, Record, table
from morgue.index.sources.press.lines import Line

#: Class names of all its forms since 2010, to fields.
CLASSES = table(
    outlet="DocPublicationName|rdp__DocPublicationName",
    date="DocHeader|rdp__DocHeader",
    title="titreArticleVisu|rdp__articletitle|titreArticle",
    subtitle="rdp__subtitle|sousTitreArticle",
    authors="docAuthors|rdp__authors|sm-margin-bottomNews|docAuthor",
    section="DocTitreSousSection",
    body="docOcurrContainer|DocText|docTextContainer",
    id="publiC-lblNodoc|rdp__public",
    tail="publiCopyright|divPubliC|txtCertificat|rdp__copyright|stubs",
    skip="apd-wrapper|source-name-APD|icon-logo-APD|icon-logo|Doc-UrlRef",
)
_LABEL = re.compile(r"(?P<label>num[ée]ro de document|document number|document no\.?)\s?:\s*(?P<value>.*)", re.I | re.S)
_CLOSES = re.compile(
    r"\A(?:(?:num[ée]ro de document|document number)\s?:\s*|certificat.{0,40})?(?P<id>(?:news|pub|tv"
    r"|social)·\d{8}·\S+)",
    re.I,
)
_DEBRIS = re.compile(
    r"\A(?:ce certificat est émis|this certificate is issued|(?:news|pub|tv|social)·\d{8}·).*\Z", re.I | re.S
)
_PAGE = re.compile(r"\bpp?\.?\s?(?P<page>[A-Z]{0,3}\d{1,3}(?:[-,]\s?[A-Z]{0,3}\d{1,3})*)")


def _head(lines: Sequence[Line], record: Record) -> int:
    """Section, day and page stand in one line; where the markup tells no body, all that is left is body."""
    stated = record.one("date")
    if m := _PAGE.search(stated):
        record.add("page", m["page"])
    section = stated.split(",")[0].strip()
    if "," in stated and not re.search(r"\d", section) and not kinds.day_of(section):
        record.add("section", section)
    # the class of the authors stands at the copyright too
    record.values["authors"] = [a for a in record.values.get("authors", []) if not kinds.is_copyright(a)]
    return 0


EUROPRESSE = Family(
    name="europresse",
    label=_LABEL,
    fields={**CLASSES, **table(id="numéro de document|document number|document no")},
    head=_head,
    closes=_CLOSES,
    debris=_DEBRIS,
    number=re.compile(r"(?P<id>\w+·\d{8}·\S+)"),
)
