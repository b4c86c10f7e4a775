"""Inputs of every format, mutated: none crashes the program, takes over 10 s or 1 GB, or is lost without a reason."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from morgue.core.article import Rejected
from morgue.index.pipeline.cleaning_pool import ITEM_SECONDS, WORKER_BYTES
from morgue.index.sources import read
from tests.sources.test_fuzz import _SEEDS as SEEDS
from tests.trust.program import on_pipe
from tests.trust.sizes import SOAK, sized
from tests.trust.yardstick import elapsed, slowness

#: Files to a run of the program, which takes two seconds to begin.
BATCH = 50 if not SOAK else 1_000
FEW = 30
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&#0;", b"&#xD800;", b"&#99999999999;",
    b"<script>", b"</script>", b"<table>" * 50, b"<svg><style>", b"<plaintext>", b'{"body":', b"[" * 200, b"}",
    b'"' * 7,
    b"1e9999", b"-0", b"\\ud800", b"\r\n\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999\r\n",
    b"charset=utf-7", b'<meta charset="utf-16">', b"%s%n", b"\x1b[2J", b"\xe2\x80\xae", b"a" * 5000, b"<p>" * 3000,
    b"<time datetime='9999-99-99'>", b'"datePublished":"0000-00-00"', b"<br>" * 2000, b"=?utf-8?B?////?=",
)  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    """One to eight changes: bits, stretches taken out or doubled, tokens that parsers dislike, parts of others."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(7):
            case 0 | 1 if out:
                out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
            case 2:
                del out[at : at + rng.randrange(1, 200)]
            case 3:
                out[at:at] = out[rng.randrange(len(out) + 1) :][: rng.randrange(2_000)]
            case 4:
                out[at:at] = rng.choice(TOKENS)
            case 5:
                other = SEEDS[rng.choice(sorted(SEEDS))]
                out[at:at] = other[rng.randrange(len(other) + 1) :][: rng.randrange(3_000)]
            case 6 if rng.random() < 0.2:
                del out[at:]
    return bytes(out)


def fuzzed(rng: random.Random) -> tuple[str, bytes]:
    """A name and mutated content; what is gzipped is sometimes mutated inside."""
    name = rng.choice(sorted(SEEDS))
    data = SEEDS[name]
    if name.endswith(("gz", "tgz")) and rng.random() < 0.7:
        return name, gzip.compress(mutated(gzip.decompress(data) if not name.startswith("trunc") else data, rng), 1)
    return name, mutated(data, rng)


@sized(smoke=FEW, trust=1_500, soak=100_000, parts=6)
def test_fuzzed_inputs_are_filed_or_refused(tmp_path: Path, cases: range) -> None:
    for first in range(cases.start, cases.stop, BATCH):
        folder = tmp_path / f"batch-{first}"
        folder.mkdir()
        for seed in range(first, min(first + BATCH, cases.stop)):
            name, data = fuzzed(random.Random(f"fuzz {seed}"))
            (folder / f"{seed}-{name}").write_bytes(data)
        _check(tmp_path, folder, large=len(cases) > FEW)


def _check(home: Path, folder: Path, *, large: bool) -> None:
    expected = 0
    for path in sorted(folder.iterdir()):
        with elapsed() as took:
            found = list(read([str(path)]))
        if large:
            assert took.processor < ITEM_SECONDS * slowness(), path
        assert found, f"{path} is lost"
        assert all(f.reason for f in found if isinstance(f, Rejected)), path
        expected += len(found)
    rejects, archive = home / "rejects.jsonl", home / f"archive-{folder.name}"
    run = on_pipe(
        home, "index", str(folder), "--archive", str(archive), "--rejects", str(rejects), "--json", "--jobs", "2"
    )
    assert run.status in (0, 1) and b"Traceback" not in run.err, run.err
    assert run.peak < WORKER_BYTES
    report = json.loads(run.out)
    assert report["read"] == expected
    assert report["read"] == report["added"] + report["unchanged"] + sum(report["rejected"].values())
    rows = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert len(rows) == sum(report["rejected"].values())
    bad = [r for r in rows if r["rejected"].startswith(("too slow", "too much memory", "cleaning failed"))]
    assert bad == []


def test_a_mutation_changes_something() -> None:
    changed = sum(fuzzed(random.Random(f"fuzz {n}"))[1] not in SEEDS.values() for n in range(200))
    assert changed > 190
    assert len({fuzzed(random.Random(f"fuzz {n}"))[0] for n in range(1_500)}) == len(SEEDS)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_every_seed_is_read_before_it_is_mutated(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SEEDS[name])
    assert list(read([str(tmp_path / name)]))
