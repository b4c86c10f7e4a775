"""Finds passages in quotation marks, and who is said to have said them. Pure.

A speaker is named only where a verb of saying and a name stand by the passage: `"…," said Ines Calloway`,
`Ines Calloway, the union's secretary, said: "…"`. Nothing is guessed from what stands farther away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from morgue.core.analyzer import paragraphs, terms

#: Words of the shortest passage that is told: what is shorter is a title, or a word held at arm's length.
SHORTEST = 4
#: Characters of the longest one, and those looked at before and behind it for who says it.
_LONGEST, _BESIDE = 3_000, 160

#: Opening marks with the closing ones that may follow: curly, German, French, Nordic, guillemets both ways, Asian.
_PAIRS = {
    "“": "”“", "„": "“”", "«": "»", "»": "«»", "‹": "›", "「": "」", "『": "』", '"': '"', "‟": "”", "‘": "’",
}  # fmt: skip
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")

_VERBS = (
    "said says say told tells added adds asked asks wrote writes explained explains argued argues insisted insists "
    "warned warns claimed claims admitted admits announced replied replies noted notes declared stated recalled "
    "sagte sagt erklärte erklärt betonte betont meinte meint fügte kritisierte forderte warnte "
    "berichtete schrieb teilte "
    "dit déclare déclaré déclarait affirme affirmé explique expliqué ajoute ajouté estime assure souligne lance "
    "dijo dice afirmó afirma explicó explica añadió aseguró señaló declaró advirtió "
    "disse dice detto afferma spiega aggiunge dichiara sostiene ha "
    "afirmou afirma declarou explicou acrescentou "
    "zei zegt verklaarde aldus stelde vertelt "
    "sade säger sa sagde siger forteller "
    "powiedział powiedziała mówi stwierdził stwierdziła dodał dodała "
    "сказал сказала говорит заявил заявила отметил отметила добавил добавила"
).split()
_VERB = "(?:" + "|".join(sorted(map(re.escape, dict.fromkeys(_VERBS)), key=len, reverse=True)) + ")"
_PART = r"[^\W\d_a-zà-ÿа-яα-ω](?:\.|[\w'’-]*)"
_BETWEEN = r"(?:van|von|der|den|de|del|della|di|da|du|la|le|el|al|bin|ibn|ten|ter|zu)"
_NAME = rf"{_PART}(?:\s(?:{_BETWEEN}\s){{0,2}}{_PART}){{0,3}}"
_TITLE = r"(?:(?:[A-Z]\w*\.|[a-z]\w*)\s){0,3}"
#: Behind the passage: `said Ines Calloway`, `Ines Calloway said`, `the mayor, Tom Orr, said`.
_BEHIND = re.compile(
    rf"[\s,.–—-]*(?:{_VERB}\s{_TITLE}(?P<a>{_NAME})"
    rf"|{_TITLE}(?P<b>{_NAME})(?:,[^,.\"“„«]{{2,80}},)?\s(?:\w+ly\s)?{_VERB}\b)"
)
#: Before it: `Ines Calloway said: `, `said Ines Calloway: `.
_BEFORE = re.compile(
    rf"(?:(?P<b>{_NAME})(?:,[^,.\"“„«]{{2,80}},)?\s(?:\w+ly\s)?{_VERB}|{_VERB}\s{_TITLE}(?P<a>{_NAME}))"
    r"(?:\s[\w\s]{0,40})?[:,]?\s*\Z"
)
_NO_NAME = frozenset(
    "He She It They We You I The A An And But In On At As For If When Who That This There His Her Their One Er Sie Es "
    "Der Die Das Il Elle Ils Le La Les Un Une El Ella Los Las Lui Lei Gli Hij Zij Hun Han Hon Он Она Они".split()
)
#: What follows a name's first letter in a sentence that begins with a word, not a name.
_WORDS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


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
    found = []
    for start, end in paragraphs(body):
        for a, b in _passages(body, start, end):
            text = " ".join(body[a:b].strip().split()).rstrip(",")
            if len(terms(text)) >= shortest and len(text) <= _LONGEST:
                found.append(Quotation(text, a, b, _speaker(body, a, b, start, end)))
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


def _speaker(body: str, start: int, end: int, low: int, high: int) -> str | None:
    behind = _BEHIND.match(body, min(high, end + 1), min(high, end + _BESIDE))
    name = _name(behind)
    if name is None:
        name = _name(_BEFORE.search(body[max(low, start - 1 - _BESIDE) : max(low, start - 1)]))
    return name


def _name(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    words = (match["a"] or match["b"]).split()
    while words and words[0] in _NO_NAME:
        words = words[1:]
    while words and (words[-1].casefold() in _WORDS or words[-1] in _NO_NAME):
        words = words[:-1]
    name = " ".join(words).rstrip(".,’'-")
    return name if len(name) > 1 and not name.isupper() else None


def _named_in_full(quote: Quotation, names: set[str], body: str) -> Quotation:
    """The speaker by the whole name, where the text has exactly one that ends so."""
    if quote.speaker is None or " " in quote.speaker:
        return quote
    full = {n for n in names if n.endswith(" " + quote.speaker)}
    if not full:
        pattern = rf"(?<!\w)({_PART}\s(?:{_BETWEEN}\s){{0,2}}{re.escape(quote.speaker)})(?!\w)"
        full = {n for n in re.findall(pattern, body) if n.split()[0] not in _NO_NAME}
    return Quotation(quote.text, quote.start, quote.end, full.pop() if len(full) == 1 else quote.speaker)
