"""Turns names of people that stand surname first, as RIS and ProQuest write them, the way they are spoken. Pure."""

from __future__ import annotations

import re
from typing import Literal

#: How a database writes its authors: as they sign, surname first where it took them apart, or always surname first.
Order = Literal["signed", "mixed", "surname first"]

_PARTICLE = re.compile(
    r"(?:van|von|vom|zu|zum|zur|der|den|de|du|des|del|della|di|da|dos|das|la|le|los|el|al|bin|ibn|ter|ten|te|af|av|st\.?)\Z",
    re.I,
)
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?d|m\.?d|[ivx]{2,4})\.?\Z", re.I)
_INITIAL = re.compile(r"\w\.?(?:-?\w\.)*\Z")
#: More words than this are no person's given names.
_GIVEN = 4


def spoken(stated: str, order: Order) -> str:
    """What one entry of authors says, each name given name first; parted by semicolons as before.

    A name is turned where it is one surname, a comma and given names. Two whole names about a comma are two people, and
    a surname of several words is turned only where the database always writes surnames first: elsewhere it may be a
    whole name before a place or a paper.

    >>> spoken("Reckard, E Scott; van der Berg, Jan", "mixed"), spoken("Ada Brook, Jo Tern", "surname first")
    ('E Scott Reckard; Jan van der Berg', 'Ada Brook, Jo Tern')
    """
    if order == "signed" or "," not in stated:
        return stated
    return "; ".join(_turned(part.strip(), order) for part in stated.split(";") if part.strip())


def _turned(name: str, order: Order) -> str:
    surname, *rest = [part for part in re.split(r"\s*,\s*", name) if part] or [""]
    suffix = f" {rest.pop()}" if len(rest) == 2 and _SUFFIX.match(rest[1]) else ""
    if not rest:
        return surname  # a body, which some programs close by a comma
    if len(rest) > 1 or not _is_given(rest[0]):
        return name
    bare = [word for word in surname.split() if not _PARTICLE.match(word)]
    several = len(bare) > 1 and (order == "mixed" or _is_whole(rest[0]))
    return name if several else f"{rest[0]} {surname}{suffix}"


def _is_given(text: str) -> bool:
    words = text.split()
    return len(words) <= _GIVEN and not any(map(str.isdigit, text)) and any(word[:1].isupper() for word in words)


def _is_whole(text: str) -> bool:
    """Whether these are two words or more, none an initial: a name by itself."""
    words = text.split()
    return len(words) > 1 and not any(map(_INITIAL.match, words))
