"""Archives whose numbers were crafted: counts, offsets, places and sizes that lie, under hashes that are all right."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2b, sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morgue.index.archive import manifest
from morgue.index.codec.container import _HEADER as HEADER
from morgue.index.codec.container import MAGIC, VERSION, Container
from morgue.index.codec.streams.table import ALIGN

#: Numbers that readers dislike.
EXTREMES = (
    0,
    1,
    -1,
    2,
    7,
    127,
    128,
    255,
    256,
    65_535,
    1 << 16,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 40,
    1 << 62,
)
Stream = tuple[str, bytes]
Streams = dict[str, Stream]


def streams_of(path: Path) -> tuple[Streams, dict[str, int]]:
    """The streams of a container (type and bytes by name), and its notes."""
    file = Container(path)
    return {n: (file.array(n).dtype.str, file.array(n).tobytes()) for n in file.names()}, dict(file._notes)


def stored_streams_of(path: Path) -> tuple[Streams, dict[str, int], dict[str, str]]:
    """The streams as they lie in the file, its notes, and how those streams are kept that are not kept as they are."""
    file = Container(path)
    lines = [line.split(" ", 5) for line in table_of(path).decode().splitlines()]
    forms = {line[0]: " " + line[5] for line in lines if len(line) == 6}
    return {n: (file._raw(n).dtype.str, file._raw(n).tobytes()) for n in file.names()}, dict(file._notes), forms


def table_of(path: Path) -> bytes:
    """The table of contents of a container."""
    data = path.read_bytes()
    at, size = HEADER.unpack_from(data)[3:5]
    return data[at : at + size]


def write_container(
    path: Path,
    streams: Streams,
    notes: dict[str, int],
    lie: Callable[[list[str]], None],
    forms: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """A container of any streams, with every checksum right; `lie` may change the lines of its table before that.

    forms: what the line of a stream says behind its digest.
    """
    out, lines = bytearray(HEADER.size), list[str]()
    for name, (kind, data) in streams.items():
        out += bytes(-len(out) % ALIGN)
        digest = blake2b(data, digest_size=16).hexdigest()
        lines.append(f"{name} {kind} {len(out)} {len(data)} {digest}{forms.get(name, '')}\n")
        out += data
    lines += [f"{name} = {value}\n" for name, value in notes.items()]
    lie(lines)
    table = "".join(lines).encode()
    at, size = len(out), len(out) + len(table)
    whole = blake2b(HEADER.pack(MAGIC, VERSION, 0, at, len(table), size, b"") + table, digest_size=16).digest()
    out[: HEADER.size] = HEADER.pack(MAGIC, VERSION, 0, at, len(table), size, whole)
    path.write_bytes(bytes(out) + table)


def vouch(folder: Path, changed: str) -> None:
    """Gives the file's new size and hash to every manifest that lists it."""
    record = manifest.record(folder / changed)

    def told(old: manifest.FileRecord) -> manifest.FileRecord:
        return record if old.name == changed else old

    for generation in manifest.generations(folder):
        listed = manifest.read(folder, generation)
        new = replace(
            listed,
            segments=tuple(replace(s, files=tuple(map(told, s.files))) for s in listed.segments),
            overlay=told(listed.overlay) if listed.overlay else None,
            tombstone=told(listed.tombstone) if listed.tombstone else None,
        )
        (folder / manifest.manifest_name(generation)).write_bytes(manifest.to_bytes(new))


def craft(folder: Path, rng: random.Random) -> str:
    """Changes a few numbers of the newest generation; says which."""
    newest = manifest.read(folder, manifest.generations(folder)[0])
    if rng.random() < 0.1:
        return _craft_manifest(folder, newest.generation, rng)
    assert newest.overlay is not None
    names = [f.name for s in newest.segments for f in s.files]
    name = rng.choice([newest.overlay.name, newest.overlay.name, *names])
    streams, notes, forms = stored_streams_of(folder / name)
    if rng.random() < 0.3:  # as older archives have them
        (streams, notes), forms = streams_of(folder / name), {}
    lie: Callable[[list[str]], None] = _honest
    if rng.random() < 0.15:
        lie, said = _lie_about(rng)
    elif notes and rng.random() < 0.1:
        note = rng.choice(sorted(notes))
        notes[note] = number = _number(rng, notes[note])
        said = f"note {note} = {number}"
    elif forms and rng.random() < 0.2:
        said = _craft_form(forms, rng)
    else:
        said = _craft_stream(streams, rng)
    write_container(folder / name, streams, notes, lie, forms)
    vouch(folder, name)
    return f"{said} of {name}"


def _honest(lines: list[str]) -> None:
    """Nothing to lie about."""


def _number(rng: random.Random, old: int) -> int:
    return rng.choice((old + 1, old - 1, old * 2, rng.choice(EXTREMES), rng.choice(EXTREMES), rng.randrange(1 << 33)))


def _craft_stream(streams: Streams, rng: random.Random) -> str:
    """One stream's values, all or some, or how many there are."""
    name = rng.choice([n for n, (_, data) in streams.items() if data])
    kind, data = streams[name]
    values: NDArray[Any] = np.frombuffer(data, kind).copy()
    how = rng.choice(("one", "one", "one", "some", "all", "reverse", "shuffle", "cut", "grow", "none", "type"))
    if how in ("one", "some", "all"):
        count = {"one": 1, "some": rng.randrange(1, 9), "all": len(values)}[how]
        places = rng.sample(range(len(values)), min(count, len(values)))
        value = _number(rng, int(np.nan_to_num(values[places[0]])))
        values[places] = np.array(value % (1 << 64), np.uint64).astype(values.dtype)
        how += f" = {value}"
    elif how == "reverse":
        values = values[::-1]
    elif how == "shuffle":
        order = list(range(len(values)))
        rng.shuffle(order)
        values = values[order]
    elif how == "cut":
        values = values[: rng.randrange(len(values))]
    elif how == "grow":
        values = np.concatenate([values, values[-1:].repeat(rng.choice((1, 2, 1000)))])
    elif how == "none":
        values = values[:0]
    else:
        kind = rng.choice(("|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "|i1", "<f8", "|b1"))
        streams[name] = kind, data[: len(data) // np.dtype(kind).itemsize * np.dtype(kind).itemsize]
        return f"{name}: type {kind}"
    streams[name] = kind, np.ascontiguousarray(values).tobytes()
    return f"{name}: {how}"


def _craft_form(forms: dict[str, str], rng: random.Random) -> str:
    """How a stream is kept: another number, another type, another way, or that of another stream."""
    name = rng.choice(sorted(forms))
    words = forms[name].split(" ")
    how = rng.choice(("number", "number", "type", "way", "other", "none"))
    if how == "number":
        words[2] = str(rng.choice((*EXTREMES, -1, -(1 << 31), -(1 << 63), 10**18)))
    elif how == "type":
        words[3:] = [rng.choice(("|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"))]
    elif how == "way":
        words[1] = rng.choice(("from", "steps", "times", "like", "packed"))
    elif how == "other":
        words = forms[rng.choice(sorted(forms))].split(" ")
    forms[name] = " ".join(words) if how != "none" else ""
    return f"{name} is kept{forms[name]}"


def _lie_about(rng: random.Random) -> tuple[Callable[[list[str]], None], str]:
    """A table of contents that says something else of a stream than is so."""
    which, field, number = rng.random(), rng.randrange(6), rng.choice(EXTREMES)
    kinds = ("|O", "<u3", "", "<U4", "<M8[s]", "<u4,<u4", "(4,)<u4", ">u4", "|V0", "|S0", "x")

    def lie(lines: list[str]) -> None:
        place = int(which * len(lines))
        parts = lines[place].rstrip("\n").split(" ")
        if field == 0:
            lines.pop(place)
        elif field == 1:
            lines.append(lines[place])
        elif field == 2 and len(parts) == 5:
            parts[1] = kinds[number % len(kinds)]
            lines[place] = " ".join(parts) + "\n"
        elif field == 3:
            lines[place] = rng.choice(
                ("\n", "x\n", "a b\n", "a = \n", "a = b\n", "a <u4 x y z\n", "é \udcff\n"[:2] + "\n")
            )
        else:
            parts[min(field - 2, len(parts) - 1)] = str(number)
            lines[place] = " ".join(parts) + "\n"

    return lie, f"table, field {field}, {number}"


def _craft_manifest(folder: Path, generation: int, rng: random.Random) -> str:
    path = folder / manifest.manifest_name(generation)
    data = json.loads(path.read_bytes().rstrip(b"\n").rpartition(b"\n")[0])
    segment = rng.choice(data["segments"])
    where = rng.choice((data, segment, segment, segment["files"][0], data["overlay"], data["toc"]))
    key = rng.choice(sorted(where))
    odd: tuple[Any, ...] = (None, True, 1.5, "x", [], {}, [[]], "9" * 5000, {"name": 1}, -1, *EXTREMES)
    where[key] = rng.choice(odd)
    text = json.dumps(data, indent=1, sort_keys=True) + "\n"
    path.write_bytes((text + sha256(text.encode()).hexdigest() + "\n").encode())
    return f"manifest {key} = {str(where[key])[:20]}"
