"""Numbers and texts that are kept in fewer bytes than they have come back the same, or are refused."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from numpy.typing import NDArray

from morgue.core.errors import ArchiveDamaged
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.layout import NO_INSTANT, PLAIN
from morgue.index.codec.streams.packed_text import MOST_TIMES
from morgue.index.codec.streams.plain_columns import instants, write_plain
from tests.trust.numbers import Streams, stored_streams_of, table_of, write_container

DAY = 737_000


def kept(folder: Path, array: NDArray[Any], steps: bool = False) -> Container:
    """A container that holds a stream, which comes back the same."""
    path = folder / "one.segment"
    path.unlink(missing_ok=True)
    with ContainerWriter(path) as out:
        out.add_narrow("numbers", array, steps)
        out.close()
    file = Container(path)
    file.verify()
    found = file.array("numbers")
    assert found.dtype == array.dtype and np.array_equal(found, array)
    assert not found.flags.writeable
    assert file.length("numbers", array.dtype.str) == file.count("numbers") == len(array)
    return file


def crafted(folder: Path, streams: Streams, forms: dict[str, str]) -> Container:
    write_container(folder / "bad.segment", streams, {}, lambda lines: None, forms)
    return Container(folder / "bad.segment")


@pytest.mark.parametrize("kind", ["<u2", "<u4", "<i4", "<u8", "<i8"])
@pytest.mark.parametrize("room", [0, 1, 254, 255, 256, 65_534, 65_535, 65_536, (1 << 32) - 1])
def test_numbers_over_a_base_come_back_the_same(tmp_path: Path, kind: str, room: int) -> None:
    """At both ends of their type, and in the middle."""
    bounds, dice = np.iinfo(kind), np.random.default_rng(room)
    for lowest in (bounds.min, 0, bounds.max // 2, bounds.max - room):
        if lowest + room <= min(bounds.max, (1 << 63) - 1):
            over = dice.integers(0, room, size=2_000, endpoint=True)
            kept(tmp_path, (over + lowest).astype(kind))


@pytest.mark.parametrize("kind", ["<u4", "<i4", "<u8", "<i8"])
@pytest.mark.parametrize("odd", [1, 20, 150, 400])
def test_the_few_that_do_not_fit_stand_in_full(tmp_path: Path, kind: str, odd: int) -> None:
    """Below and above all others."""
    dice = random.Random(odd)
    usual = [dice.randrange(DAY, DAY + 200) for _ in range(2_000)]
    for values in ((0,), (1 << 31) - 1, (0, 1, 2, 1_000_000, (1 << 31) - 1)):
        strange = values if isinstance(values, tuple) else (values,)
        given = np.array(usual, kind)
        given[dice.sample(range(2_000), odd)] = dice.choices(strange, k=odd)
        file = kept(tmp_path, given)
        assert odd > 150 or ("numbers.full" in file and file._streams["numbers"][0] == "|u1")


@pytest.mark.parametrize("kind", ["<u4", "<u8"])
def test_offsets_are_kept_as_steps(tmp_path: Path, kind: str) -> None:
    dice = np.random.default_rng(5)
    for steps in (dice.integers(0, 200, 3_000), dice.integers(60, 300, 3_000), np.zeros(3_000, int), np.full(3_000, 9)):
        given = np.concatenate([[0], np.cumsum(steps)]).astype(kind)
        assert kept(tmp_path, given, steps=True)._streams["numbers"][0] == "|u1"
        steps[dice.integers(0, 3_000, 30)] = 1_000_000
        given = np.concatenate([[0], np.cumsum(steps)]).astype(kind)
        assert kept(tmp_path, given, steps=True)._streams["numbers"][0] == "|u1"
    assert kept(tmp_path, given[1:], steps=True)._streams["numbers"][0] == kind  # which do not begin at 0


def test_what_saves_nothing_is_kept_as_it_is(tmp_path: Path) -> None:
    dice = np.random.default_rng(1)
    for given in (
        np.arange(60, dtype=np.uint32),
        np.empty(0, np.uint32),
        dice.integers(0, 1 << 32, 5_000).astype(np.uint32),
        dice.random(5_000).astype(np.float32),
        np.zeros(5_000, np.uint8),
        np.ones(5_000, np.bool_),
    ):
        file = kept(tmp_path, given)
        assert file.names() == ("numbers",) and file._streams["numbers"][2] == given.nbytes


def test_a_column_like_another_takes_no_bytes(tmp_path: Path) -> None:
    days = np.random.default_rng(2).integers(DAY, DAY + 60_000, 3_000).astype(np.int32)
    with ContainerWriter(tmp_path / "two.segment") as out:
        out.add_column("first", days)
        out.add_like("last", days.copy(), "first", days)
        out.add_like("later", days + 1, "first", days)
        out.close()
    file = Container(tmp_path / "two.segment")
    assert np.array_equal(file.array("last"), days) and np.array_equal(file.array("later"), days + 1)
    assert file.length("last", "<i4") == 3_000 and file._streams["last"][2] == 0 < file._streams["later"][2]


def test_what_was_made_is_forgotten_when_it_is_let_go(tmp_path: Path) -> None:
    """Else a writer of many segments would keep all it ever looked at."""
    file = kept(tmp_path, np.arange(2_000, dtype=np.uint32))
    held = file.array("numbers")
    assert file.array("numbers") is held
    file.let_go()
    assert file.array("numbers") is not held and np.array_equal(file.array("numbers"), held)


def test_a_text_is_packed_and_comes_back(tmp_path: Path) -> None:
    dice = random.Random(3)
    words = "\n".join(sorted("".join(dice.choices("abcdef", k=8)) for _ in range(3_000))).encode()
    noise, blank = dice.randbytes(20_000), b"\n" * 50_000
    with ContainerWriter(tmp_path / "text.segment") as out:
        for name, text in (("words", words), ("noise", noise), ("blank", blank), ("short", b"abc" * 300)):
            out.add_text(name, text)
        out.close()
    file = Container(tmp_path / "text.segment")
    file.verify()
    assert bytes(file.view("words")) == words and file.length("words", "|u1") == len(words)
    assert file._streams["words"][2] < 0.75 * len(words)
    for name, text in (("noise", noise), ("blank", blank), ("short", b"abc" * 300)):
        assert bytes(file.view(name)) == text and file._streams[name][2] == len(text)  # too much of a file for its size


PACKED = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(range(250)) * 16)
BOMB = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(1 << 24))
U1, FULL = ("|u1", bytes([1, 255, 3])), ("<u4", b"\1\0\0\0")
LIES: dict[str, tuple[Streams, str]] = {
    "no narrower": ({"x": ("<u4", bytes(12))}, " from 0 <u4"),
    "wider": ({"x": ("<u4", bytes(12))}, " from 0 <u2"),
    "a fraction": ({"x": ("|u1", bytes(12))}, " from 0 <f4"),
    "of signed": ({"x": ("|i1", bytes(12))}, " from 0 <i4"),
    "a base below": ({"x": U1}, " from -1 <u4"),
    "a base above": ({"x": U1}, f" from {(1 << 32) - 255} <u4"),
    "a base far above": ({"x": U1}, f" from {(1 << 63) - 1} <i4"),
    "steps over a base below": ({"x": U1}, " steps -1 <u8"),
    "too many in full": ({"x": U1, "x.full": ("<u4", bytes(8))}, " from 0 <u4"),
    "too few in full": ({"x": ("|u1", b"\xff\xff"), "x.full": FULL}, " from 0 <u4"),
    "in full of another type": ({"x": U1, "x.full": ("<i4", bytes(4))}, " from 0 <u4"),
    "in full of another size": ({"x": U1, "x.full": ("<u8", bytes(8))}, " steps 0 <u4"),
    "like nothing": ({"x": ("<u4", b"")}, " like y"),
    "like itself": ({"x": ("<u4", b"")}, " like x"),
    "like another type": ({"y": ("<u8", bytes(8)), "x": ("<u4", b"")}, " like y"),
    "like one that comes later": ({"x": ("<u4", b""), "y": ("<u4", bytes(4))}, " like y"),
    "like another with bytes": ({"y": ("<u4", bytes(4)), "x": ("<u4", bytes(4))}, " like y"),
    "many of two": ({"x": ("<u4", bytes(8))}, " times 5"),
    "packed, of another size": ({"x": ("|u1", PACKED)}, " packed 4001"),
    "packed, a bomb": ({"x": ("|u1", BOMB)}, f" packed {1 << 24}"),
    "packed, a bomb that hides": ({"x": ("|u1", BOMB)}, f" packed {MOST_TIMES * len(BOMB)}"),
    "packed, no text": ({"x": ("|u1", b"x" * 2_000)}, " packed 4000"),
    "packed, cut off": ({"x": ("|u1", PACKED[:-9])}, " packed 4000"),
    "packed, nothing": ({"x": ("|u1", b"")}, " packed 9"),
    "packed numbers": ({"x": ("<u2", PACKED + bytes(len(PACKED) % 2))}, " packed 4000"),
    "no way": ({"x": U1}, " under 0 <u4"),
    "two ways": ({"x": U1}, " times 3 from 0 <u4"),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_kept_as_it_cannot_be_is_refused(tmp_path: Path, lie: str) -> None:
    streams, form = LIES[lie]
    with pytest.raises(ArchiveDamaged, match=r"bad\.segment") as caught:
        crafted(tmp_path, streams, {"x": form}).array("x")
    assert "\n" not in caught.value.what
    assert " x" in caught.value.what or "table of contents" in caught.value.what


def test_what_can_be_is_read(tmp_path: Path) -> None:
    """The neighbours of the lies above."""
    for kind, data, form, wanted in (
        ("|u1", b"\1\3", f" from {(1 << 32) - 256} <u4", [(1 << 32) - 255, (1 << 32) - 253]),
        ("|u1", b"\1\3", f" from -{1 << 31} <i4", [1 - (1 << 31), 3 - (1 << 31)]),
        ("<u2", b"\1\0\0\2", " steps 7 <u8", [0, 8, 527]),
        ("|u1", b"", " steps 7 <u4", [0]),
        ("|u1", b"", " from 7 <u4", []),
        ("|u1", PACKED, " packed 4000", [*range(250)] * 16),
    ):
        assert crafted(tmp_path, {"x": (kind, data)}, {"x": form}).array("x").tolist() == wanted
    both: Streams = {"y": U1, "y.full": FULL, "x": ("<u4", b"")}
    file = crafted(tmp_path, both, {"y": " from 5 <u4", "x": " like y"})
    assert file.array("x").tolist() == file.array("y").tolist() == [6, 1, 8]
    with pytest.raises(ArchiveDamaged, match="one number for many"):
        crafted(tmp_path, {"y": ("<u4", bytes(4)), "x": ("<u4", b"")}, {"y": " times 5", "x": " like y"}).length("x")


def test_a_flipped_bit_of_a_packed_text_is_seen(tmp_path: Path) -> None:
    """Whoever reads words does not read all checksums of the file."""
    with ContainerWriter(tmp_path / "text.segment") as out:
        out.add_text("words", " ".join(map(str, range(2_000))).encode())
        out.close()
    streams, _, forms = stored_streams_of(tmp_path / "text.segment")
    assert b" packed " in table_of(tmp_path / "text.segment")
    kind, data = streams["words"]
    for at in random.Random(4).sample(range(len(data)), 300):
        bad = bytes(b ^ (16 * (i == at)) for i, b in enumerate(data))
        with pytest.raises(ArchiveDamaged):
            crafted(tmp_path, {"words": (kind, bad)}, forms).array("words")


@pytest.mark.parametrize("odd", [(), (0, NO_INSTANT + 1), (DAY, NO_INSTANT), (0, 5)])
def test_instants_are_kept_over_their_days(tmp_path: Path, odd: tuple[int, ...]) -> None:
    """Where both or neither are known; else in full."""
    dice = random.Random(6)
    days = [dice.choice((0, DAY, DAY + 1, DAY + dice.randrange(900))) for _ in range(500)]
    times = [86_400 * (d - 719_163) + dice.randrange(-90_000, 90_000) if d else NO_INSTANT for d in days]
    if odd:
        days[7], times[7] = odd
    plain: dict[str, NDArray[Any]] = {name: np.zeros(500, kind) for name, kind in PLAIN.items()}
    plain |= {"first_day": np.array(days, np.int32), "instant": np.array(times, np.int64)}
    with ContainerWriter(tmp_path / "plain.segment") as out:
        write_plain(out, plain)
        out.close()
    file = Container(tmp_path / "plain.segment")
    assert ("instant" in file) == bool(odd)
    found = file.array("instant") if odd else instants(file.array("first_day"), file.array("instant.after"))
    assert found.tolist() == times
