"""Weighs what the input states against what was read in the content, and makes the article. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from morgue.core.article import Article, Provenance, RawItem, Rejected
from morgue.index.clean.dates.date_choice import Dated, choose, latest_day
from morgue.index.clean.extraction import Candidate, Reading
from morgue.index.clean.houses import house
from morgue.index.clean.language import detect
from morgue.index.clean.metadata import agencies, bylines
from morgue.index.clean.metadata.datelines import dateline
from morgue.index.clean.metadata.outlet_folders import address_of, of_folder
from morgue.index.clean.metadata.outlets import Outlets, host
from morgue.index.clean.text.pointers import without_pointer
from morgue.index.clean.walls import wall
from morgue.index.sources.decoding.mojibake import mend

#: Languages whose numeric dates come in either order, or with the year first; the others write the day first.
_ANY_ORDER = frozenset(["en", "tl", "zh", "ja", "ko", "hu", "lt", "sw"])
_DAY_FIRST = frozenset(["en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-ng", "en-ke", "en-sg", "en-my"])
#: Last lines of a text among which a house may name itself.
_FOOT = 6
#: The note of an article that has a headline and no text.
_TITLE_ONLY = "title only"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def assemble(item: RawItem, reading: Reading, outlets: Outlets) -> Article | Rejected:
    """The article of an item whose content was read: the input's own statements first, then what was found."""
    title, title_source = _title(item, reading)
    body = without_pointer(tidy_body(reading.body), title or "")
    standing = wall(body, title or "")
    if standing is not None:
        body = ""
    if not body and not (title and _keeps_its_headline(item, standing)):
        return reject(item, standing or "no text", "no article" if standing else "")
    textless = () if body else (_TITLE_ONLY, f"what stands for the text {standing}") if standing else (_TITLE_ONLY,)
    outlet, outlet_source = _outlet(item, reading, outlets)
    place, line = dateline(body)
    language = detect(body or title or "", [*filter(None, [item.given.language]), *reading.languages])
    latest = latest_day(min(filter(None, (item.captured, reading.captured)), default=None))
    dated = _dated(item, reading, line, language, latest)
    return Article(
        id=item.id,
        body=body,
        title=title,
        url=item.given.url or reading.url,
        outlet=outlet,
        authors=_authors(item, reading, outlet),
        agency=agencies.credited("\n".join([body, *reading.notices]), (*item.given.authors, *reading.credits)),
        place=place,
        date=dated.date,
        modified=_modified(item, reading, latest),
        language=language,
        section=stated_line(item.given.section or reading.section or "") or None,
        provenance=_provenance(item, reading, (title_source, outlet_source), dated, textless),
    )


def _provenance(
    item: RawItem, reading: Reading, sources: tuple[str | None, str | None], dated: Dated, textless: tuple[str, ...]
) -> Provenance:
    """Where the article lies and where its values came from; sources: of the title and of the outlet."""
    return Provenance(
        path=item.path,
        sha256=item.sha256,
        format=item.format,
        member=item.member,
        offset=item.offset,
        captured=item.captured,
        extractor=reading.extractor,
        date_source=dated.source,
        outlet_source=sources[1],
        title_source=sources[0],
        notes=tuple(dict.fromkeys(item.notes + reading.notes + textless + dated.notes)),
    )


def _authors(item: RawItem, reading: Reading, outlet: str | None) -> tuple[str, ...]:
    given = item.given.authors
    found = bylines.authors(given, [outlet or ""]) or bylines.organisation(given) or reading.authors
    return tuple(stated_line(a) for a in found)


def _modified(item: RawItem, reading: Reading, latest: date | None) -> str | None:
    given = choose((Candidate(t, "input") for t in filter(None, [item.given.modified])), latest=latest)
    return given.date or choose(reading.modified, latest=latest).date


def _keeps_its_headline(item: RawItem, standing: str | None) -> bool:
    """Whether an item without a text is kept for its headline: a record or note that states one, never a saved page."""
    return bool(item.given.title) or (item.content == "text" and standing is None)


def reject(item: RawItem, reason: str, detail: str = "") -> Rejected:
    """The rejection of an item."""
    return Rejected(item.path, reason, item.member, item.sha256, item.format, detail)


def _title(item: RawItem, reading: Reading) -> tuple[str | None, str | None]:
    if item.given.title and (title := stated_line(item.given.title)):
        return title, "input"
    for candidate in reading.titles:
        if title := tidy_line(candidate.text):
            return title, candidate.source
    return None, None


def _outlet(item: RawItem, reading: Reading, outlets: Outlets) -> tuple[str | None, str | None]:
    if item.given.outlet and (name := stated_line(item.given.outlet)):
        return outlets.stated(name, item.given.url or reading.url), "input"
    url = item.given.url
    if url and (known := outlets.by_domain(url)):
        return known, "domain"
    for candidate in reading.outlets:
        if name := tidy_line(candidate.text):
            return outlets.stated(name, url or reading.url), candidate.source
    if named := house((*reading.notices, *reading.body.split("\n")[-_FOOT:])):
        return outlets.stated(named, url or reading.url), "text"
    if name := host(url or reading.url or ""):
        return outlets.fold(name), "domain"
    named = of_folder(item.folder, outlets, _file(item)) if item.folder else None
    return named, "folder" if named else None


def _file(item: RawItem) -> str:
    """The name of the file, or of the member of an archive, that an item lies in."""
    return re.split(r"[/\\\\!]", item.member or item.path)[-1]


def _dated(item: RawItem, reading: Reading, line: str | None, language: str | None, latest: date | None) -> Dated:
    candidates = [Candidate(item.given.date or "", "input"), Candidate(item.given.url or "", "url")]
    if item.folder and not (item.given.url or reading.url) and (address := address_of(item.folder, _file(item))):
        candidates.append(Candidate(address, "url"))
    if item.content in ("text", "body") and item.given.title:
        # A record that names its headline but no date: days in its text are updates and births more often than its own.
        return choose(candidates, latest=latest, month_first=_month_first(language, ()), language=language)
    candidates += reading.dates
    if line:
        candidates.append(Candidate(line, "dateline"))
    month_first = _month_first(language, reading.languages)
    return choose(candidates, latest=latest, month_first=month_first, language=language, changes=reading.modified)


def _month_first(language: str | None, tags: Sequence[str]) -> bool | None:
    """Whether 02/03 is the third of February in an article of this language; None when it may be either."""
    if language is not None and language not in _ANY_ORDER:
        return False
    regions = {t.lower().replace("_", "-") for t in tags}
    return True if "en-us" in regions else False if regions & _DAY_FIRST else None


def title_only(item: RawItem, outlets: Outlets) -> Article | Rejected:
    """The article of an item that has no content of its own, only what the input states."""
    if not item.given.title:
        return reject(item, "no text")
    return assemble(item, Reading(body="", extractor="none"), outlets)


def stated_line(text: str) -> str:
    """One line of what an input states, with mojibake undone as in a text."""
    return tidy_line(mend(text))


def tidy_line(text: str) -> str:
    """One line: NFC, no control characters, white space folded."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub(" ", text).split())


def tidy_body(text: str) -> str:
    """Paragraphs joined by newlines: NFC, no control characters, white space folded, no empty lines."""
    for ends in "\r\u2028\u2029":
        text = text.replace(ends, "\n")
    lines = (tidy_line(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
