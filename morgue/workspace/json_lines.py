"""Reads files of the workspace that hold a small JSON value a line, without taking much more room than the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

#: Bytes of a line that may hold anything; of a longer one it is looked at first that only its texts are long.
_SHORT = 1 << 16
#: Texts of a line at most: ten times what any of ours has.
_TEXTS = 60
_TEXT = re.compile(rb'"(?>(?:[^"\\]++|\\.)*)"', re.S)


def json_lines(data: bytes) -> Iterator[Any]:
    """The value of each line; ValueError or RecursionError for what is none.

    A line of 64 MB that holds nothing but `[]` over and over would take 2 GB as values. No line of ours is long but by
    its texts.
    """
    for line in data.decode("utf-8").splitlines():
        if len(line) > _SHORT and len(_TEXT.sub(b"", line.encode(), _TEXTS)) > _SHORT:
            raise ValueError("no line of a workspace")
        yield json.loads(line)
