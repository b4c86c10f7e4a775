"""Turns story columns into plain arrays for a file and back, and renumbers their documents. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.clusters.columns import StoryColumns

_PLAIN = ("story", "role", "founder")
_COUNTS = ("articles", "copies", "versions", "outlets")


def columns_to_arrays(columns: StoryColumns) -> dict[str, NDArray[Any]]:
    """By name; texts as one run of UTF-8 bytes with offsets, counts in the narrowest type.

    Most documents derive from none: `derived` are the others, ascending, with their `of` and `kept` beside them.
    """
    arrays = {name: getattr(columns, name) for name in _PLAIN}
    arrays |= {name: _narrowest(getattr(columns, name)) for name in _COUNTS}
    derived = np.flatnonzero((columns.of >= 0) | ~np.isnan(columns.kept))
    arrays["derived"] = derived.astype(np.int32)
    arrays["derived_of"], arrays["derived_kept"] = columns.of[derived], columns.kept[derived]
    named = sorted(columns.names.items())
    alias = sorted(columns.aliases.items())
    arrays["name_story"] = np.array([i for i, _ in named], np.int32)
    arrays["name_bytes"], arrays["name_offsets"] = _packed([text for _, text in named])
    arrays["alias_story"] = np.array([i for _, i in alias], np.int32)
    arrays["alias_bytes"], arrays["alias_offsets"] = _packed([text for text, _ in alias])
    return arrays


def _narrowest(counts: NDArray[np.int32]) -> NDArray[Any]:
    most = int(counts.max(initial=0))
    return counts.astype(np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.int32)


def columns_from_arrays(arrays: Mapping[str, NDArray[Any]]) -> StoryColumns:
    """What `columns_to_arrays` gave, for a writer: the columns are copies."""
    copies = {name: np.array(arrays[name]) for name in (*_PLAIN, *({"of", "kept"} & arrays.keys()))}
    return columns_over({**arrays, **copies, **{name: arrays[name].astype(np.int32) for name in _COUNTS}})


def columns_over(arrays: Mapping[str, NDArray[Any]]) -> StoryColumns:
    """The story columns for a reader: views of the file's arrays where they lie there whole, counts as narrow as there.

    Until format 4 each document had its `of` and `kept`.
    """
    if "derived" in arrays:
        of, kept = np.full(len(arrays["story"]), -1, np.int32), np.full(len(arrays["story"]), np.nan, np.float32)
        of[arrays["derived"]], kept[arrays["derived"]] = arrays["derived_of"], arrays["derived_kept"]
    else:
        of, kept = arrays["of"], arrays["kept"]
    names = _unpacked(arrays["name_bytes"], arrays["name_offsets"])
    aliases = _unpacked(arrays["alias_bytes"], arrays["alias_offsets"])
    return StoryColumns(
        **{name: arrays[name] for name in (*_PLAIN, *_COUNTS)},
        of=of,
        kept=kept,
        names=dict(zip(arrays["name_story"].tolist(), names, strict=True)),
        aliases=dict(zip(aliases, arrays["alias_story"].tolist(), strict=True)),
    )


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    return np.frombuffer(b"".join(parts), np.uint8), offsets


def _unpacked(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> list[str]:
    blob = data.tobytes()
    ends = offsets.tolist()
    return [blob[i:j].decode("utf-8", "surrogatepass") for i, j in pairwise(ends)]


def renumbered(columns: StoryColumns, mapping: NDArray[np.int64]) -> StoryColumns:
    """The columns with document i renumbered to mapping[i]; -1 for one that is gone (and in no story)."""
    kept = mapping >= 0
    grown = replace(
        columns,
        story=np.empty(0, np.int32),
        role=np.empty(0, np.uint8),
        of=np.empty(0, np.int32),
        kept=np.empty(0, np.float32),
    ).grown(int(mapping.max(initial=-1)) + 1)
    target = mapping[kept]
    grown.story[target] = columns.story[kept]
    grown.role[target] = columns.role[kept]
    of = columns.of[kept]
    grown.of[target] = np.where(of >= 0, mapping[of], -1)
    grown.kept[target] = columns.kept[kept]
    founder = np.where(columns.founder >= 0, mapping[columns.founder], -1).astype(np.int32)
    return replace(grown, founder=founder)
