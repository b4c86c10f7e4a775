"""One small run over an archive (commits, a merge, a forget, a compact) and what the archive holds after each step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Article, Given, Provenance, RawItem
from morgue.core.errors import ArchiveMissing
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from morgue.index.codec import store_dictionaries
from morgue.index.pipeline.prepared import Prepared, with_keys
from tests.stories.invent import paragraphs, story

#: Articles to a commit.
BATCH = 3
#: A line that ends every article, as outlets have it: no part of the text, once that is known.
RECURRING = "Follow the tides every day"


@dataclass(frozen=True, slots=True)
class State:
    """What an archive holds, whatever its segments: articles by id, the partition into stories, roles, what is gone."""

    articles: tuple[Article, ...]
    stories: frozenset[frozenset[str]]
    roles: tuple[tuple[str, str, str | None], ...]


EMPTY = State((), frozenset(), ())


def state(folder: Path) -> State:
    """The state of the archive in a folder; EMPTY where there is none yet."""
    try:
        snapshot = Archive.open(folder).snapshot()
    except ArchiveMissing:
        return EMPTY
    live = [d for d in range(snapshot.documents) if snapshot.live(d)]
    filed = sorted(snapshot.filed(live), key=lambda f: f.article.id)
    stories: dict[str, set[str]] = {}
    for f in filed:
        stories.setdefault(f.story.id, set()).add(f.article.id)
    roles = tuple((f.article.id, f.story.role, f.story.of) for f in filed)
    return State(tuple(f.article for f in filed), frozenset(map(frozenset, stories.values())), roles)


def made(number: int, body: str, day: int) -> Article:
    """An article of Harrow Bay."""
    origin = Provenance(f"harrow/{number}.txt", sha256(f"{number}".encode()).hexdigest(), "text")
    return Article(
        id=f"h{number:04}",
        body=body,
        provenance=origin,
        title=f"Harrow Bay report {number}",
        outlet=("Harbour Times", "Valley Post", "Hill Gazette")[number % 3],
        date=f"2021-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}",
        language="en",
    )


@lru_cache(maxsize=4)
def news(count: int) -> tuple[Prepared, ...]:
    """Articles of which each fourth repeats the one before, and each seventh is an excerpt of one before."""
    out: list[Article] = []
    for n in range(count):
        body = story(n, 6)
        if n % 4 == 3:
            body = story(n - 1, 6)
        elif n % 7 == 5:
            body = paragraphs(story(n - 1, 6), 0, 1, 2, 3)
        out.append(made(n, f"{body}\n{RECURRING}", n))
    return tuple(map(with_keys, out))


@contextmanager
def small_dictionaries() -> Iterator[None]:
    """Meanwhile nine articles are enough for a segment whose texts are packed with a dictionary."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in (("ENOUGH", 6_000), ("_BODIES", 1_024), ("_RECORDS", 512)):
            patch.setattr(store_dictionaries, name, size)
        yield


Step = Callable[[Path], None]


def filing(articles: Sequence[Prepared]) -> Step:
    """Opens the archive, or makes it, files what is new and settles: as `morgue index` does, without cleaning."""

    def step(folder: Path) -> None:
        with Writer(Archive.open_or_create(folder)) as writer:
            _file(writer, articles)
            writer.settle()

    return step


def half_filing(articles: Sequence[Prepared]) -> Step:
    """The same up to the commit: what the archive is when the run ends before it has settled."""

    def step(folder: Path) -> None:
        with Writer(Archive.open_or_create(folder)) as writer:
            _file(writer, articles)

    return step


def _file(writer: Writer, articles: Sequence[Prepared]) -> None:
    for prepared in articles:
        article = prepared.article
        sha = article.provenance.sha256
        item = RawItem("harrow", "text", "text", b"", sha, given=Given(id=article.id))
        if not writer.holds(item) and not writer.forgotten(item):
            writer.add(prepared)
    writer.commit()


def forgetting(*ids: str) -> Step:
    """Forgets articles."""

    def step(folder: Path) -> None:
        with Writer(Archive.open_or_create(folder)) as writer:
            writer.forget(ids)

    return step


def compacting(folder: Path) -> None:
    """Merges all."""
    with Writer(Archive.open_or_create(folder)) as writer:
        writer.compact()


def small_run() -> tuple[Step, ...]:
    """Four commits (the test sets the merge factor to 3, so that the third merges), a forget, a commit, a compact."""
    return (*map(filing, _parts()[:4]), forgetting("h0003", "h0007"), filing(_parts()[4]), compacting)


def _parts() -> list[tuple[Prepared, ...]]:
    return [news(15)[at : at + BATCH] for at in range(0, 15, BATCH)]


@dataclass(frozen=True, slots=True)
class Course:
    """The small run without faults: the archive before each step (a folder, or none yet), and all its states.

    states[n] is before step n, states[n + 1] after it; between[n] is what a run that ended before it settled left.
    """

    before: tuple[Path, ...]
    states: tuple[State, ...]
    between: tuple[State, ...]

    def allowed(self, step: int) -> tuple[State, ...]:
        """What may be found when a step was cut short: the old, the new, or what was committed of it."""
        return (*self.states[step : step + 2], *self.between[step : step + 1])


def course(folder: Path) -> Course:
    """Runs it, keeping a copy from before each step."""
    before, states, between = [folder / "0"], [EMPTY], list[State]()
    halves: dict[int, Step] = {n: half_filing(_parts()[n]) for n in range(4)} | {5: half_filing(_parts()[4])}
    for number, step in enumerate(small_run()):
        after, half = folder / str(number + 1), folder / f"half-{number}"
        if number:
            shutil.copytree(before[-1], after)
            shutil.copytree(before[-1], half)
        step(after)
        halves.get(number, step)(half)
        between.append(state(half))
        before.append(after)
        states.append(state(after))
    return Course(tuple(before), tuple(states), tuple(between))


def whole(folder: Path) -> None:
    """Verify finds nothing, and no file lies there that no kept generation names once a writer has come and gone."""
    verdict = verify(folder)
    assert verdict.ok, verdict.problems
    Writer(Archive.open(folder)).close()
    assert orphans(folder) == set()


def orphans(folder: Path) -> set[str]:
    """Names in the folder that belong to no kept generation."""
    kept = manifest.generations(folder)[:2]
    named = {f.name for g in kept for f in manifest.read(folder, g).files()}
    named |= {manifest.manifest_name(g) for g in kept} | {"MAIN_WRITELOCK"}
    return {p.name for p in folder.iterdir()} - named
