"""Finds the family of databases that an export belongs to, and turns its records into items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from morgue.core.article import Content, Given, RawItem
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.sources.decoding import charsets
from morgue.index.sources.fields.markup import characters
from morgue.index.sources.location import Found, Place
from morgue.index.sources.press import kinds, splitter
from morgue.index.sources.press.europresse import CLASSES, EUROPRESSE
from morgue.index.sources.press.factiva import FACTIVA
from morgue.index.sources.press.family import Family, Record
from morgue.index.sources.press.languages import language_of
from morgue.index.sources.press.lines import Line, of_text
from morgue.index.sources.press.markup import Markup, lines_of
from morgue.index.sources.press.names import spoken
from morgue.index.sources.press.nexis import OLD, UNI, is_request
from morgue.index.sources.press.proquest import PROQUEST
from morgue.index.sources.press.ris import RIS

_FACTIVA_PAGE = Markup(
    opens=re.compile(r"div (?:\S+ )*[a-z]{2,4}Article(?: |\Z)"),
    classes={"author": "authors"},
    shapes=((re.compile(r"[a-z]{2,4}Headline"), "title"), (re.compile(r"articleParagraph"), "body")),
)
_NEXIS_PAGE = Markup(opens=re.compile(r"(?!)"), classes={})
_PROQUEST_PAGE = Markup(opens=re.compile(r"a DocID_"), classes={})
_EUROPRESSE_PAGE = Markup(opens=re.compile(r"article "), classes=CLASSES)
_EUROPRESSE_OLD = Markup(opens=re.compile(r"span DocPublicationName"), classes=CLASSES)

#: What a page of each database has and no other page. `mainArticle` is a class of many sites: Factiva's prefix stands
#: before its headlines too, or the page has its paragraphs' class, or its field codes.
_PAGES: tuple[tuple[re.Pattern[bytes], Family, Markup], ...] = (
    (
        re.compile(
            rb"""class=["']?(?:[^"'>]*\s)?([a-z]{2,4})Article["'\s>]"""
            rb"""(?s:.*?)(?:["'\s]\1Headline["'\s>]|["'\s]\1articleParagraph["'\s>]|>\s*(?:<b>)?HD\b)"""
        ),
        FACTIVA,
        _FACTIVA_PAGE,
    ),
    (
        re.compile(rb"<!-- Hide XML section from browser|NAME=.?DOC_ID_\d|\d+ of \d+ DOCUMENTS?</", re.I),
        OLD,
        _NEXIS_PAGE,
    ),
    (re.compile(rb"rdp__Doc|rdp__article|<article\b(?s:.{0,3000})DocPublicationName"), EUROPRESSE, _EUROPRESSE_PAGE),
    (re.compile(rb"class=.DocPublicationName"), EUROPRESSE, _EUROPRESSE_OLD),
    (re.compile(rb"name=.?DocID_[A-Z]"), PROQUEST, _PROQUEST_PAGE),
)
#: So many lines at the beginning and at the end tell the family.
_LOOK = 1_500


def page_family(data: bytes) -> str | None:
    """The name of the family that a page belongs to; None for any other page."""
    return next((family.name for pattern, family, _ in _PAGES if pattern.search(data)), None)


def of_page(data: bytes, charset: str | None = None) -> tuple[list[Line], Family] | None:
    """The lines and the family of an exported page; None for any other page."""
    found = next(((family, markup) for pattern, family, markup in _PAGES if pattern.search(data)), None)
    if found is None:
        return None
    from lxml import html

    family, markup = found
    text = charsets.decode(data, charset).text
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = html.document_fromstring(_DECLARED.sub("", text, count=1), parser=parser)
    return lines_of(root, markup), family


_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")


def of_lines(lines: Sequence[Line]) -> Family | None:
    """The family of an export's lines; None when they are no export of a known database."""
    return family_of([line.text for line in lines])


def family_of(texts: Sequence[str]) -> Family | None:
    """The family whose marks and labels these lines have."""
    texts = texts if len(texts) <= _LOOK else [*texts[:_LOOK], *texts[-_LOOK:]]
    nexis, factiva, proquest, ris = (_labels(texts, family) for family in (OLD, FACTIVA, PROQUEST, RIS))
    if ris >= {"TY"} and any(RIS.closes and RIS.closes.match(t) for t in texts):
        return RIS
    if factiva >= {"HD"} and factiva & {"PD", "SN"} and factiva & {"LP", "TD", "AN", "WC"}:
        return FACTIVA
    if "id" in {PROQUEST.fields.get(_folded(label)) for label in proquest} and _has(texts, PROQUEST.opens):
        return PROQUEST
    known = {OLD.fields.get(_folded(label)) for label in nexis}
    if _has(texts, OLD.opens) and len(nexis) > 1:
        return OLD
    if (_has(texts, UNI.closes) and (len(nexis) > 1 or _headed(texts))) or is_request(texts):
        return UNI
    if any(FACTIVA.closes and FACTIVA.closes.match(t) for t in texts) and any(kinds.is_length(t) for t in texts):
        return FACTIVA
    if "tail" in known and _counts(texts):
        return UNI if _headed(texts) else OLD
    if len(proquest) > 4 and {"id", "body"} <= {PROQUEST.fields.get(_folded(label)) for label in proquest}:
        return PROQUEST
    return None


#: "Ada Brook contributed reporting from Skerry."
_HELPED = re.compile(r"\s+contributed (?:reporting|research|to)\b[^;]*", re.I)


def _signers(stated: str) -> str:
    """Who signs, without those who helped; the helpers where nobody else is named."""
    names = [name for name in stated.split(";") if name.strip()]
    signers = [name for name in names if not _HELPED.search(name)]
    return ";".join(signers or [_HELPED.sub("", name) for name in names])


def items(records: Iterable[Record], family: Family, place: Place) -> Iterator[Found]:
    """The records of an export as items; a rejection of the whole where it has none."""
    number = 0
    for number, record in enumerate(records, 1):
        record.values = {name: list(map(characters, told)) for name, told in record.values.items()}
        record.body = list(map(characters, record.body))
        if signed := record.values.get("authors"):
            record.values["authors"] = [spoken(_signers(names), family.order) for names in signed]
        yield item(record, family.name, place, f"article {number}")
    if not number:
        told = f"it looks like an export of {family.name}, or like the list of its documents"
        yield place.reject("no articles", told, format=family.name)


def item(record: Record, form: str, place: Place, part: str) -> RawItem:
    """A record as an item whose body needs no cleaning but that of its characters."""
    stated = given(record)
    body = "\n".join([*record.values.get("subtitle", ()), *record.body])
    notes = list(record.notes)
    if page := record.one("page"):
        notes.append(f"page {page[:60]}")
    if not body:
        notes.append("title only")
    source = repr((sorted(record.values.items()), body))
    content: Content = "body" if body else "none"
    return place.item(form, content, body, source=source, part=part, given=stated, notes=tuple(notes))


def given(record: Record) -> Given:
    """What a record states, in the form that the cleaner takes."""
    section, page = _section(record.one("section"))
    if page and not record.one("page"):
        record.add("page", page)
    url = record.one("url")
    if record.body and (m := _ADDRESS.match(record.body[-1])):
        record.body.pop()
        url = url or (m[0] if m["path"] else "")
    return Given(
        id=record.one("id") or None,
        url=url if url.startswith(("http://", "https://")) and " " not in url else None,
        outlet=_outlet(record.one("outlet")) or None,
        title=record.one("title") or None,
        date=_date(record) or None,
        authors=tuple(" ".join(a.split()) for a in record.values.get("authors", ())),
        section=section or None,
        language=language_of(record.one("language")),
    )


#: "News; Pg. A10", "S. 114 Ausg. 9", "INTERNATIONAL; Pg. 35": where the page begins.
_PAGE_IN_SECTION = re.compile(
    r"(?:\A|[;,.]?\s*)\b(?:pg|pp?|s|p[áa]g|page|seite|blz|bladzijde|col)\b\.?\s*(?P<page>[A-Z]{0,3}\d[\w-]*)", re.I
)


def _section(stated: str) -> tuple[str, str]:
    m = _PAGE_IN_SECTION.search(stated)
    for name in (stated[: m.start()], stated[m.end() :]) if m else (stated,):
        parts = [part.strip(" ,") for part in name.split(";")]
        if told := [part for part in parts if part and not _SHEET.match(part)]:
            return "; ".join(told), m["page"] if m else ""
    return "", m["page"] if m else ""


#: "Section A; Column 1; Foreign Desk; Pg. 1": what says where in the paper and not what of it.
#: Exports of what stood on the web alone leave out the values: "Section ; Column 0; Foreign Desk; Pg."
_SHEET = re.compile(
    r"(?:section|column|col\.?|part|volume|vol\.?|ausg\.?|nr\.?)(?:\s+\w{1,4})?\Z|(?:pg|pp?)\.?\Z|\w\Z", re.I
)


#: An address alone below the text is the article's own, or its house's.
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/(?P<path>\S{8,})|/?)\Z")


#: "Le Port, no. 5968": the number of an issue.
_ISSUE = re.compile(r",\s*n(?:o|r|°|º|um)[.:]?\s*\d[\d-]*\s*\Z", re.I)


#: "The Guardian(London)", as Lexis writes it where older exports have a space.
_TOUCHING = re.compile(r"(?<=\w)(?=\([^()]+\)\Z)")


def _outlet(stated: str) -> str:
    """The name without the place that ProQuest sets after it, the number of an issue, and a stop at its end."""
    name = _TOUCHING.sub(" ", _ISSUE.sub("", stated.split(";")[0]).strip())
    return name.strip().removesuffix(".").strip() or stated


#: A number that was parted when its line was folded: "Jan 1 7, 2009".
_PARTED = re.compile(r"(?<=\d) (?=\d)")


def _date(record: Record) -> str:
    """The day of publication with its time, as ISO 8601 where it can be read."""
    stated = record.one("date")
    day = kinds.day_of(stated) or kinds.day_of(_PARTED.sub("", stated))
    if not day:
        found = read_date(stated)
        day = found[0] if found and found[1] is None else stated
    time = record.one("time")
    if len(day) == 10 and kinds.is_clock(time):
        timed = read_date(f"{day} {time}")
        return timed[0] if timed else day
    return day


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text that may be an export."""
    return of_text(text)


def split(lines: Sequence[Line], family: Family) -> Iterator[Record]:
    """The records of an export."""
    return splitter.split(lines, family)


def _folded(label: str) -> str:
    from morgue.index.sources.press.family import key

    return key(label)


def _labels(texts: Sequence[str], family: Family) -> set[str]:
    """The known labels that lines begin with, as they are written."""
    found = set()
    for text in texts:
        m = family.label.match(text)
        if m is not None and _folded(m["label"]) in family.fields:
            found.add(m["label"])
    return found


def _has(texts: Sequence[str], pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and any(pattern.match(text) for text in texts)


def _headed(texts: Sequence[str]) -> bool:
    return any(UNI.fields.get("=" + _folded(text)) == "body" for text in texts if len(text) < 30)


def _counts(texts: Sequence[str]) -> bool:
    """Whether a label is followed by a count of words: "Length: 455 words"."""
    return any(kinds.is_length(text.partition(":")[2]) for text in texts if len(text) < 60 and ":" in text)
