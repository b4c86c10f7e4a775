"""Reads the table of contents of a container: where each stream lies, of which type, and how its numbers are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from morgue.core.dataclass import dataclass
from morgue.core.patterns import compiled
from morgue.index.codec.streams.narrowing import Narrow, is_narrower
from morgue.index.codec.streams.packed_text import MOST_TIMES

ALIGN = 64

#: Lines of the table: a stream's name, type, place, bytes and digest, then how it is kept where that is said; a note's
#: name and value. ` times 12`: its one number is to be taken so often. ` from 7 <u4`, ` steps 7 <u4`: see `Narrow`.
#: ` like NAME`: its numbers are those of a stream before it. ` packed 5000`: it unpacks to so many bytes.
_STREAM = compiled(
    rb"([\w.-]{1,200}) ([<|][uifb][1248]) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9a-f]{32})"
    rb"(?: times ([0-9]{1,18})| (from|steps) (-?[0-9]{1,19}) ([<|][uifb][1248])| like ([\w.-]{1,200})"
    rb"| packed ([0-9]{1,18}))?\Z"
)
_NOTE = compiled(rb"([\w.-]{1,200}) = ([0-9]{1,18})\Z")

#: Behind the name of a narrowed stream, that of what stands in full.
FULL = ".full"


@dataclass(frozen=True, slots=True)
class Table:
    """streams: type, place, bytes and digest as they lie in the file, by name, in the order they were written.

    times, narrow, like, packed: how some of them are kept. notes: numbers beside them.
    """

    streams: dict[str, tuple[str, int, int, str]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    narrow: dict[str, Narrow] = field(default_factory=dict)
    like: dict[str, str] = field(default_factory=dict)
    packed: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)

    def kind_and_count(self, name: str) -> tuple[str, int]:
        """The type of a stream's numbers, and how many it says there are; KeyError where it is not there."""
        name = self.like.get(name, name)
        kind, _, size, _ = self.streams[name]
        form = self.narrow.get(name)
        if form is not None:
            return form.kind, size // int(kind[-1]) + form.steps
        return kind, self.packed.get(name, self.times.get(name, size // int(kind[-1])))


def read_table(text: bytes, first: int, end: int, damaged: Callable[[str], Exception]) -> Table:
    """The table of a file whose streams lie between these bytes; raises what `damaged` makes of what is wrong."""
    table = Table()
    for line in text.split(b"\n")[:-1]:
        if (note := _NOTE.match(line)) is not None:
            table.notes[note[1].decode()] = int(note[2])
            continue
        stream = _STREAM.match(line)
        if stream is None:
            raise damaged("has a damaged table of contents")
        name, kind, digest = (stream[i].decode() for i in (1, 2, 5))
        start, size = int(stream[3]), int(stream[4])
        if start < first or start % ALIGN or start + size > end or size % int(kind[-1]):
            raise damaged(f"has a stream {name} that leads out of it")
        if name in table.streams:
            raise damaged(f"has two streams {name}")
        table.streams[name] = (kind, start, size, digest)
        if stream[6] is not None:
            table.times[name] = int(stream[6])
        elif stream[7] is not None:
            table.narrow[name] = Narrow(stream[9].decode(), int(stream[8]), stream[7] == b"steps")
        elif stream[10] is not None:
            table.like[name] = stream[10].decode()
        elif stream[11] is not None:
            table.packed[name] = int(stream[11])
        if (wrong := _unfit(table, name)) is not None:
            raise damaged(f"has a stream {name} {wrong}")
    return table


def _unfit(table: Table, name: str) -> str | None:
    """What is wrong with how the last stream is kept."""
    kind, _, size, _ = table.streams[name]
    if name in table.times and size != int(kind[-1]):
        return "of another length than one number's"
    if name in table.narrow and not is_narrower(kind, table.narrow[name].kind):
        return "that is not narrower than its numbers"
    if name in table.packed and (kind != "|u1" or table.packed[name] > MOST_TIMES * (size + 1)):
        return "of another size than it can unpack to"
    other = table.like.get(name)
    if other is None:
        return None
    fits = other in table.streams and other not in table.like and table.kind_and_count(other)[0] == kind
    return None if fits and not size else "like one that is not there"
