"""Checks that the arrays of a story book fit together: every number of a document, a story or a text. Pure.

An overlay may come from a stranger, with right checksums over whatever he likes. What is wrong is said in a few words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from morgue.core.article import ROLES
from morgue.core.loading.arrays import NDArray

Arrays = Mapping[str, NDArray[Any]]

_BY_DOCUMENT = {"story": "<i4", "role": "|u1"}
#: Of documents that derive from another; until format 4 of all documents.
_DERIVED = {"derived": "<i4", "derived_of": "<i4", "derived_kept": "<f4"}
_OF_ALL = {"of": "<i4", "kept": "<f4"}
_COUNTS = "|u1 <u2 <i4"
_BY_STORY = {"founder": "<i4", "articles": _COUNTS, "copies": _COUNTS, "versions": _COUNTS, "outlets": _COUNTS}
_NAMES = {"name_story": "<i4", "name_bytes": "|u1", "name_offsets": "<i8"}
_ALIASES = {"alias_story": "<i4", "alias_bytes": "|u1", "alias_offsets": "<i8"}
_TEXTS = {"text": "<u8", "tie": "<u8", "title": "<u8", "words": "<i4"}
_EDGES = {
    "edge_a": "<u8",
    "edge_b": "<u8",
    "edge_kept_ab": "<f4",
    "edge_kept_ba": "<f4",
    "edge_start": "<f4",
    "edge_end": "<f4",
    "edge_version": "|b1",
    "edge_linked": "|b1",
}


def unsound_columns(arrays: Arrays, documents: int) -> str | None:
    """What is wrong with the columns that readers use, over so many documents; None when nothing is."""
    for kinds in (_BY_DOCUMENT, _BY_STORY, _NAMES, _ALIASES):
        if (wrong := _types(arrays, kinds)) is not None:
            return wrong
    if (wrong := _lengths(arrays, _BY_DOCUMENT, documents) or _unsound_derived(arrays, documents)) is not None:
        return wrong
    stories = len(arrays["founder"])
    if (wrong := _lengths(arrays, _BY_STORY, stories)) is not None:
        return wrong
    bounds = {"story": stories, "role": len(ROLES), "founder": documents}
    for name, bound in bounds.items():
        if not _within(arrays[name], bound, 0 if name == "role" else -1):
            return f"{name} of what is not there"
    return _unsound_names(arrays, stories, "name") or _unsound_names(arrays, stories, "alias") or _nameless(arrays)


def _unsound_derived(arrays: Arrays, documents: int) -> str | None:
    kinds = _DERIVED if "derived" in arrays else _OF_ALL
    if (wrong := _types(arrays, kinds) or _lengths(arrays, kinds, _count(arrays, documents))) is not None:
        return wrong
    docs, of = _derived(arrays)
    if not _within(docs, documents, 0) or (docs[1:] <= docs[:-1]).any():
        return "derived documents that are not there"
    return None if _within(of, documents, -1) else "of of what is not there"


def _count(arrays: Arrays, documents: int) -> int:
    """How many documents have their `of`."""
    return len(arrays["derived"]) if "derived" in arrays else documents


def _derived(arrays: Arrays) -> tuple[NDArray[Any], NDArray[Any]]:
    """Documents that have an `of`, and it."""
    if "derived" in arrays:
        return arrays["derived"], arrays["derived_of"]
    return np.arange(len(arrays["of"])), arrays["of"]


def _unsound_names(arrays: Arrays, stories: int, kind: str) -> str | None:
    at, text = arrays[f"{kind}_offsets"], arrays[f"{kind}_bytes"]
    if not _within(arrays[f"{kind}_story"], stories, 0):
        return f"{kind}s of stories that are not there"
    if len(at) != len(arrays[f"{kind}_story"]) + 1 or at[0] != 0 or at[-1] != len(text) or (at[1:] < at[:-1]).any():
        return f"{kind}s that do not fit their texts"
    try:
        text.tobytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return f"{kind}s that are no text"
    return None


def _nameless(arrays: Arrays) -> str | None:
    """A story with members whose founder is gone is called by its name."""
    story = arrays["story"]
    named = arrays["founder"] >= 0
    named[arrays["name_story"]] = True
    if named.all():  # so are those of the members, which need not be looked through
        return None
    return None if named[story[story >= 0]].all() else "stories without a name"


def unsound_book(arrays: Arrays, documents: int) -> str | None:
    """What is wrong with the arrays that a writer uses: columns, texts, edges; None where they fit together."""
    for kinds in (_TEXTS, _EDGES):
        if (wrong := _types(arrays, kinds)) is not None:
            return wrong
    if (wrong := unsound_columns(arrays, documents) or _lengths(arrays, _TEXTS, documents)) is not None:
        return wrong
    if (wrong := _lengths(arrays, _EDGES, len(arrays["edge_a"]))) is not None:
        return wrong
    ends = np.concatenate([arrays["edge_a"], arrays["edge_b"]])
    if not np.isin(ends, arrays["text"][arrays["text"] != 0]).all():
        return "edges of texts that are not there"
    if (arrays["edge_a"] >= arrays["edge_b"]).any() or not all(
        bool(np.isfinite(arrays[name]).all()) for name, kind in _EDGES.items() if kind == "<f4"
    ):
        return "edges that cannot be"
    if ((arrays["text"] == 0) != (arrays["story"] < 0)).any():
        return "articles without a story or a text"
    return _unsound_counts(arrays)


def _unsound_counts(arrays: Arrays) -> str | None:
    story = arrays["story"]
    members = np.bincount(story[story >= 0], minlength=len(arrays["articles"]))
    if (members != arrays["articles"]).any():
        return "other members of a story than it counts"
    docs, of = _derived(arrays)
    held = (of >= 0) & (story[docs] >= 0)
    return None if (story[of[held]] == story[docs[held]]).all() else "a copy of an article of another story"


def _types(arrays: Arrays, kinds: Mapping[str, str]) -> str | None:
    for name, kind in kinds.items():
        if name not in arrays:
            return f"no {name}"
        if arrays[name].dtype.str not in kind.split():
            return f"{name} of another type"
    return None


def _lengths(arrays: Arrays, kinds: Mapping[str, str], wanted: int) -> str | None:
    return next((f"{len(arrays[n]):,} numbers of {n}, not {wanted:,}" for n in kinds if len(arrays[n]) != wanted), None)


def _within(found: NDArray[Any], bound: int, least: int) -> bool:
    return not len(found) or (int(found.max()) < bound and int(found.min()) >= least)
