"""Finds the house that names itself in a notice: "… has not been edited by Harrow Bay Courier staff". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = r"(?P<name>[A-ZÀ-ÞА-Я][\w&.'’-]*(?: (?:(?:of|the|and|de|la|du|von|der) )?[A-ZÀ-ÞА-Я0-9][\w&.'’-]*){0,5}?)"
#: What the staff of a house has or has not done to a text.
_EDITED = re.compile(
    rf"(?i:not (?:been )?(?:edited|modified|changed|written|created|verified|reviewed)"
    rf"(?: (?:or|and) (?:edited|modified|created|verified))? by )(?:(?i:the) )?(?i:staff (?:of|at) (?:the )?)?{_NAME}"
    rf"(?:['’]s?)?(?: (?i:staff|team|editors?|editorial|desk|newsroom|journalists)\b|\s+(?i:and is)\b|[.)])"
)
#: Words that name nobody.
_NOBODY = frozenset(["staff", "editors", "editor", "our", "us", "any", "human", "the", "this", "ai"])


def house(lines: Iterable[str]) -> str | None:
    """The outlet that a notice among these lines names, as it is written; None when no line does."""
    for line in lines:
        if (m := _EDITED.search(line)) and m["name"].split()[0].lower() not in _NOBODY:
            return m["name"].removesuffix("'s").removesuffix("’s").rstrip(".'’")
    return None
