"""Morgue: a full-text search engine for a news archive.

    import morgue

    with morgue.open("~/archive") as archive:
        for hit in archive.search("ferry strike", limit=20):
            print(hit.date, hit.outlet, hit.title)

docs/api.md has the whole of it.
"""

from __future__ import annotations

from pathlib import Path as _Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.api import Archive, open  # noqa: A004 -- people write morgue.open

__all__ = ["Archive", "open"]

_HERE = _Path(__file__).parent
if not (_HERE / "index").exists():
    # An unpacked source archive has no links; its rooms lie beside this folder.
    __path__.append(str(_HERE.parent))


def __getattr__(name: str) -> object:
    """`open` and `Archive`, imported when they are first asked for: the command line starts without them."""
    if name not in __all__:
        raise AttributeError(f"module 'morgue' has no attribute {name!r}")
    from morgue import api

    return getattr(api, name)
