"""Writes the lexicon of an archive in a cluster: each form once a language, with the keys it is found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from morgue.core.analyzer import in_capitals
from morgue.core.folding import key, spellings
from morgue.core.stems.attached_words import bases, may_be_attached
from morgue.core.stems.stemmer import languages, stem_all
from morgue.index.cluster.document import document_id, dumps
from morgue.index.cluster.http import Connection, bulk

#: Pairs of form and language that a writer remembers as written.
_REMEMBERED = 3_000_000


class FormsWriter:
    """Writes forms that it has not written before. What is there already stays as it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.name + "-forms"
        self._known: defaultdict[str, set[str]] = defaultdict(set)
        self._fresh: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, found: Iterable[str], language: str | None) -> None:
        """Forms of an article, to be written by `flush`."""
        code = language if language is not None and language in languages() else ""
        self._fresh[code].update(set(found) - self._known[code])

    def flush(self) -> None:
        """Writes what is new; acknowledged when it returns."""
        for code, found in self._fresh.items():
            bulk(self._connection, self._actions(code, sorted(found)), there_is_fine=True)
            if sum(map(len, self._known.values())) > _REMEMBERED:
                self._known.clear()
            self._known[code] |= found
        self._fresh.clear()

    def _actions(self, code: str, found: list[str]) -> Iterator[tuple[bytes, bytes]]:
        plain = [f for f in found if not in_capitals(f)] if code else []
        roots = dict(zip(plain, stem_all(code, plain), strict=True)) if plain else {}
        for form in found:
            yield (
                dumps({"create": {"_index": self._index, "_id": document_id(f"{code}|{form}")}}),
                dumps(
                    {
                        "form": form,
                        "key": sorted({key(form), *(spellings(form, code) if form in roots else ())}),
                        "language": code if form in roots else "",
                        **({"stem": key(roots[form])} if form in roots else {}),
                        **({"base": list(bases(form))} if may_be_attached(form) else {}),
                    }
                ),
            )
