"""Makes receipts: what was asked of which archive and what came out, in a small file that can be checked later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.errors import MorgueError
from morgue.core.json import Document, headed
from morgue.search.answer import Match
from morgue.search.desk.receipts.fingerprint import Fingerprint
from morgue.search.query import And, AtLeast, Boost, IdSet, Near, Not, Or, Query

if TYPE_CHECKING:
    from morgue.search.desk.samples.sampling import Draw, SampleAsk

#: The form of a receipt; another one would have another number.
FORM = 1
_SAVED = re.compile(r"@([\w-]+)")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was searched for, how it was read, when, in which archive, and what came out.

    made     the moment, ISO 8601 in UTC; today is the day from which `yesterday` was counted
    program  its version, and that of the analyzer which makes terms of texts
    commit   the number of the archive's state; a merge changes it and nothing else
    saved    the saved searches that stand in the query, by name
    sets     of each tag in the query how many articles it has and the SHA-256 of their ids
    archive  all articles, found the matches
    sample   what was drawn of the matches: seed, size, strata and the ids; None where nothing was
    """

    query: str
    parsed: str
    match: Match
    made: str
    today: str
    program: str
    commit: int
    archive: Fingerprint
    found: Fingerprint
    analyzer: int = ANALYZER_VERSION
    saved: Mapping[str, str] | None = None
    sets: Mapping[str, tuple[int, str]] | None = None
    sample: Document | None = None
    span: tuple[str, str] | None = None
    outlets: int = 0
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The file."""
        held = self.archive.as_dict()
        held.pop("listed", None)
        first, last = self.span or (None, None)
        about: Document = {"commit": self.commit, "first": first, "last": last, "outlets": self.outlets}
        sets = {name: {"articles": count, "ids": ids} for name, (count, ids) in (self.sets or {}).items()}
        return headed(
            {
                "receipt": FORM,
                "query": self.query,
                "parsed": self.parsed,
                "match": self.match,
                "made": self.made,
                "today": self.today,
                "program": self.program,
                "analyzer": self.analyzer,
                "saved": dict(self.saved or {}),
                "sets": cast("Document", sets),
                "archive": {**held, **about},
                "found": self.found.as_dict(),
                "sample": self.sample,
                "partial": self.partial,
                "remarks": list(self.remarks),
            }
        )


def now() -> str:
    """The moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def program() -> str:
    """The name and version of the program."""
    from importlib.metadata import version

    return f"morgue {version('morgue')}"


def saved_in(text: str, saved: Mapping[str, str]) -> dict[str, str]:
    """The saved searches that a query stands on, those within others too."""
    found: dict[str, str] = {}
    waiting = [text]
    while waiting:
        for name in _SAVED.findall(waiting.pop()):
            held = name if name in saved else name.rstrip("-")
            if held in saved and held not in found:
                found[held] = saved[held]
                waiting.append(saved[held])
    return found


def sets_in(query: Query) -> dict[str, tuple[int, str]]:
    """How many articles each named set of a query has, and the digest of their ids."""
    match query:
        case IdSet(kind, name, ids):
            joined = b"".join(sorted(i.encode("utf-8", "surrogatepass") + b"\n" for i in ids))
            return {f"{kind}:{name}": (len(ids), sha256(joined).hexdigest())}
        case And(parts) | Or(parts):
            return {k: v for part in parts for k, v in sets_in(part).items()}
        case Not(part) | Boost(part) | AtLeast(_, part):
            return sets_in(part)
        case Near(left, right):
            return {**sets_in(left), **sets_in(right)}
        case _:
            return {}


def sample_part(ask: SampleAsk, draw: Draw) -> Document:
    """The part of a receipt that says what was drawn."""
    return {
        "size": ask.size,
        "seed": ask.seed,
        "by": list(ask.by),
        "equal": ask.equal,
        "one_per_story": ask.one_per_story,
        "drawn": len(draw.ids),
        "ids": sha256(b"".join(i.encode("utf-8", "surrogatepass") + b"\n" for i in draw.ids)).hexdigest(),
    }


# -- read again


def load(document: Any) -> Receipt:
    """A receipt from its file's JSON; MorgueError for what is none."""
    try:
        if document["receipt"] != FORM:
            raise MorgueError(
                f"a receipt of form {str(document['receipt'])[:20]}", "it is of another version of morgue"
            )
        held = document["archive"]
        sets = {name: (_count(each["articles"]), _text(each["ids"])) for name, each in document["sets"].items()}
        date.fromisoformat(document["today"])
        span = (str(held["first"]), str(held["last"])) if held["first"] and held["last"] else None
        return Receipt(
            query=_text(document["query"]),
            parsed=_text(document["parsed"]),
            match="any" if document["match"] == "any" else "all",
            made=_text(document["made"]),
            today=_text(document["today"]),
            program=_text(document["program"]),
            commit=_count(held["commit"]),
            archive=_fingerprint(held),
            found=_fingerprint(document["found"]),
            analyzer=_count(document["analyzer"]),
            saved={_text(name): _text(text) for name, text in document["saved"].items()},
            sets=sets,
            sample=_sample(document["sample"]),
            span=span,
            outlets=_count(held["outlets"]),
            partial=document["partial"] and _text(document["partial"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise MorgueError("this is no receipt", "one is made by: morgue receipt QUERY --out FILE") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _count(value: object) -> int:
    """A number of things, as arrays can have them."""
    if not 0 <= (number := _whole(value)) < 1 << 63:
        raise ValueError
    return number


def _fingerprint(held: Mapping[str, Any]) -> Fingerprint:
    listed = held.get("listed")
    ids = None if listed is None else tuple(map(_text, listed))
    return Fingerprint(
        _count(held["articles"]), _count(held["stories"]), _text(held["ids"]), _text(held["sources"]), ids
    )


def _sample(held: Any) -> Document | None:
    if held is None:
        return None
    return {
        "size": _count(held["size"]),
        "seed": _whole(held["seed"]),
        "by": [_text(name) for name in held["by"]],
        "equal": bool(held["equal"]),
        "one_per_story": bool(held["one_per_story"]),
        "drawn": _count(held["drawn"]),
        "ids": _text(held["ids"]),
    }
