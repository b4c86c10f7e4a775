"""Lists the fields in one table: names, names in other systems, values, columns and facets. Pure."""

from __future__ import annotations

from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.search.request import FacetName

Kind = Literal["text", "keyword", "choice", "id", "number", "date", "set"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the query language.

    kind     text: words · keyword: a name · choice: one of `choices` · id: a whole value · number · date ·
             set: the name of a set of articles that is kept outside the archive
    names    what it may be called, first its own name; letter case does not count
    choices  the values a choice takes
    column   the column of an archive that holds its values, one an article (bylines: several); empty for none
    facet    the facet that counts its values; None for none
    """

    kind: Kind
    names: tuple[str, ...]
    choices: tuple[str, ...] = ()
    column: str = ""
    facet: FacetName | None = None

    @property
    def name(self) -> str:
        """Its own name, which the normal form prints."""
        return self.names[0]


FIELDS: tuple[Field, ...] = (
    Field("text", ("title", "headline", "head", "hl", "hd", "ti", "subject", "intitle", "allintitle")),
    Field("text", ("lead", "lede", "lp", "leadpara")),
    Field("text", ("body", "text", "ft", "fulltext", "td", "intext", "allintext")),
    Field("text", ("hlead", "hlp", "titlelead")),
    Field(
        "keyword",
        ("byline", "author", "authors", "by", "au", "writer", "reporter", "journalist"),
        column="byline",
        facet="byline",
    ),
    Field(
        "keyword",
        ("outlet", "source", "publication", "publisher", "paper", "newspaper", "pub", "sn", "jn"),
        column="outlet",
        facet="outlet",
    ),
    Field("keyword", ("agency", "wire", "credit"), column="agency", facet="agency"),
    Field("keyword", ("place", "dateline", "location", "city"), column="place", facet="place"),
    Field("keyword", ("section", "sec", "se", "desk", "category", "rubric"), column="section", facet="section"),
    Field("keyword", ("url", "link", "inurl", "allinurl")),
    Field("keyword", ("site", "domain"), column="site"),
    Field("choice", ("lang", "language", "la"), column="language", facet="language"),
    Field("id", ("id", "an", "accno")),
    Field("id", ("story", "thread")),
    Field("choice", ("role",), ("original", "copy", "excerpt", "version"), facet="role"),
    Field(
        "choice",
        ("is",),
        (
            *("original", "copy", "excerpt", "version", "dated", "undated", "silent", "teaser", "textless"),
            *("noted", "read", "unread"),
        ),
    ),
    Field("set", ("tag", "tags", "tagged", "label")),
    Field("choice", ("changed",), ("title",)),
    Field("number", ("words", "length", "wordcount", "wc")),
    Field("number", ("copies",)),
    Field("number", ("versions",)),
    Field("date", ("date", "pd", "pubdate", "published", "dated", "on", "day", "year", "month", "yr")),
    Field("date", ("after", "newer", "aft", "newer_than")),
    Field("date", ("before", "older", "bef", "older_than")),
    Field("date", ("since", "from")),
    Field("date", ("until", "till", "to")),
)

_BY_NAME: dict[str, Field] = {name: field for field in FIELDS for name in field.names}

#: Codes and segments of Factiva, Nexis and Google that stand for what an archive of articles does not hold.
ELSEWHERE = frozenset(
    {
        *("rst", "sc", "ns", "co", "re", "in", "art", "fds", "cr", "ed", "pg", "vol", "clm", "rnm", "ipc", "ipd"),
        *("company", "term", "terms", "ticker", "person", "geographic", "industry", "organization", "cite", "country"),
        *("caption", "graphic", "load-date", "copyright", "correction", "highlight", "series", "type", "edition"),
        *("filetype", "ext", "related", "cache", "define", "info", "allinanchor", "inanchor", "daterange", "imagesize"),
    }
)
#: Google's names for fields for which all words that follow are meant.
_ALL_WORDS = frozenset({"allintitle", "allintext", "allinurl"})

#: Names that are too common as words to be fields when a parenthesis follows (`to(…)`, `city(…)` as in a headline).
_NEVER_CALLED = frozenset({"to", "on", "by", "from", "is", "after", "before", "since", "until", "till"})

_LANGUAGES = {
    "en": "english",
    "de": "german deutsch",
    "fr": "french français francais",
    "es": "spanish español espanol castilian",
    "it": "italian italiano",
    "pt": "portuguese português portugues",
    "nl": "dutch nederlands",
    "ru": "russian русский",
    "uk": "ukrainian українська",
    "pl": "polish polski",
    "cs": "czech čeština",
    "sk": "slovak",
    "hu": "hungarian magyar",
    "ro": "romanian română",
    "bg": "bulgarian български",
    "sr": "serbian",
    "hr": "croatian hrvatski",
    "sl": "slovene slovenian",
    "el": "greek ελληνικά",
    "tr": "turkish türkçe",
    "ar": "arabic العربية",
    "fa": "persian farsi",
    "he": "hebrew",
    "ur": "urdu",
    "hi": "hindi",
    "bn": "bengali bangla",
    "ta": "tamil",
    "te": "telugu",
    "zh": "chinese mandarin 中文",
    "ja": "japanese 日本語",
    "ko": "korean 한국어",
    "th": "thai",
    "vi": "vietnamese",
    "id": "indonesian",
    "ms": "malay",
    "sv": "swedish svenska",
    "da": "danish dansk",
    "no": "norwegian norsk bokmål",
    "fi": "finnish suomi",
    "et": "estonian",
    "lv": "latvian",
    "lt": "lithuanian",
    "ca": "catalan català",
    "eu": "basque",
    "sw": "swahili",
    "af": "afrikaans",
}
_LANGUAGE_CODES = {word: code for code, words in _LANGUAGES.items() for word in words.split()} | {
    code: code for code in _LANGUAGES
}


def field_named(name: str) -> Field | None:
    """The field someone means by a name (`headline` is title), or None."""
    return _BY_NAME.get(name.casefold())


def may_be_called(name: str) -> bool:
    """Whether `name(…)` means the field, as in Nexis and ProQuest: `HEADLINE(ferry)`, `TI(ferry)`."""
    return name.casefold() in _BY_NAME and name.casefold() not in _NEVER_CALLED


def takes_all(name: str) -> bool:
    """Whether all words that follow are for the field, as with Google's `allintitle:`."""
    return name.casefold() in _ALL_WORDS


def language_code(value: str) -> str | None:
    """ISO 639-1 code for a code or a name: `en`, `en-GB` and `English` are all en; None if unknown."""
    folded = value.strip().casefold()
    if folded in _LANGUAGE_CODES:
        return _LANGUAGE_CODES[folded]
    main = folded.replace("_", "-").split("-")[0]
    if main in _LANGUAGE_CODES:
        return _LANGUAGE_CODES[main]
    return main if len(main) in (2, 3) and main.isascii() and main.isalpha() else None


def nearest_field(name: str) -> str | None:
    """The field name closest to a mistyped one, at most two edits (one for short names) away; None if none is."""
    return nearest(name.casefold(), tuple(_BY_NAME))


def nearest(word: str, choices: tuple[str, ...]) -> str | None:
    """The choice within two edits (one for words of up to four letters); ties go to the earlier choice."""
    if len(word) > 32:
        return None
    most = 1 if len(word) <= 4 else 2
    scored = [(edits(word, choice.casefold(), most), n, choice) for n, choice in enumerate(choices)]
    best = min(scored, default=None)
    return best[2] if best is not None and best[0] <= most else None


def edits(a: str, b: str, most: int) -> int:
    """Edit distance with transpositions of neighbours as one edit (optimal string alignment); `most` + 1 if beyond."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
