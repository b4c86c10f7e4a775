"""The engines that the contract suite asks. Another one needs a function here, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.search.backend import Backend
from morgue.search.local.backend import LocalBackend
from tests.backend.plain import PlainBackend
from tests.local.build import snapshot
from tests.oracle.archives import Built

#: Makes an archive of these articles in an empty folder, or elsewhere, and opens it.
Opener = Callable[[Built, Path], Backend]


def local(built: Built, folder: Path) -> Backend:
    return LocalBackend(snapshot(folder, built.segments, built.deleted, built.stories))


def plain(built: Built, folder: Path) -> Backend:
    return PlainBackend(built)


def opensearch(built: Built, folder: Path) -> Backend:
    from tests.opensearch import build
    from tests.opensearch.server import running

    return build.opened(built, running.hosts())


ENGINES: dict[str, Opener] = {"local": local, "plain": plain, "opensearch": opensearch}
#: Engines that need a server: asked by targets of their own.
APART = {"opensearch": "opensearch"}
#: Engines that may miss some of what stands within a distance of two words near each other, and count occurrences that
#: overlap as one: see docs/cluster.md.
COARSE = {"opensearch"}

#: Asks a test of every engine; those that need a server only where their target asks for it.
each_engine = pytest.mark.parametrize(
    "engine", [pytest.param(e, marks=getattr(pytest.mark, APART[e]) if e in APART else ()) for e in ENGINES]
)
