"""Looks words up in the lexicon of an archive in a cluster, and remembers the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from morgue.core.analyzer import in_capitals
from morgue.core.stems.stemmer import languages
from morgue.index.cluster.document import token
from morgue.search.cluster.session import Session

#: Documents of the lexicon read for one word, and forms counted in one request.
_MOST, _COUNTED = 20_000, 200


class ClusterLexicon:
    """Satisfies `morgue.search.lexicon.Lexicon`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._turn = session.turn
        self.forget()

    def forget(self) -> None:
        """Lets go of what was looked up."""
        self._known: dict[str, bool] = {}
        self._keys: dict[str, set[str]] = {}
        self._seen: dict[str, set[str]] = {}
        self._stems: dict[str, set[tuple[str, str]]] = {}
        self._bases: dict[str, set[str]] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self._near: list[str] = []
        self._languages: dict[str, int] | None = None
        self._stemmed: tuple[str, ...] | None = None

    def _by_language(self) -> dict[str, int]:
        """Articles of each language; forgets all that was remembered of an earlier point in time."""
        if self._session.turn != self._turn:
            self._turn = self._session.turn
            self.forget()
        if self._languages is None:
            self._languages = {key[0]: n for key, n in self._session.composite({"match_all": {}}, ("language",))}
        return self._languages

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose forms have stems."""
        self._by_language()
        if self._stemmed is None:
            self._stemmed = tuple(sorted(set(self._session.languages()) & set(languages())))
        return self._stemmed

    @property
    def main_language(self) -> str | None:
        """The language of most articles."""
        held = self._by_language()
        return min(held, key=lambda code: (-held[code], code), default=None)

    def held(self, texts: Iterable[str]) -> set[str]:
        """The texts that are forms of the archive."""
        wanted = set(texts)
        if fresh := sorted(t for t in wanted if t not in self._known):
            there = self._read({"terms": {"form": fresh}})
            self._known.update((t, t in there) for t in fresh)
        return {t for t in wanted if self._known[t]}

    def keyed(self, key: str) -> set[str]:
        """The forms with a key."""
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = self._read(
                {"bool": {"should": [{"term": {"key": key}}, {"term": {"form": key}}]}}
            )
        return set(found)

    def _read(self, query: dict[str, Any]) -> set[str]:
        """The forms of a query. All documents of a form have the same keys, so its languages are known with it."""
        found: dict[str, set[str]] = {}
        for each in self._session.forms(query, _MOST):
            found.setdefault(each["form"], set()).add(each["language"])
        self._seen.update(found)
        self._known.update((form, True) for form in found)
        return set(found)

    def seen(self, language: str, form: str) -> bool:
        """Whether a form occurs in an article of a language."""
        if form not in self._seen:
            self._seen.setdefault(form, set())
            self._read({"term": {"form": form}})
        return language in self._seen[form]

    def stem_mates(self, language: str, keys: set[str]) -> set[str]:
        """The forms seen in a language whose stems have one of these keys."""
        if fresh := sorted(k for k in keys if k not in self._stems):
            self._stems.update((k, set()) for k in fresh)
            for each in self._session.forms({"terms": {"stem": fresh}}, _MOST):
                self._stems[each["stem"]].add((each["language"], each["form"]))
        found = {form for k in keys for code, form in self._stems[k] if code == language}
        if fresh := sorted(f for f in found if f not in self._seen):
            self._read({"terms": {"form": fresh}})
        self._near += [f for f in found if f not in self._counts]
        return found

    def attached(self, base: str) -> set[str]:
        """The forms that have something written on to a base, and the base where it is a form."""
        found = self._bases.get(base)
        if found is None:
            found = self._read({"bool": {"should": [{"term": {"base": base}}, {"term": {"form": base}}]}})
            self._bases[base] = found
        return set(found)

    def documents(self, forms: Iterable[str]) -> int:
        """The sum of the articles of each form."""
        listed = list(forms)
        self._count(listed)
        return sum(self._counts[f][""] for f in listed)

    def documents_in(self, language: str, form: str) -> int:
        """The articles of a language that have a form."""
        if form not in self._counts:
            self._count([form, *self._near])
        return self._counts[form].get(language, 0)

    def frequencies(self, forms: Sequence[str]) -> dict[str, int]:
        """The articles of each form."""
        self._count(forms)
        return {f: self._counts[f][""] for f in forms}

    def _count(self, forms: Iterable[str]) -> None:
        """Counts the articles of each form that is not counted yet, by language and in all, many at a time."""
        fresh = [f for f in dict.fromkeys(forms) if f not in self._counts]
        self._near = []
        for at in range(0, len(fresh), _COUNTED):
            part = fresh[at : at + _COUNTED]
            by = {"by": {"terms": {"field": "language", "size": 200}}}
            aggs = {f"f{i}": {"filter": {"term": {"r": token(f)}}, "aggs": by} for i, f in enumerate(part)}
            told = self._session.ask({"match_all": {}}, size=0, track_total_hits=False, aggs=aggs)["aggregations"]
            for i, form in enumerate(part):
                each = told.get(f"f{i}", {"doc_count": 0})
                self._counts[form] = {b["key"]: b["doc_count"] for b in each.get("by", {}).get("buckets", ())}
                self._counts[form][""] = each["doc_count"]

    # -- patterns

    def beginning(self, bare: str, most: int) -> dict[str, set[str]]:
        """Forms that begin so or have a key that does, each with its keys."""
        return self._with_keys({"bool": {"should": [{"prefix": {f: bare}} for f in ("form", "key")]}}, most)

    def fitting(self, glob: str, most: int) -> dict[str, set[str]]:
        """Forms that fit a pattern of ? and * or have a key that does, each with its keys."""
        escaped = glob.replace("\\", "\\\\")
        return self._with_keys({"bool": {"should": [{"wildcard": {f: escaped}} for f in ("form", "key")]}}, most)

    def near(self, bare: str, edits: int, most: int) -> dict[str, set[str]]:
        """Forms within so many edits, or with a key that is, each with its keys."""
        fuzzy = {"value": bare, "fuzziness": min(edits, 2), "rewrite": "constant_score", "transpositions": True}
        found = self._with_keys({"bool": {"should": [{"fuzzy": {f: fuzzy}} for f in ("form", "key")]}}, most)
        return {form: keys for form, keys in found.items() if not in_capitals(form)}

    def _with_keys(self, query: dict[str, Any], most: int) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for each in self._session.forms(query, most):
            found.setdefault(each["form"], set()).update(each["key"])
        return found
