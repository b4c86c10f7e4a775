"""Finds the outlet that a folder is named for, where nothing else names one. Pure."""

from __future__ import annotations

import re

from morgue.index.clean.dates.months import MONTHS, fold
from morgue.index.clean.metadata.byline_words import SECTIONS
from morgue.index.clean.metadata.outlets import Outlets, host, named_as_newspaper

#: Names of folders that say how or when their files were saved, what they are or where they go, not whose they are.
_GENERIC = frozenset(
    """
    archive archives archiv article articles assets attachments backup backups body bodies bulk captures capture cache
    clean cleaned clippings collection content copy copies corpus crawl crawls csv data database dataset datasets day
    days default demo desktop docs document documents download downloads dump dumps edition editions en english export
    exports extract extracted feed feeds file files folder full general gz htm html import imports in inbox incoming
    index input inputs item items json jsonl latest local mail mailing mailings mails material media mhtml misc
    miscellaneous month months my new newest news newspaper newspapers nachrichten noticias old originals other others
    out output outlet outlets page pages paper papers pdf posts press private processed public publish publisher
    publishers raw read reading records results root rss sample samples save saved scrape scraped scrapes sent site
    sites snapshot snapshots source sources spam stories story stuff sub tar temp test tests text texts tmp todo train
    trash trouble txt unread unsorted untitled upload uploads user users various warc warcs web webpages website
    websites week weeks wire work xml year years zip
    """.split()
)
_LONGEST = 60


_DOMAIN = re.compile(r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}")
#: Endings of files and versions that look like a domain's.
_NO_DOMAIN = re.compile(
    r"(?i)\.(?:html?|xml|json|jsonl|csv|txt|pdf|zip|gz|tar|tgz|warc|wacz|md|php|aspx?|docx?|eml|mbox|bak|old|tmp|files?|d)\Z"
)
_INDEX = re.compile(r"(?i)(?:index|default|home)\.\w+")


def of_folder(path: str, outlets: Outlets, file: str = "") -> str | None:
    """The outlet that the folders of a path are named for, None when their names say nothing of an outlet.

    path  folders from the outermost one in, parted by slashes
    file  the file's name: an `index.html` has the article's name in its folder

    A domain (the folder of a mirrored site) counts before other names, then a name of the table or one such as
    newspapers have, the nearest first; any other only where it is the only one. `harbour-times` is Harbour Times. What
    a browser saves beside a page (`Ferry_files`) is no outlet's folder.
    """
    names = [n for n in path.split("/") if n]
    for name in reversed(names):
        if _domain(name):
            return outlets.by_domain(name) or host(name)
    if _INDEX.fullmatch(file) and len(names) > 1:
        names = names[:-1]
    found = [(name, shown) for name in reversed(names) if (shown := _named(name, outlets))]
    for name, shown in found:
        if outlets.knows(name) or outlets.knows(shown) or named_as_newspaper(shown):
            return shown
    return found[0][1] if len(found) == 1 else None


def address_of(path: str, file: str) -> str | None:
    """The address of a file of a mirrored site, without its scheme: from the folder named for the site on; or None."""
    names = [n for n in path.split("/") if n]
    at = next((i for i, name in enumerate(names) if _domain(name)), None)
    return None if at is None else "//" + "/".join([*names[at:], file])


def _domain(name: str) -> bool:
    return _DOMAIN.fullmatch(name) is not None and not _NO_DOMAIN.search(name)


def _named(name: str, outlets: Outlets) -> str | None:
    spaced = " ".join(re.sub(r"[_+]|-(?=\S)|%20", " ", name).split())
    if not 1 < len(spaced) <= _LONGEST or _says_nothing(spaced) or spaced.lower().endswith(" files") or "." in name:
        return None
    for spelling in (name, spaced):
        if (known := outlets.stated(spelling)) != spelling or outlets.knows(spelling):
            return known
    return re.sub(r"(?<!\S)[^\W\d_]", lambda m: m.group().upper(), spaced) if spaced.islower() else spaced


def _says_nothing(spaced: str) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(spaced))
    return all(w in _GENERIC or w in MONTHS or w in SECTIONS or len(w) == 1 for w in words)
