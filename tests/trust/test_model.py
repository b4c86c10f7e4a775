"""An archive against a dict: whatever is added, forgotten, committed, merged and reopened, both hold the same."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from morgue.core.article import Article, Given, Provenance, RawItem
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive import merge_policy
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import Prepared, with_keys
from tests.stories.invent import story
from tests.trust.sizes import SOAK
from tests.trust.small import orphans

TEXTS = 7
IDS = 9


def _text(number: int) -> str:
    """Texts that share no story."""
    return story(("model", number), 5)


def prepared(id: int, text: int, version: int) -> Prepared:
    """One source item: the same three numbers are the same bytes."""
    digest = sha256(f"{id} {text} {version}".encode()).hexdigest()
    origin = Provenance(f"model/{id}", digest, "text")
    article = Article(f"m{id}", _text(text), origin, title=f"Title {id % 2}", outlet=f"Outlet {id % 3}")
    return with_keys(article)


class Machine(RuleBasedStateMachine):
    """`kept` is what is committed, `waiting` what a commit would add: articles by id."""

    @initialize()
    def open(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "archive"
        self.writer = Writer(Archive.open_or_create(self.folder))
        self.kept: dict[str, Article] = {}
        self.waiting: dict[str, Article] = {}
        self.gone: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.writer.close()
            assert verify(self.folder).ok
            Writer(Archive.open(self.folder)).close()
            assert orphans(self.folder) == set()
            shutil.rmtree(self.home)

    @rule(id=st.integers(0, IDS), text=st.integers(0, TEXTS), version=st.integers(0, 1), again=st.booleans())
    def add(self, id: int, text: int, version: int, again: bool) -> None:
        new = prepared(id, text, version)
        article = new.article
        key = (article.id, article.provenance.sha256)
        item = RawItem("model", "text", "text", b"", key[1], given=Given(id=article.id))
        assert self.writer.forgotten(item) == (key in self.gone)
        if key in self.gone and not again:
            return
        name, under = article.id, []
        while (held := self.kept.get(name) or self.waiting.get(name)) is not None:
            under.append(held)
            name = f"{article.id}~{len(under) + 1}"
        here = any(h.provenance.sha256 == key[1] or (h.body, h.title) == (article.body, article.title) for h in under)
        assert self.writer.holds(item) == any(h.provenance.sha256 == key[1] for h in under)
        assert self.writer.add(new) == (not here)
        if not here:
            notes = (f"the id {article.id} was taken by other text",) if under else ()
            self.waiting[name] = replace(article, id=name, provenance=replace(article.provenance, notes=notes))
            self.gone.discard(key)

    @rule()
    def commit(self) -> None:
        self.writer.commit()
        self.kept |= self.waiting
        self.waiting = {}

    @rule()
    def reopen(self) -> None:
        """Without a commit: what waits is dropped."""
        self.writer.close()
        self.writer = Writer(Archive.open(self.folder))
        self.waiting = {}

    @precondition(lambda self: not self.waiting)
    @rule()
    def compact(self) -> None:
        self.writer.compact()
        assert len(Archive.open(self.folder).snapshot().segments) <= 1

    @precondition(lambda self: not self.waiting)
    @rule(numbers=st.sets(st.integers(0, IDS), min_size=1, max_size=3))
    def forget(self, numbers: set[int]) -> None:
        names = sorted(f"m{n}" for n in numbers)
        gone = self.writer.forget(names)
        assert set(gone) == set(names) & set(self.kept)
        for name in gone:
            self.gone.add((name, self.kept.pop(name).provenance.sha256))

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "folder"):
            return
        snapshot = Archive.open(self.folder).snapshot()
        live = [d for d in range(snapshot.documents) if snapshot.live(d)]
        filed = {f.article.id: f for f in snapshot.filed(live)}
        assert {name: f.article for name, f in filed.items()} == self.kept
        assert snapshot.articles == len(self.kept)
        _one_story_a_text({name: (f.article.body, f.story.id) for name, f in filed.items()})
        with open_searcher(Location.of_folder(self.folder)) as door:
            assert door.count("").articles == len(self.kept)
            for name in list(self.kept)[:2]:
                assert door.show(name).article == self.kept[name]


def _one_story_a_text(found: dict[str, tuple[str, str]]) -> None:
    """Equal texts are one story, different texts are not."""
    assert len(set(found.values())) == len({text for text, _ in found.values()}) == len({s for _, s in found.values()})


@pytest.mark.parametrize(
    "examples", [pytest.param(6, id="few"), pytest.param(2_000 if SOAK else 80, id="many", marks=pytest.mark.trust)]
)
def test_an_archive_is_like_a_dict(examples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_policy, "MERGE_FACTOR", 3)
    steps = settings(max_examples=examples, stateful_step_count=25, deadline=None)
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Machine, settings=steps)
