"""Asks an engine and the plain reference beside it, and passes over what an engine says it approximates."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, assume, settings

from morgue.search.backend import Backend
from morgue.search.query import (
    AtLeast,
    Near,
    Phrase,
    Query,
)
from morgue.search.request import Hit, Story
from tests.backend.engines import COARSE, ENGINES
from tests.backend.plain import PlainBackend
from tests.oracle.archives import Built

#: Not shrunk: each step makes an archive anew, and what fails is small as it is.
SETTINGS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)


@contextmanager
def asked(engine: str, built: Built) -> Iterator[tuple[Backend, PlainBackend]]:
    """The engine over an archive, and the reference beside it."""
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        try:
            yield backend, PlainBackend(built)
        finally:
            backend.close()


def exact(engine: str, *queries: Query) -> None:
    """Passes over what an engine says it answers by approximation."""
    if engine in COARSE:
        assume(not any(_nested(q) or _overlapping(q) for q in queries))


def _parts(query: object) -> list[object]:
    held = [getattr(query, name, ()) for name in ("parts", "part", "left", "right")]
    return [q for value in held for q in (value if isinstance(value, tuple) else (value,))]


def _nested(query: object, inside: bool = False) -> bool:
    """Whether something with a distance of its own stands inside a proximity."""
    wide = isinstance(query, Near) or (isinstance(query, Phrase) and query.slop > 0)
    return (wide and inside) or any(_nested(q, inside or isinstance(query, Near)) for q in _parts(query))


def _overlapping(query: object, inside: bool = False) -> bool:
    """Whether occurrences of a phrase are counted."""
    if isinstance(query, Phrase) and inside:
        return True
    return any(_overlapping(q, inside or (isinstance(query, AtLeast) and query.count > 1)) for q in _parts(query))


def bare(hits: tuple[Hit, ...]) -> list[Hit]:
    """Hits without what engines may round or leave to others."""
    return [replace(hit, score=0.0, snippets=(), explanation=None, lead="") for hit in hits]


def ids(story: Story | None) -> list[str] | None:
    return None if story is None else [m.article.id for m in story.members]
