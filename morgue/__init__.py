"""Morgue: a full-text search engine for a news archive.

    import morgue

    with morgue.open("~/archive") as archive:
        for hit in archive.search("ferry strike", limit=20):
            print(hit.date, hit.outlet, hit.title)

docs/api.md has the whole of it.
"""

from __future__ import annotations

import os as _os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.api import Archive, open  # noqa: A004 -- people write morgue.open

__all__ = ["Archive", "open"]

_HERE = _os.path.dirname(__file__)  # noqa: PTH120 -- `pathlib` would be imported before anything can be put off
if not _os.path.exists(_os.path.join(_HERE, "index")):  # noqa: PTH110, PTH118 -- as above
    # An unpacked source archive has no links; its rooms lie beside this folder.
    __path__.append(_os.path.dirname(_HERE))  # noqa: PTH120 -- as above


def __getattr__(name: str) -> object:
    """`open` and `Archive`, imported when they are first asked for: the command line starts without them."""
    if name not in __all__:
        raise AttributeError(f"module 'morgue' has no attribute {name!r}")
    from morgue import api

    return getattr(api, name)
