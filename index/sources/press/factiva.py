"""Declares Factiva's exports (HTML, RTF, TXT), with field codes (HD, BY, WC, …) or as its pages show articles. Data.

The shown form has neither codes nor labels: section, headline, byline, "877 words", day, time, outlet, its code,
edition, page, language, copyright, text, publisher, and "Document NYTF…" in the language of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.sources.press import kinds
from morgue.index.sources.press.family import Family, Record, key, table
from morgue.index.sources.press.lines import Line

FIELDS = table(
    title="HD",
    authors="BY|CR",
    date="PD",
    time="ET",
    outlet="SN",
    section="SE|CLM",
    page="PG",
    edition="ED",
    language="LA",
    id="AN",
    lead="LP",
    body="TD|CT_",
    copyright="CY",
    skip="WC|SC|NGC|GC|VOL|RF|CO|IN|NS|RE|IPC|IPD|PUB|ART|CX|DE|CT|DJ|TICKER|MA|SO_|CRF|RST|FDS|FMT|CDJ",
)
#: Codes are two or three capitals, alone on their line or followed by wide space, a tab or the bar between two cells.
_LABEL = re.compile(r"(?P<label>[A-Z]{2,3})(?:\s*\Z|(?:[ \xa0]{2,}|\t|\xa0|\s*\|)\s*(?P<value>.*))", re.DOTALL)
#: Letters of the source, zeros, the day, and a tail that Factiva counts in; after a word for "document".
NUMBER = r"(?P<id>[A-Za-z]{2,10}0*(?:18|19|20)\d{6}[a-z0-9]{8,11})"
_CLOSES = re.compile(rf"\A(?:[^\W\d_]{{2,14}}(?:[ \xa0][^\W\d_]{{2,14}})?[ :\xa0]+){NUMBER}\s*\Z")
_DEBRIS = re.compile(
    r"\A(?:(?:search summary|zusammenfassung der suche|résumé de la recherche|resumen de (?:la )?búsqueda)\b.*"
    r"|(?:click here for|klicken sie (?:hier )?,? ?um|cliquez ici pour)\b.{0,60}\[?https?://\S+"
    r"|page \d+ of \d+.*|©? ?(?:\(c\) )?\d{4} factiva, inc\..*)\Z",
    re.I | re.DOTALL,
)
#: So many lines may stand between the copyright and the count of words.
_SHOWN = 14


def _shown(lines: Sequence[Line], record: Record) -> int:
    """The head of an article as Factiva shows it, by its count of words."""
    texts = [line.text for line in lines]
    count = next((i for i, text in enumerate(texts[:_SHOWN]) if kinds.is_length(text)), None)
    if count is None:
        return 0
    _above(texts[:count], record)
    at = count + 1
    if at < len(texts) and kinds.day_of(texts[at]):
        record.add("date", texts[at])
        at += 1
    if at < len(texts) and kinds.is_clock(texts[at]):
        record.add("time", texts[at])
        at += 1
    if at < len(texts):
        record.add("outlet", texts[at])
        at += 1
    return _below(texts, at, record)


def _above(texts: Sequence[str], record: Record) -> None:
    """What stands above the count of words: section, headline and byline, as far as the markup has not told them."""
    left = list(texts)
    told = record.values.get("authors") or record.values.get("title")
    if not told and len(left) > 1 and (kinds.is_byline(left[-1]) or len(left) > 2):
        record.add("authors", left.pop())
    if not record.values.get("title") and left:
        record.add("title", left.pop())
    if left:
        record.add("section", left[0])


def _below(texts: Sequence[str], at: int, record: Record) -> int:
    """Code, edition, page, language and copyright, down to the text; the copyright is the last of them."""
    end = next((i for i in range(at, min(len(texts), at + _SHOWN)) if kinds.is_copyright(texts[i])), None)
    if end is None:
        while at < len(texts) and (kinds.is_code(texts[at]) or len(texts[at]) < _SHORT):
            at += 1
        return at
    language = texts[end - 1] if end > at else ""
    record.add("language", language if not kinds.is_code(language) and len(language) < _SHORT else "")
    pages = [text for text in texts[at + 1 : end - 1] if kinds.is_page(text)]
    record.add("page", pages[0] if pages else "")
    record.add("copyright", re.sub(r"\W", " ", texts[end]))
    return end + 1


def _foot(record: Record) -> None:
    """Takes off the publisher, whose name stands alone below the text and again in the copyright or the outlet.

    Half of its words do where the line ends as no sentence does, else all of them: `Harrow House Ltd.`
    """
    last = record.body[-1] if record.body else ""
    if not last or len(last) > _NAME or len(record.body) < 2:
        return
    least = 1.0 if last[-1] in '.!?"”»' else 0.5
    known = set(key(" ".join([record.one("copyright"), record.one("outlet")])).split())
    words = [w for w in key(re.sub(r"\W", " ", last)).split() if len(w) > 1]
    if words and sum(w in known for w in words) >= least * len(words):
        record.body.pop()


#: Names of publishers are shorter.
_NAME = 90
#: Names of languages, pages and editions are shorter.
_SHORT = 40

FACTIVA = Family(
    name="factiva",
    label=_LABEL,
    fields=FIELDS,
    head=_shown,
    closes=_CLOSES,
    carries=True,
    unique=frozenset(["title", "id", "date"]),
    debris=_DEBRIS,
    number=re.compile(r"(?:\A|\s)(?P<id>\S+)\s*\Z"),
    foot=_foot,
)
