"""Morgue: a full-text search engine for a news archive."""

from pathlib import Path as _Path

_HERE = _Path(__file__).parent
if not (_HERE / "index").exists():
    # An unpacked source archive has no links; its rooms lie beside this folder.
    __path__.append(str(_HERE.parent))
