"""Finds passages in quotation marks, and who is said to have said them. Pure.

A speaker is named only where a verb of saying and a name stand by the passage: `"…," said Ines Calloway`,
`Ines Calloway, the union's secretary, said: "…"`. "He said" is who alone is named in that sentence before it or in
the one before. Nothing is guessed from what stands farther away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from morgue.core.analyzer import paragraphs, terms
from morgue.search.desk.text.saying import (
    BESIDE,
    BETWEEN,
    NAME,
    NO_NAME,
    PART,
    TITLE,
    VERB,
    Antecedents,
    bare_name,
    by_pronoun,
)

#: Words of the shortest passage that is told: what is shorter is a title, or a word held at arm's length.
SHORTEST = 4
#: Characters of the longest one.
_LONGEST = 3_000

#: Opening marks with the closing ones that may follow: curly, German, French, Nordic, guillemets both ways, Asian.
_PAIRS = {
    "“": "”“", "„": "“”", "«": "»", "»": "«»", "‹": "›", "「": "」", "『": "』", '"': '"', "‟": "”", "‘": "’",
}  # fmt: skip
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")

#: Behind the passage: `said Ines Calloway`, `Ines Calloway said`, `the mayor, Tom Orr, said`.
_BEHIND = re.compile(
    rf"[\s,.–—-]*(?:{VERB}\s{TITLE}(?P<a>{NAME})"
    rf"|{TITLE}(?P<b>{NAME})(?:,[^,.\"“„«]{{2,80}},)?\s(?:\w+ly\s)?{VERB}\b)"
)
#: Before it: `Ines Calloway said: `, `said Ines Calloway: `.
_BEFORE = re.compile(
    rf"(?:(?P<b>{NAME})(?:,[^,.\"“„«]{{2,80}},)?\s(?:\w+ly\s)?{VERB}|{VERB}\s{TITLE}(?P<a>{NAME}))"
    r"(?:\s[\w\s]{0,40})?[:,]?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage without its marks, where it stands in the body, and who says it; None where that is not said by it."""

    text: str
    start: int
    end: int
    speaker: str | None

    @property
    def terms(self) -> tuple[str, ...]:
        """Its words, by which passages are compared."""
        return tuple(terms(self.text))


def quotations(body: str, shortest: int = SHORTEST) -> tuple[Quotation, ...]:
    """The passages of a text of so many words at least, in order. One that is not closed ends with its paragraph."""
    spans = [(a, b, low, high) for low, high in paragraphs(body) for a, b in _passages(body, low, high)]
    antecedents = Antecedents(body, [(a - 1, b + 1) for a, b, _, _ in spans])
    found = []
    for a, b, low, high in spans:
        text = " ".join(body[a:b].strip().split()).rstrip(",")
        if len(text) <= _LONGEST and len(terms(text)) >= shortest:
            found.append(Quotation(text, a, b, _speaker(body, a, b, low, high, antecedents)))
    names = {q.speaker for q in found if q.speaker and " " in q.speaker}
    return tuple(_named_in_full(q, names, body) for q in found)


def _passages(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The insides of the marks in one paragraph, those within others left out."""
    at = start
    while (opening := _OPENING.search(body, at, end)) is not None:
        mark, here = opening.group(), opening.end()
        before = body[opening.start() - 1 : opening.start()] if opening.start() > start else ""
        if (mark in '‘"»' and before.isalnum()) or (here < end and body[here].isspace() and mark in '‘"“»'):
            at = here  # an apostrophe, or a mark that closes
            continue
        close = _closing(body, here, end, _PAIRS[mark], mark)
        yield here, close
        at = min(end, close + 1)


def _closing(body: str, at: int, end: int, marks: str, opening: str) -> int:
    for i in range(at, end):
        if body[i] in marks and not (body[i] in "’'" and i + 1 < end and body[i + 1].isalnum()):
            if body[i] == opening and i + 1 < end and body[i + 1].isalnum() and body[i - 1].isspace():
                continue  # it opens again
            return i
    return end


def _speaker(body: str, start: int, end: int, low: int, high: int, antecedents: Antecedents) -> str | None:
    behind = _BEHIND.match(body, min(high, end + 1), min(high, end + BESIDE))
    name = _name(behind)
    if name is None:
        name = _name(_BEFORE.search(body[max(low, start - 1 - BESIDE) : max(low, start - 1)]))
    if name is None:
        pronoun = by_pronoun(body, start, end, low, high)
        name = antecedents.one_named(pronoun) if pronoun is not None else None
    return name


def _name(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    name = bare_name(match["a"] or match["b"])
    return name if len(name) > 1 and not name.isupper() else None


def _named_in_full(quote: Quotation, names: set[str], body: str) -> Quotation:
    """The speaker by the whole name, where the text has exactly one that ends so."""
    if quote.speaker is None or " " in quote.speaker:
        return quote
    full = {n for n in names if n.endswith(" " + quote.speaker)}
    if not full:
        pattern = rf"(?<!\w)({PART}\s(?:{BETWEEN}\s){{0,2}}{re.escape(quote.speaker)})(?!\w)"
        full = {n for n in re.findall(pattern, body) if n.split()[0] not in NO_NAME}
    return Quotation(quote.text, quote.start, quote.end, full.pop() if len(full) == 1 else quote.speaker)
