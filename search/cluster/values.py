"""Reads the values of an archive's short fields once a point in time, and finds those that a condition asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.analyzer import terms
from morgue.core.folding import key
from morgue.search.cluster.session import Session
from morgue.search.language.fields import FIELDS
from morgue.search.local.filters.addresses import site_fits
from morgue.search.local.filters.outlet_names import filed_under_host, same_outlet
from morgue.search.local.filters.scan_filters import searcher
from morgue.search.local.filters.value_match import plain, whole_fit, wild, words_fit
from morgue.search.query import Keyword, Regex

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline

#: The fields of the cluster by whatever the query calls them.
COLUMNS = {name: f.column for f in FIELDS if f.column for name in f.names}


class Values:
    """The strings of the columns with how many articles have each."""

    def __init__(self, session: Session, outlets: Path | None) -> None:
        self._session = session
        self._outlets = outlets
        self._known: dict[str, Counter[str]] = {}

    def forget(self) -> None:
        """Lets go of what was read."""
        self._known.clear()

    def of(self, column: str) -> Counter[str]:
        """Every value of a column, with how many articles have it."""
        found = self._known.get(column)
        if found is None:
            rows = self._session.composite({"match_all": {}}, (column,))
            found = self._known[column] = Counter({key[0]: n for key, n in rows})
        return found

    def fitting(self, query: Keyword | Regex, deadline: Deadline) -> list[str]:
        """The values of a keyword's column that fit."""
        column = COLUMNS[query.field]
        fits = searcher(query, deadline) if isinstance(query, Regex) else self._test(query, column)
        return sorted(v for v in self.of(column) if fits(v))

    def filed(self, host: str) -> list[str]:
        """The outlets that have this host."""
        same = filed_under_host(host, self._outlets)
        return sorted(v for v in self.of("outlet") if same(v)) if same is not None else []

    def _test(self, query: Keyword, column: str) -> Callable[[str], bool]:
        if query.field == "site":
            return site_fits(query.value)
        if not query.whole:
            return self._or_outlet(query, words_fit(query.value))
        held = query.value in self.of(column)
        fits = whole_fit(query.value, held)
        return fits if held else self._or_outlet(query, fits)

    def _or_outlet(self, query: Keyword, fits: Callable[[str], bool]) -> Callable[[str], bool]:
        if query.field != "outlet" or wild(query.value):
            return fits
        same = same_outlet(query.value, self._outlets)
        return fits if same is None else lambda text: fits(text) or same(text)

    def holds(self, field: str, text: str) -> tuple[bool, bool]:
        """Whether a value has these words side by side, and whether some has no others."""
        fits, wanted = words_fit(text), [key(t) for t in terms(text)]
        inside = [v for v in self.of(COLUMNS[field]) if fits(v)]
        if any([key(t) for t in terms(v)] == wanted for v in inside):
            return True, True
        if field == "outlet" and not inside and same_outlet(text, self._outlets) is not None:
            return True, True
        return bool(inside), False

    def complete(self, field: str, prefix: str, limit: int) -> tuple[str, ...]:
        """Values that begin so, the commonest first."""
        wanted, counts = plain(prefix), self.of(COLUMNS[field])
        return tuple(sorted((v for v in counts if plain(v).startswith(wanted)), key=lambda v: (-counts[v], v))[:limit])
