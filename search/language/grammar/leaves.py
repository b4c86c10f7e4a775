"""Turns a typed word into a query value: words, wildcards, truncation, scripts without spaces, compounds. Pure."""

from __future__ import annotations

from functools import reduce

from morgue.core.analyzer import LONGEST_TERM, joints, terms, tokens
from morgue.core.patterns import compiled
from morgue.search.language.build import any_of
from morgue.search.query import All, Exact, Fuzzy, Near, Phrase, Prefix, Query, TextField, Wildcard, Word

#: Most wildcards in one word.
MOST_WILDCARDS = 8

# Stand-ins that the analyzer takes for letters and no news has: Cyrillic multiocular o, Vai ee.
_STAR, _ONE = "\ua66e", "\ua500"
_AS_LETTERS = str.maketrans({"*": _STAR, "?": _ONE})
_AS_WILDCARDS = str.maketrans({_STAR: "*", _ONE: "?"})
_VERBATIM = compiled(r"\\\{([^{}]+)\}\Z")
_SPACED = compiled(r"\\\{[^{}]*\}|\S+")
_STARS = compiled(r"\*[*?]*\*|\*\?+|\*{2,}")


class LeafError(ValueError):
    """A word that cannot be searched; the text says why."""


def verbatim(raw: str) -> str | None:
    """The term in `\\{term}`, the normal form's spelling for terms that would not survive being typed."""
    m = _VERBATIM.match(raw)
    return m[1][:LONGEST_TERM] if m else None


def compound(raw: str) -> str | None:
    """The term of a compound as a whole (`e-mail`); None for what the index keeps as one term, or as several."""
    found = list(tokens(raw))
    last = max((t.end for t in found), default=0)
    whole = (t.term for t in found if t.extra and (t.place, t.end) == (0, last) and len(joints(t.term)) > 1)
    return next(whole, None)


def word(raw: str, field: TextField | None) -> Query | None:
    """A bare word as typed; None when it is only punctuation. What the index keeps as several (`AT&T`) is a phrase."""
    term = verbatim(raw)
    if term is not None:
        return wild(term, field) if _wildcards(term) else Word(term, field)
    if raw == "*":
        return Wildcard("*", field) if field else All()
    if _wildcards(raw):
        return _chain(_pieces(raw), field)
    found = terms(raw)
    if len(found) == 1:
        if _one_unspaced(found[0]):
            return any_of((Prefix(found[0], field), Wildcard("?" + found[0], field)))
        return Word(found[0], field)
    whole = compound(raw)
    if whole is not None:
        return Word(whole, field)
    return Phrase(tuple(found), field) if found else None


def phrase(text: str, field: TextField | None, slop: int = 0, strict: bool = False) -> Query | None:
    """What stands between quotes: these very forms side by side; None when it is only punctuation.

    `strict`: accents and other spellings count.

    `ferr*` inside a phrase stands for any such form, a lone `*` for at most one word.
    """
    pieces = [piece for raw in _SPACED.findall(text) for piece in _phrase_pieces(raw)]
    if any(map(_wildcards, pieces)):
        if slop:
            raise LeafError("a phrase with wildcards takes no distance")
        return _chain(pieces, field)
    if not pieces:
        return None
    if len(pieces) > 1:
        return Phrase(tuple(pieces), field, slop, strict)
    if _one_unspaced(pieces[0]):
        return word(pieces[0], field)
    return Exact(pieces[0], field, strict)


def exact(raw: str, field: TextField | None) -> Query | None:
    """`=word`: this very form."""
    term = verbatim(raw)
    if term is not None:
        return Exact(term, field)
    if _wildcards(raw):
        raise LeafError("= takes a word without wildcards")
    whole = compound(raw)
    return Exact(whole, field) if whole is not None else phrase(raw, field, strict=True)


def truncated(raw: str, field: TextField | None) -> Query | None:
    """`ferr!`, `ferr$`: every form that begins with these letters."""
    return word(raw.rstrip("*") + "*", field)


def fuzzy(raw: str, edits: int, field: TextField | None) -> Query:
    """`word~`: forms a letter or two away."""
    term = verbatim(raw)
    whole = compound(raw)
    found = [term] if term is not None else [whole] if whole else terms(raw)
    if len(found) != 1 or _wildcards(raw.replace("\\", "")):
        raise LeafError("~ takes a single word")
    return Fuzzy(found[0], edits, field)


def wild(pattern: str, field: TextField | None) -> Query:
    """A pattern with stars and question marks as a value: a trailing star alone is a prefix."""
    pattern = _STARS.sub(lambda m: "?" * m.group().count("?") + "*", pattern)
    if pattern.count("*") + pattern.count("?") > MOST_WILDCARDS:
        raise LeafError(f"more than {MOST_WILDCARDS} wildcards in a word")
    if not pattern.strip("*?"):
        raise LeafError("a wildcard needs a letter beside it")
    stem = pattern[:-1]
    if pattern.endswith("*") and stem and "*" not in stem and "?" not in stem:
        return Prefix(stem, field)
    return Wildcard(pattern, field)


def _phrase_pieces(raw: str) -> list[str]:
    """The terms or patterns of one word of a phrase; there a ? at either end is punctuation."""
    term = verbatim(raw)
    if term is not None:
        return [term]
    if raw == "*":
        return ["*"]
    bare = raw.strip("?")
    return _pieces(bare) if _wildcards(bare) else terms(bare)


def _wildcards(raw: str) -> bool:
    return "*" in raw or "?" in raw


def _one_unspaced(term: str) -> bool:
    """A single character of a script without spaces: the archive holds pairs, so it is looked for in either place."""
    return len(term) == 1 and len(terms(term + term + term)) == 2


def _pieces(raw: str) -> list[str]:
    """The terms of a word with wildcards in them, as patterns."""
    if any(_one_unspaced(c) for c in raw):
        return _unspaced_pieces(raw)
    return [t.translate(_AS_WILDCARDS) for t in terms(raw.translate(_AS_LETTERS))]


def _unspaced_pieces(raw: str) -> list[str]:
    """`水*` and `?水` are patterns over pairs of characters; a star after a longer run says nothing and is left off."""
    inner = raw.strip("*")
    found = terms(inner)
    if "*" not in inner and "?" not in inner and len(found) > 1:
        return found
    if len(raw.strip("*?")) == 1 and len(raw) == 2:
        return [raw]
    raise LeafError("wildcards have no use inside words of a script without spaces")


def _chain(pieces: list[str], field: TextField | None) -> Query | None:
    """Patterns and words side by side: one value, or phrases and patterns joined by `pre/1` (`pre/2` over a star)."""
    if all(piece == "*" for piece in pieces):
        raise LeafError("a wildcard needs a letter beside it")
    chain = _Chain(field)
    for piece in pieces:
        chain.take(piece)
    return chain.joined()


class _Chain:
    """Gathers pieces: each pattern is a part, words between two patterns are one, a star widens the gap before one."""

    def __init__(self, field: TextField | None) -> None:
        self._field = field
        self._parts: list[tuple[Query, int]] = []  # each with its distance to the one before it
        self._words: list[str] = []
        self._gap = 1

    def take(self, piece: str) -> None:
        """The next piece."""
        if not _wildcards(piece):
            self._words.append(piece)
            return
        self._end_words()
        if piece == "*":
            self._gap += 1
        else:
            self._add(wild(piece, self._field))

    def joined(self) -> Query | None:
        """All parts as one value; None without any."""
        self._end_words()
        if not self._parts:
            return None
        (first, _), *others = self._parts
        return reduce(lambda left, part: Near(left, part[0], part[1], ordered=True), others, first)

    def _end_words(self) -> None:
        if self._words:
            words = tuple(self._words)
            self._add(Phrase(words, self._field) if len(words) > 1 else Exact(words[0], self._field, strict=False))
            self._words.clear()

    def _add(self, part: Query) -> None:
        self._parts.append((part, self._gap))
        self._gap = 1
