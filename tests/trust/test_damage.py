"""Bits flip, files are cut, pages become zeros: `verify` sees all that matters, and a repair makes nothing up."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from morgue.cli.main import main
from morgue.core.article import Article
from morgue.core.errors import ArchiveLocked, MorgueError
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive import manifest
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.repair import repair, verify
from morgue.search.answer import SearchQuery
from tests.trust.numbers import vouch
from tests.trust.sizes import sized
from tests.trust.small import BATCH, RECURRING, State, filing, forgetting, news, small_dictionaries, state

QUERIES = ("harbour", "council OR ferry", '"plan for a second quay"', "sailors NOT mayor", "har*", "outlet:Harbour", "")
PAGE = 4096


@dataclass(frozen=True, slots=True)
class Good:
    """An archive of several segments and two generations, what it holds, and its answers."""

    folder: Path
    now: State
    answers: tuple[object, ...]


def answers(folder: Path) -> tuple[object, ...]:
    """What a reader of the archive sees: hits with scores and passages, counts and facets."""
    with open_searcher(Location.of_folder(folder)) as door:
        out: list[object] = []
        for query in QUERIES:
            result = door.ask(SearchQuery(query, limit=50, facets=("outlet", "month"), budget_ms=None)).result
            out.append((result.articles, result.stories, result.hits, result.facets))
        return tuple(out)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    folder = tmp_path_factory.mktemp("damage") / "archive"
    articles = news(30)
    with small_dictionaries():
        for at in range(0, 30 - BATCH, 9):
            filing(articles[at : at + 9])(folder)
        forgetting("h0007")(folder)
    filing(articles[27:])(folder)
    return Good(folder, state(folder), answers(folder))


def damage(folder: Path, rng: random.Random) -> str:
    """Does one kind of harm to one file, larger files and the newest generation being likelier; says what."""
    files = sorted(p for p in folder.iterdir() if p.name != "MAIN_WRITELOCK")
    victim = rng.choice(files)
    data = bytearray(victim.read_bytes())
    kind = rng.choice(("flip", "flips", "cut", "zero", "swap", "grow"))
    at = rng.randrange(len(data))
    if kind == "flip":
        data[at] ^= 1 << rng.randrange(8)
    elif kind == "flips":
        for _ in range(rng.randrange(2, 40)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif kind == "cut":
        del data[at:]
    elif kind == "zero":
        first = at // PAGE * PAGE
        data[first : first + PAGE] = bytes(len(data[first : first + PAGE]))
    elif kind == "swap":
        size = max(1, min(PAGE, len(data) // 3))
        data[:size], data[-size:] = data[-size:], data[:size]
    else:
        data += rng.randbytes(rng.randrange(1, 200))
    victim.write_bytes(data)
    return f"{kind} at {at} of {victim.name}"


@sized(smoke=20, trust=300, soak=5_000, parts=2)
def test_no_damage_passes_verify_and_changes_an_answer(
    tmp_path: Path, good: Good, cases: range, capfd: pytest.CaptureFixture[str]
) -> None:
    for seed in cases:
        rng = random.Random(f"damage {seed}")
        folder = tmp_path / "archive"
        shutil.copytree(good.folder, folder)
        what = f"seed {seed}: {damage(folder, rng)}"
        if verify(folder).ok:
            assert (answers(folder), state(folder)) == (good.answers, good.now), what
        else:
            _opens_or_says_why(folder, what, capfd)
            _repairs(folder, good, what)
        shutil.rmtree(folder)


def _opens_or_says_why(folder: Path, what: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A command on a damaged archive answers, or ends with one line that says what to do; it never breaks."""
    for command in (["search", "harbour"], ["show", "h0001"], ["stats"], ["timeline", "council"], ["verify"]):
        status = main([*command, "--archive", str(folder)])
        said = capfd.readouterr().err
        assert status in (0, 1, 2), what
        assert "Traceback" not in said and "internal error" not in said, f"{what}: {command}: {said}"


def _repairs(folder: Path, good: Good, what: str) -> None:
    """After a repair all bytes are as written, every article there is one that was, and what is missing is named."""
    try:
        done = repair(folder)
    except MorgueError as error:
        assert error.hint, what
        return
    assert done is not None, what
    assert verify(folder).ok, what
    found = state(folder)
    right: dict[str, Article] = {a.id: a for a in good.now.articles}
    for article in found.articles:
        assert _plain(article) == _plain(right[article.id]), what
        assert article.provenance.sha256 in (right[article.id].provenance.sha256, ""), what
    assert "h0007" not in {a.id for a in found.articles}, f"{what}: the forgotten came back"
    if len(found.articles) < len(good.now.articles):
        assert done.lost, f"{what}: articles are gone and nobody said so"
    else:
        assert found.stories == good.now.stories, what
    filing(news(30))(folder)
    assert {a.id for a in state(folder).articles} == {a.id for a in good.now.articles}, what


def _plain(article: Article) -> Article:
    """Without what depends on the articles around it (lines that recur), and without the digest."""
    origin = replace(article.provenance, notes=(), sha256="")
    return replace(article, provenance=origin, body=article.body.removesuffix("\n" + RECURRING))


def test_a_generation_whose_overlay_is_damaged_loses_nothing(tmp_path: Path, good: Good) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(good.folder, folder)
    newest = manifest.generations(folder)[0]
    (folder / f"MAIN-{newest}.overlay").write_bytes(b"")
    done = repair(folder)
    assert done is not None and done.articles == len(good.now.articles)
    assert state(folder) == good.now
    assert repair(folder) is None


def test_with_no_whole_generation_left_all_is_rebuilt_from_stored_articles(tmp_path: Path, good: Good) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(good.folder, folder)
    for overlay in folder.glob("*.overlay"):
        data = bytearray(overlay.read_bytes())
        data[-1] ^= 1
        overlay.write_bytes(data)
    (folder / "rebuilt").mkdir()
    (folder / "rebuilt" / "_MAIN_3.toc").write_bytes(b"left by a repair that was killed")
    done = repair(folder)
    assert done is not None and not done.lost
    assert state(folder) == good.now
    assert verify(folder).ok
    assert not (folder / "rebuilt").exists()


def test_a_stream_that_is_not_what_its_segment_says_is_seen_whatever_the_manifest_says(
    tmp_path: Path, good: Good
) -> None:
    """The hash of the whole file and those of its streams are two witnesses; a manifest may come from elsewhere."""
    folder = tmp_path / "archive"
    shutil.copytree(good.folder, folder)
    for path in (*folder.glob("*.segment"), *folder.glob("*.overlay")):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 4
        path.write_bytes(data)
        vouch(folder, path.name)
        wrong = verify(folder).problems
        listed = {f.name for f in manifest.read(folder, manifest.generations(folder)[0]).files()}
        assert bool(wrong) == (path.name in listed), path.name
        assert all(path.name in problem for problem in wrong)
        data[len(data) // 3] ^= 4
        path.write_bytes(data)
        vouch(folder, path.name)
    assert verify(folder).ok


def test_a_repair_waits_for_the_writer(tmp_path: Path, good: Good, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(good.folder, folder)
    newest = manifest.generations(folder)[0]
    overlay = folder / f"MAIN-{newest}.overlay"
    overlay.write_bytes(overlay.read_bytes()[:-1])
    lock = WriterLock(folder)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(ArchiveLocked):
        repair(folder)
    assert main(["verify", "--repair", "--archive", str(folder)]) == 2
    assert "is being written by process" in capfd.readouterr().err
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    lock.release()
    assert repair(folder) is not None
