"""Picks files from a folder of some program that was packed into a zip, as its reader would from the folder itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from morgue.index.sources import sniff
from morgue.index.sources.limits import FOLDER_DEPTH
from morgue.index.sources.registry.formats import Format
from morgue.index.sources.registry.listing import Listing, Pick, Refusal
from morgue.index.sources.registry.table import READERS


@dataclass(frozen=True, slots=True)
class Picked:
    """A member that is read, and where a folder's reader picked it, what it knows of it and the folder's format."""

    name: str
    pick: Pick | None = None
    form: Format | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A folder that gives nothing as a whole."""

    name: str
    form: Format
    refusal: Refusal


def picked(names: Iterable[str], read: Callable[[str], bytes | None]) -> Iterator[Picked | Refused] | None:
    """What is read of an archive with files of these names, in the order of folders; None when no program kept one."""
    names = tuple(names)
    deep = [name for name in names if name.count("/") >= FOLDER_DEPTH]
    tree = _tree(name for name in names if name.count("/") < FOLDER_DEPTH)
    kept = {
        prefix: form
        for prefix, entries in tree.items()
        if (form := sniff.folder(frozenset(entries), prefix.rstrip("/").rpartition("/")[2])) is not None
    }
    return chain(_below("", tree, kept, read, FOLDER_DEPTH), map(Picked, deep)) if kept else None


def _tree(names: Iterable[str]) -> dict[str, dict[str, bool]]:
    """Each folder's entries, with whether they are folders. The outermost is called "", all others end in a slash."""
    tree: dict[str, dict[str, bool]] = {"": {}}
    for name in names:
        parts = name.split("/")
        for at in range(len(parts)):
            prefix = "/".join(parts[:at]) + ("/" if at else "")
            tree.setdefault(prefix, {})[parts[at]] = at < len(parts) - 1
    return tree


def _below(
    prefix: str,
    tree: dict[str, dict[str, bool]],
    kept: dict[str, Format],
    read: Callable[[str], bytes | None],
    depth: int,
) -> Iterator[Picked | Refused]:
    if depth <= 0:
        return
    form = kept.get(prefix)
    if form is None:
        for name, is_folder in sorted(tree.get(prefix, {}).items()):
            if is_folder:
                yield from _below(f"{prefix}{name}/", tree, kept, read, depth - 1)
            else:
                yield Picked(prefix + name)
        return
    files = tuple(sorted(name.removeprefix(prefix) for name in _files(prefix, tree)))
    listing = Listing(prefix.rstrip("/").rpartition("/")[2], files, lambda name: read(prefix + name))
    for pick in READERS[form].load()(listing):
        if isinstance(pick, Refusal):
            yield Refused(prefix, form, pick)
        elif f"{prefix}{pick.path}/" in tree:
            yield from _below(f"{prefix}{pick.path}/", tree, kept, read, depth - 1)
        else:
            yield Picked(prefix + pick.path, pick, form)


def _files(prefix: str, tree: dict[str, dict[str, bool]]) -> Iterator[str]:
    for name, is_folder in tree.get(prefix, {}).items():
        if is_folder:
            yield from _files(f"{prefix}{name}/", tree)
        else:
            yield prefix + name
