"""Refuses regular expressions that could keep the engine busy for ever. Pure."""

from __future__ import annotations

import re

#: Longest pattern.
LONGEST_PATTERN = 200
#: Most quantifiers without an upper bound: matching takes at most (length of a title) to this power steps.
MOST_OPEN_ENDED = 3
#: Highest bound of a counted quantifier.
HIGHEST_COUNT = 100

_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)]?|[*+?]|\{\d*,?\d*\}|.", re.DOTALL)


def pattern_fault(pattern: str) -> str | None:
    """Why a pattern is not taken, in a few words; None when it is sound and its matching time is bounded.

    Python's matcher backtracks, so a repeated group that itself repeats or branches can take time exponential in the
    text. Such groups, back-references, conditions and look-arounds are refused.
    """
    if len(pattern) > LONGEST_PATTERN:
        return f"a pattern of more than {LONGEST_PATTERN} characters"
    try:
        re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a pattern: {str(error).splitlines()[0]}"
    return _costly(pattern)


def _costly(pattern: str) -> str | None:
    items = [m.group() for m in _ITEM.finditer(pattern)]
    open_groups: list[bool] = []  # for each open group, whether it repeats or branches inside
    closed: bool | None = None  # the same for a group that has just been closed
    open_ended = 0
    for item in items:
        repeats = item in "*+" or (item[0] == "{" and len(item) > 2)
        if len(item) == 2 and item[0] == "\\" and item[1].isdigit():
            return "back-references are not offered"
        if item.startswith("(?") and item != "(?:":
            return "only plain groups ( ) and (?: ) are offered"
        if repeats and closed:
            return "a repeated group that repeats or branches inside"
        if item[0] == "{" and any(int(n) > HIGHEST_COUNT for n in re.findall(r"\d+", item)):
            return f"a count above {HIGHEST_COUNT}"
        open_ended += repeats
        if open_ended > MOST_OPEN_ENDED:
            return f"more than {MOST_OPEN_ENDED} repeats"
        closed = _track(item, repeats, open_groups)
    return None


def _track(item: str, repeats: bool, open_groups: list[bool]) -> bool | None:
    """Keeps account of groups; gives the state of a group closed by this item, else None."""
    if item in ("(", "(?:"):
        open_groups.append(False)
    elif item == ")" and open_groups:
        inner = open_groups.pop()
        if open_groups:
            open_groups[-1] = open_groups[-1] or inner
        return inner
    elif open_groups and (repeats or item in ("|", "?")):
        open_groups[-1] = True
    return None
