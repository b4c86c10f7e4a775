"""The outlet that a folder is named for, where nothing else names one. Pure."""

from __future__ import annotations

import re

from morgue.index.clean.metadata.months import MONTHS, fold
from morgue.index.clean.metadata.outlets import Outlets

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


def of_folder(name: str, outlets: Outlets) -> str | None:
    """The outlet of a folder's name, None when the name says nothing of an outlet.

    `harbour-times` is Harbour Times; a spelling or domain of the table is the table's name. What a browser saves beside
    a page (`Ferry_files`) is no outlet's folder.
    """
    spaced = " ".join(re.sub(r"[_+]|-(?=\S)|%20", " ", name).split())
    if not 1 < len(spaced) <= _LONGEST or _says_nothing(spaced) or spaced.lower().endswith(" files"):
        return None
    for spelling in (name, spaced):
        if (known := outlets.fold(spelling)) != spelling or outlets.knows(spelling):
            return known
    if "." in name:
        return name.lower() if re.fullmatch(r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}", name) else None
    return re.sub(r"(?<!\S)[^\W\d_]", lambda m: m.group().upper(), spaced) if spaced.islower() else spaced


def _says_nothing(spaced: str) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(spaced))
    return all(w in _GENERIC or w in MONTHS or len(w) == 1 for w in words)
