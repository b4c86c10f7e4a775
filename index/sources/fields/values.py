"""Turns the values of records, however they are wrapped, into texts, lines, people and moments. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from morgue.index.sources.fields.markup import TAG, looks_html
from morgue.index.sources.fields.synonyms import norm

#: Where an object that stands for one value holds it: names, MongoDB, XML turned into JSON, WordPress, microdata.
_WRAPPED = (
    *("name", "main", "original", "rendered", "value", "text", "content", "html", "title", "label", "display", "raw"),
    *("#text", "_text", "$t", "__cdata", "#cdata-section", "@value", "$date", "$oid", "$numberLong", "iso", "default"),
    *("displayName", "fullName", "full_name", "plain", "href", "url", "_seconds", "seconds", "term", "body"),
)
_WRAPPED_NORM = tuple(dict.fromkeys(w if w.startswith(("$", "#", "@", "_")) else norm(w) for w in _WRAPPED))
_FORENAMES = ("firstname", "first", "given", "givenname", "forename")
_SURNAMES = ("lastname", "last", "family", "familyname", "surname")
#: Kinds of a part that is no text of the article, where parts say their kind.
_NO_TEXT = re.compile(
    r"kicker|title|headline|byline|date|image|photo|gallery|video|audio|media|embed|ad\b|advert|inline_|related|list_of"
    r"|deck|tweet|author|interstitial|newsletter|promo|correction_policy",
    re.IGNORECASE,
)
_INLINE = frozenset(("plain", "bold", "italic", "link", "text_link", "mention", "hashtag", "code", "underline"))
#: No date is longer, in characters.
_MOMENT = 80
_WIKI_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")
_DIGITS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?")


def text(value: object, depth: int = 0) -> str:
    """A value as a text: a list is its paragraphs, an object the value it wraps. Nothing for what is none."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, bool) or value is None or depth > 6:
        return ""
    if isinstance(value, int | float):
        return "" if value != value else str(value)
    if isinstance(value, list):
        return _of_list(value, depth)
    return _wrapped(value, depth) if isinstance(value, dict) else ""


def _of_list(value: list[object], depth: int) -> str:
    if any(isinstance(part, dict) and part.get("type") in _INLINE for part in value):
        return "".join(part if isinstance(part, str) else text(part, depth + 1) for part in value)  # runs of one text
    alternatives = [p for p in value if isinstance(p, dict) and ("contenttype" in p or "role" in p) and "value" in p]
    if alternatives:  # the same text in several forms
        return text(alternatives[0], depth + 1)
    parts = (text(part, depth + 1) for part in value if _is_text(part))
    return "\n\n".join(part for part in parts if part)


def _is_text(part: object) -> bool:
    """Whether a part of a list is a paragraph and not a picture, a byline, or a record of its own."""
    if not isinstance(part, dict):
        return True
    kind = part.get("type")
    if isinstance(kind, str) and _NO_TEXT.search(kind):
        return False
    keys = {norm(key) for key in part if isinstance(key, str)}
    return not ({"title", "headline"} & keys and {"url", "link", "date", "body", "text", "content"} & keys)


def _wrapped(value: Mapping[str, object], depth: int) -> str:
    lowered = {key if key.startswith(("$", "#", "@", "_")) else norm(key): inner for key, inner in value.items()}
    return next((found for key in _WRAPPED_NORM if (found := text(lowered.get(key), depth + 1))), "")


def line(value: object) -> str | None:
    """A value of one line: of a list the first; tags and entities undone, white space joined; None for nothing."""
    if isinstance(value, list):
        return next((found for part in value if (found := line(part))), None)
    told = text(value)
    if "<" in told and looks_html(told):
        told = TAG.sub(" ", told)
    if "&" in told:
        told = html.unescape(told)
    return clean_line(told)


def clean_line(told: str) -> str | None:
    """A text on one line: white space joined, surrogates replaced; None when nothing is left."""
    joined = " ".join(told.encode("utf-8", "replace").decode("utf-8").split())
    return joined or None


def people(value: object) -> tuple[str, ...]:
    """Authors as listed; one string stays one entry, since only the cleaner knows how bylines are written."""
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for part in listed for name in _person(part)))


def _of_parts(stated: dict[str, object]) -> str | None:
    """A name that is stated as forename and surname, and not as a whole."""
    names = [text(next((stated[k] for k in keys if stated.get(k)), "")) for keys in (_FORENAMES, _SURNAMES)]
    return " ".join(filter(None, names)) if any(names) and not stated.get("name") else None


def _person(value: object) -> Iterator[str]:
    if isinstance(value, bool | int | float):
        return  # the number of an author in somebody's database
    if isinstance(value, list):
        yield from people(value)
        return
    if isinstance(value, dict) and (in_parts := _of_parts({norm(key): inner for key, inner in value.items()})):
        yield in_parts
        return
    told = line(value)
    if told:
        told = _WIKI_LINK.sub(r"\1", told).strip()
    if told and not told.isdigit() and not is_address(told) and told.casefold() not in ("none", "null", "nan", "[]"):
        yield told


def moment(value: object) -> str | None:
    """A date as it is written; seconds and thousandths since 1970 as ISO 8601 in UTC."""
    if isinstance(value, list) and value and all(isinstance(part, int) for part in value):
        return "-".join(f"{part:02}" for part in value[:3])  # [2024, 3, 5]
    told = line(value)
    if told is None or len(told) > _MOMENT or not any(map(str.isdigit, told)):
        return None
    if m := _COMPACT.fullmatch(told):
        year, month, day, hour, minute, second = m.groups()
        return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"
    return _since_1970(float(told)) if _DIGITS.fullmatch(told) else told


def _since_1970(count: float) -> str | None:
    seconds = count / 1000 if count >= 1e11 else count
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None


def is_address(told: str) -> bool:
    """Whether a line is an address of the web and nothing else."""
    return told.startswith(("http://", "https://")) and " " not in told
