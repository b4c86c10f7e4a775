"""Takes out what web archives add to a page that they keep (toolbars, notes, frames), before the page is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TOOLBAR = re.compile(
    r"<!--\s*BEGIN WAYBACK TOOLBAR INSERT\s*-->.{0,400000}?<!--\s*END WAYBACK TOOLBAR INSERT\s*-->", re.S | re.I
)
#: `FILE ARCHIVED ON 10:00:00 Mar 06, 2024 AND RETRIEVED FROM THE INTERNET ARCHIVE`.
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (\w{3} \d\d, \d{4})")
#: Ids of what archives put around a page: the Internet Archive's toolbar, the frame of archive.today.
_IDS = ("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato")
_FRAME = re.compile(r"\barchive\.(?:ph|is|today|li|vn|fo|md)\b")
_FRAME_IDS = ("HEADER", "DIVSHARE", "FOOTER", "DIVALREADY", "hashtags")
_HEAD = 20_000


def without_toolbar(text: str) -> str:
    """The text of a page without the toolbar that the Internet Archive wrote into it."""
    return _TOOLBAR.sub("", text) if "WAYBACK TOOLBAR" in text else text


def archived_on(text: str) -> str | None:
    """The day that the Internet Archive notes below a page as that of its capture, as written."""
    m = _ARCHIVED.search(text, max(0, len(text) - _HEAD)) if "FILE ARCHIVED ON" in text[-_HEAD:] else None
    return m[1] if m else None


def without_frame(tree: HtmlElement, text: str) -> None:
    """Takes what an archive put around the page out of its tree, in place."""
    ids = (*(_IDS if "wm-ipp" in text else ()), *(_FRAME_IDS if _FRAME.search(text[:_HEAD]) else ()))
    for name in ids:
        for element in tree.xpath("//*[@id=$name]", name=name):
            element.drop_tree()
