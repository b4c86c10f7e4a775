"""Reads `--map body=maintext,date=when`, by which the user says what the fields of records mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.core.errors import MorgueError
from morgue.index.sources.fields.lookup import Columns
from morgue.index.sources.fields.synonyms import MAPPABLE

#: Other words for what may be named, in the singular and as columns are called.
_ALSO = {"author": "authors", "byline": "authors", "text": "body", "headline": "title", "source": "outlet"}


class MappingError(MorgueError):
    """What was given as --map cannot be understood."""


def columns(texts: Iterable[str]) -> Columns:
    """Pairs of a field and the name it goes by, dots leading into objects; MappingError for anything else."""
    return tuple(_pair(pair) for text in texts for pair in text.split(",") if pair.strip())


def _pair(pair: str) -> tuple[str, str]:
    field, sign, name = (part.strip() for part in pair.partition("="))
    field = _ALSO.get(field.lower(), field.lower())
    if not sign or not name:
        raise MappingError(f"--map cannot use {pair.strip()!r}", "--map body=maintext,date=when")
    if field not in MAPPABLE:
        raise MappingError(f"--map knows no field {field!r}", f"it may be: {', '.join(MAPPABLE)}")
    return field, name
