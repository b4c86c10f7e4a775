"""Finds terms in the sorted dictionary of a segment by bisection of the mapped file, and their folds and stems.

Terms lie end to end in the order of their UTF-8 bytes, each ended by a line feed (no term holds one), with an offset
each. The first two are the reserved boundary terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from morgue.core.folding import SPELLINGS, key, spellings
from morgue.core.loading.arrays import NDArray
from morgue.core.stems.attached_words import bases, may_be_attached
from morgue.core.stems.stemmer import languages, stem_all
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.layout import RESERVED
from morgue.index.codec.postings.packing import offsets
from morgue.index.codec.terms.strings import SortedStrings, write_strings

RESERVED_TERMS = ("\0p", "\0s")

#: In a stem column: not seen in the language; listed among the exceptions.
_UNSEEN = 0
_ELSEWHERE = 255


# -- the lexicon


class Lexicon:
    """The surface forms of a segment. Ordinals count from RESERVED; `len` and `doc_freq` include the reserved ones.

    doc_freq: uint32[len], documents with the term, deleted ones included.
    """

    def __init__(self, file: Container) -> None:
        self._strings = SortedStrings(file, "terms")
        self._file = file

    @property
    def doc_freq(self) -> NDArray[np.uint32]:
        """uint32[len]: documents with each term."""
        return self._file.array("terms.df")

    def __len__(self) -> int:
        return len(self._strings)

    def find(self, term: str) -> int | None:
        """The ordinal of a term."""
        found = self._strings.find(term.encode("utf-8", "surrogatepass"))
        return None if found is None or found < RESERVED else found

    def frequency(self, term: str) -> int:
        """Documents with a term, deleted ones included; 0 where it is none."""
        found = self.find(term)
        return 0 if found is None else int(self.doc_freq[found])

    def term(self, ordinal: int) -> str:
        """The term of an ordinal."""
        return self._strings.get(ordinal)

    def terms(self, ordinals: Iterable[int]) -> list[str]:
        """The terms of many ordinals."""
        return [self._strings.get(int(o)) for o in ordinals]

    def prefix(self, text: str) -> range:
        """Ordinals of the terms that begin with `text`."""
        return self._strings.range(text.encode("utf-8", "surrogatepass"), RESERVED)

    def scan(self) -> Iterator[tuple[int, str]]:
        """Every term with its ordinal, in order."""
        return enumerate(self._strings.all(RESERVED), RESERVED)

    def all(self) -> list[str]:
        """Every term, in order, from ordinal RESERVED."""
        return self._strings.all(RESERVED)

    def matching(self, pattern: re.Pattern[bytes]) -> NDArray[np.int64]:
        """Ordinals of the terms whose UTF-8 bytes the whole pattern matches, ascending.

        One search over all terms when the pattern cannot match a line feed; otherwise (as with `[^x]`) term by term.
        """
        text = self._strings.text_from(RESERVED)
        lines = re.compile(b"^(?:" + pattern.pattern + b")$", pattern.flags | re.MULTILINE)
        starts: list[int] = []
        for found in lines.finditer(text):
            if b"\n" in found.group():
                return self._matching_each(pattern, text)
            if found.end() < len(text):
                starts.append(found.start())
        base = self._strings.start(RESERVED)
        return self._strings.starting(base + s for s in starts)

    def _matching_each(self, pattern: re.Pattern[bytes], text: memoryview) -> NDArray[np.int64]:
        terms = bytes(text).split(b"\n")[:-1]
        return np.array([i for i, t in enumerate(terms, RESERVED) if pattern.fullmatch(t)], dtype=np.int64)


# -- folded spellings


def write_folds(out: ContainerWriter, terms: Sequence[str], spelt: Sequence[tuple[str, int]] = ()) -> None:
    """Writes the terms (in order, from ordinal RESERVED) whose `key` is another string, by that key.

    spelt: other spellings of terms, with their ordinals, which stand beside those.
    """
    pairs = [(k, i) for i, t in enumerate(terms, RESERVED) if not (t.isascii() and t.isalpha()) and (k := key(t)) != t]
    _write_groups(out, "folds", sorted({*pairs, *spelt}))


def write_attached(out: ContainerWriter, terms: Sequence[str]) -> None:
    """Writes the terms that may be a shorter word with a particle or prefix attached, by that word."""
    pairs = [(base, i) for i, t in enumerate(terms, RESERVED) if may_be_attached(t) for base in bases(t)]
    _write_groups(out, "attached", sorted(pairs))


def other_spellings(language: str, terms: Sequence[str], seen: NDArray[np.bool_]) -> list[tuple[str, int]]:
    """How terms seen in a language (bool[terms + RESERVED]) are also spelt in it, with their ordinals."""
    if language not in SPELLINGS:
        return []
    ordinals = np.flatnonzero(seen[RESERVED:]).tolist()
    return [(spelt, i + RESERVED) for i in ordinals for spelt in spellings(terms[i], language)]


def _write_groups(out: ContainerWriter, name: str, pairs: Sequence[tuple[str, int]]) -> None:
    """Sorted (string, ordinal) pairs as distinct strings, each with its ordinals."""
    names = list(dict.fromkeys(s for s, _ in pairs))
    place = {s: i for i, s in enumerate(names)}
    counts = np.bincount([place[s] for s, _ in pairs], minlength=len(names))
    write_strings(out, name, names)
    out.add_narrow(name + ".first", offsets(counts).astype(np.uint32), steps=True)
    out.add(name + ".ordinals", np.array([i for _, i in pairs], dtype=np.uint32))


class Groups:
    """Strings with ordinals, as `_write_groups` wrote them."""

    def __init__(self, file: Container, name: str) -> None:
        self._strings = SortedStrings(file, name)
        self._first = file.array(name + ".first")
        self._ordinals = file.array(name + ".ordinals")

    def find(self, text: str) -> NDArray[np.uint32]:
        """The ordinals of one string, ascending."""
        i = self._strings.find(text.encode("utf-8", "surrogatepass"))
        return self._ordinals[0:0] if i is None else self._slice(i, i + 1)

    def prefix(self, text: str) -> NDArray[np.uint32]:
        """The ordinals of all strings that begin with `text`."""
        found = self._strings.range(text.encode("utf-8", "surrogatepass"))
        return self._slice(found.start, found.stop)

    def _slice(self, start: int, stop: int) -> NDArray[np.uint32]:
        return self._ordinals[int(self._first[start]) : int(self._first[stop])]

    def scan(self) -> Iterator[tuple[str, NDArray[np.uint32]]]:
        """Every string with its ordinals, in order."""
        for i, s in enumerate(self._strings.all()):
            yield s, self._slice(i, i + 1)


# -- stems


def write_stems(out: ContainerWriter, language: str, terms: Sequence[str], seen: NDArray[np.bool_]) -> None:
    """The stem of each term seen in documents of a language (`seen`: bool[terms + RESERVED], by ordinal; no capitals).

    Stems are kept by their `key`, so that accents count in none. A stem is mostly the beginning of its form, so a
    column holds its length in bytes and only the others are listed.
    """
    column = np.zeros(len(seen), dtype=np.uint8)
    ordinals = np.flatnonzero(seen[RESERVED:])
    forms = [terms[i] for i in ordinals.tolist()]
    others: list[tuple[str, int]] = []
    lengths: list[int] = []
    for ordinal, form, root in zip(ordinals, forms, map(key, stem_all(language, forms)), strict=True):
        size = len(root) if root.isascii() else len(root.encode("utf-8", "surrogatepass"))
        if 0 < size < _ELSEWHERE and form.startswith(root):
            lengths.append(size)
        else:
            lengths.append(_ELSEWHERE)
            others.append((root, int(ordinal) + RESERVED))
    column[ordinals + RESERVED] = lengths
    out.add_text(f"stems.{language}", column.tobytes())
    _write_groups(out, f"stems.{language}.others", sorted(others))


class StemTable:
    """key of a stem → forms, in one language: only forms seen in documents of that language."""

    def __init__(self, file: Container, lexicon: Lexicon, language: str) -> None:
        self._lexicon = lexicon
        self._lengths = file.array(f"stems.{language}")
        self._others = Groups(file, f"stems.{language}.others")
        self.language = language

    def forms(self, root: str) -> NDArray[np.uint32]:
        """Ordinals of the forms whose stem has this key, ascending."""
        size = len(root.encode("utf-8", "surrogatepass"))
        others = self._others.find(root)
        if not 0 < size < _ELSEWHERE:
            return others
        near = self._lexicon.prefix(root)
        own = np.flatnonzero(self._lengths[near.start : near.stop] == size) + near.start
        return np.sort(np.concatenate([own.astype(np.uint32), others]))

    def seen(self, ordinal: int) -> bool:
        """Whether the form occurs in a document of this language."""
        return bool(self._lengths[ordinal] != _UNSEEN)


def stemmed(codes: Iterable[str]) -> list[str]:
    """The language codes that have a stemmer, in order."""
    known = set(languages())
    return sorted(c for c in codes if c in known)
