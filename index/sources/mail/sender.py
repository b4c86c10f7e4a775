"""Tells whether a mail's sender is the outlet that publishes it or the person who wrote it. Pure."""

from __future__ import annotations

import re
from email.utils import parseaddr

from morgue.index.clean.dates.months import fold

#: Names before the @ that belong to a house and to nobody in it.
_DESK = re.compile(
    r"\A(?:no-?reply|do-?not-?reply|news\w*|info|hello|hallo|contact|kontakt|editor\w*|redak\w+|redac\w+|redaz\w+|briefing\w*|daily"
    r"|digest|alerts?|mail(?:ing)?|newsletter\w*|team|press(?:e)?|media|office|service|support|subscriptions?|update\w*|bulletin"
    r"|morning|evening|weekly|members?|crew|reply|e?mail|online|web|list|notifications?)(?:[-_.+]?\w*)*\Z",
    re.I,
)
#: "Jane Roe from The Post", "Jane Roe | The Post", "Jane Roe (The Post)": a person and where they write.
_BOTH = re.compile(
    r"\A(?P<who>[^|(,@]{3,60}?)\s*(?:\s(?:from|at|of|via|bei|von|chez|de|van|da)\s+|\s*[|·•]\s*|,\s+|\s+[-–—]\s+|\s*\()(?P<house>[^|()]{2,80})\)?\Z",
    re.I,
)
_PERSON = re.compile(r"\A[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){1,3}\Z")


def told_apart(stated: str, bulk: bool) -> tuple[str | None, str | None]:
    """Outlet and author named by a From header, as far as it tells; `bulk` says that the mail went to a list.

    >>> told_apart('"Ostrey Post" <news@ostreypost.example>', bulk=True)
    ('Ostrey Post', None)
    >>> told_apart("Jane Roe <jane.roe@mail.example>", bulk=False)
    (None, 'Jane Roe')
    >>> told_apart("Jane Roe from Tide Letters <jane@tide.example>", bulk=True)
    ('Tide Letters', 'Jane Roe')
    """
    name, address = parseaddr(stated)
    name = " ".join(name.strip(" \"'“”„").split())
    local, _, domain = address.partition("@")
    if not name or "@" in name or "=?" in name or "\ufffd" in name:
        return None, None
    if m := _BOTH.match(name):
        who, house = m["who"].strip(), m["house"].strip()
        if _PERSON.match(who) and not _of_house(who, domain):
            return house, who
    own = any(part in fold(local) for part in _parts(name))
    if _of_house(name, domain) or _DESK.match(local):
        return name, None
    if own:
        return None, name
    if not bulk:
        return (None, name) if _PERSON.match(name) else (name, None)
    return name, None


def _of_house(name: str, domain: str) -> bool:
    """Whether a name stands in the address's domain: all its words, or its long ones."""
    bare = re.sub(r"\W", "", fold(domain))
    parts = _parts(name)
    return bool(parts) and all(part in bare for part in parts)


def _parts(name: str) -> list[str]:
    return [
        word for word in re.findall(r"\w+", fold(name)) if len(word) > 2 and word not in ("the", "der", "die", "das")
    ]
