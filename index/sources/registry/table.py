"""Joins the families' entries into the table of readers; fails at import where a format has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from itertools import chain

from morgue.index.sources.registry import agency, data, documents, press, web
from morgue.index.sources.registry.formats import Format, Reader

#: Each family's own part of the table.
_FAMILIES: tuple[Mapping[Format, Reader], ...] = (
    web.READERS,
    press.READERS,
    documents.READERS,
    agency.READERS,
    data.READERS,
)


class TableError(RuntimeError):
    """The table does not fit the enum; a fault of the program, raised when it starts."""


def joined(families: Iterable[Mapping[Format, Reader]]) -> dict[Format, Reader]:
    """One table in the order of the enum. TableError for a format with no entry, with two, or without its module."""
    families = tuple(families)
    named = list(chain.from_iterable(families))
    faults = [f"{form.value} has {named.count(form)} entries" for form in Format if named.count(form) != 1]
    if faults:
        raise TableError("; ".join(faults))
    readers = {form: reader for family in families for form, reader in family.items()}
    sources = __package__.rpartition(".")[0]
    lost = {reader.where for reader in readers.values() if find_spec(f"{sources}.{reader.where.split(':')[0]}") is None}
    if lost:
        raise TableError(f"no such module: {', '.join(sorted(lost))}")
    return {form: readers[form] for form in Format}


READERS: dict[Format, Reader] = joined(_FAMILIES)
