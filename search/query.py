"""Represents a query as frozen values, which parsing makes and every backend executes. Pure.

Text fields are `title`, `lead`, `body` and `hlead` (title or lead); None means title and body, ranked over all three.
Words inside the values are single terms as `morgue.core.analyzer.terms` gives them (a typed `US-led` arrives as a
`Phrase`).
"""

from __future__ import annotations

from typing import Literal

from morgue.core.dataclass import dataclass

TextField = Literal["title", "lead", "body", "hlead"]
KeywordField = Literal[
    "outlet", "agency", "place", "section", "lang", "url", "site", "id", "story", "role", "is", "byline", "changed"
]
NumberField = Literal["words", "copies", "versions"]
PatternField = Literal["title", "byline", "url"]
Unit = Literal["word", "sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: all forms in the archive that share its stem, accents aside, scored as one term.

    A compound (`e-mail`) also stands for its parts side by side, the last of them in all its forms.
    """

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """`=word`: this very form (case aside). Not `strict`, as in quotes: any spelling of it, accents aside."""

    text: str
    field: TextField | None = None
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """`"several words"`: these forms side by side in this order; `slop` lets that many other words stand between.

    Accents and other spellings of a form do not count unless it is `strict`, as after =.
    """

    words: tuple[str, ...]
    field: TextField | None = None
    slop: int = 0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """`word*`: every form that begins so (accents aside)."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`w?rd`, `w*d`: ? is one character, * any number (accents aside)."""

    pattern: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """`word~`, `word~2`: forms of the archive within so many edits, and their stem-mates."""

    text: str
    edits: int = 1
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Regex:
    """`title:/pattern/`: an `re` pattern searched, without regard to case, in the whole of a short field."""

    pattern: str
    field: PatternField


@dataclass(frozen=True, slots=True)
class Near:
    """`a w/5 b`: at most `distance` words apart, in either order unless `ordered`; or in one sentence or paragraph.

    With unit "sentence" or "paragraph" `distance` is 0 and not used. Adjacent words are at distance 1, so
    `w/5` lets four words stand between. Parts are text leaves, Or of such, or Near.
    """

    left: Query
    right: Query
    distance: int = 0
    ordered: bool = False
    unit: Unit = "word"


@dataclass(frozen=True, slots=True)
class Keyword:
    """`outlet:"Hill Gazette"`: the value's words stand in the field's value, side by side, case and accents aside.

    `whole` asks for the whole value (facets, ids); `*` and `?` in `value` are wildcards. For `is` the values are
    original, copy, excerpt, version, dated, undated, silent, teaser, textless (a headline and no text). For `site` the
    value is a host: its own articles, those of the hosts below it, and those filed under the outlet that has this host.
    """

    field: KeywordField
    value: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles whose known period of publication lies within these days (`date.toordinal`, inclusive; None is open)."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """`words:>1000`: low <= value <= high; None is open. words of the article; copies and versions of its story."""

    field: NumberField
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class IdSet:
    """Articles of a set kept outside the archive (a tag, a list, what is unread), by id. Unknown ids count nothing.

    kind and name are what a person calls it, `tag:budget`; ids are the members.
    """

    kind: str
    name: str
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`atleast5(word)`: the word, phrase or group of alternatives occurs so often in the article."""

    count: int
    part: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """`x^2`: the part's score counts so much more."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part matches; scores add up."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match; adds nothing to the score."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """`*`: every article, score 0."""


Text = Word | Exact | Phrase | Prefix | Wildcard | Fuzzy
Query = Text | Regex | Near | Keyword | DateRange | NumberRange | IdSet | AtLeast | Boost | And | Or | Not | All
