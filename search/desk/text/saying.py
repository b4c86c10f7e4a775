"""What a sentence says who says something with: verbs of saying, names of people, and pronouns. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from operator import itemgetter

from morgue.core.analyzer import sentences

#: Characters looked at before and behind a passage for who says it.
BESIDE = 160
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
VERB = "(?:" + "|".join(sorted(map(re.escape, dict.fromkeys(_VERBS)), key=len, reverse=True)) + ")"
PART = r"[^\W\d_a-zà-ÿа-яα-ω](?:\.|[\w'’-]*)"
BETWEEN = r"(?:van|von|der|den|de|del|della|di|da|du|la|le|el|al|bin|ibn|ten|ter|zu)"
NAME = rf"{PART}(?:\s(?:{BETWEEN}\s){{0,2}}{PART}){{0,3}}"
TITLE = r"(?:(?:[A-Z]\w*\.|[a-z]\w*)\s){0,3}"
NO_NAME = frozenset(
    "He She It They We You I The A An And But In On At As For If When Who That This There His Her Their One Er Sie Es "
    "Der Die Das Il Elle Ils Le La Les Un Une El Ella Los Las Lui Lei Gli Hij Zij Hun Han Hon Он Она Они".split()
)
WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
#: Pronouns that stand for one person.
_PRONOUN = (
    "(?:[Hh]e|[Ss]he|[Ee]r|[Ii]l|[Ee]lle|[Éé]l|[Ee]lla|[Ll]ui|[Ll]ei|[Ee]l[ea]|[Hh]ij|[Zz]ij|[Hh]an|[Hh]on|[Hh]un"
    "|[Oo]n|[Oo]na|[Оо]н|[Оо]на)"
)
_HE_BEHIND = re.compile(rf"[\s,.–—-]*(?:{VERB}\s{_PRONOUN}(?!\w)|(?<!\w){_PRONOUN}\s(?:\w+ly\s)?{VERB}\b)")
_HE_BEFORE = re.compile(rf"(?<!\w)(?:{_PRONOUN}\s(?:\w+ly\s)?{VERB}|{VERB}\s{_PRONOUN})(?:\s[\w\s]{{0,40}})?[:,]?\s*\Z")
#: Who says something, wherever it stands: `Tom Orr said`, `Orr, the mayor, told`.
_SAYS = re.compile(rf"(?<!\w)((?>{NAME}))(?:,[^,.\"“„«]{{2,80}}+,)?\s(?:\w+ly\s)?{VERB}\b")
#: And `said Tom Orr`, by the few verbs that mostly stand so: each verb more costs time at each word.
_SAID = re.compile(rf"\b(?:said|says|sagte|sagt|dit|dijo|disse|zei|sade|sagde|сказала?)\s{TITLE}({NAME})")
_HE = re.compile(rf"(?<!\w){_PRONOUN}(?!\w)")
_NAME = re.compile(rf"(?<!\w){NAME}")
_ARTICLES = frozenset("The Der Die Das Le La Les El Los Las Il Lo De Het".split())
_THE = re.compile(r"\b(?:the|der|die|das|dem|den|le|la|les|el|los|las|il|lo|de|het)\s\Z", re.I)
#: Characters of two sentences at most; what is longer is a list.
_LONGEST = 1_000


def by_pronoun(body: str, start: int, end: int, low: int, high: int) -> int | None:
    """Where the words begin that give the passage body[start:end] to him or her; None where none do.

    low, high: the paragraph around the passage.
    """
    behind = _HE_BEHIND.match(body, min(high, end + 1), min(high, end + BESIDE))
    if behind is not None:
        return start
    first = max(low, start - 1 - BESIDE)
    before = _HE_BEFORE.search(body[first : max(low, start - 1)])
    return first + before.start() if before else None


class Antecedents:
    """Finds in one text whom "he" or "she" stands for. passages: those in quotation marks, whose names do not count."""

    def __init__(self, body: str, passages: Sequence[tuple[int, int]]) -> None:
        self._body, self._passages = body, passages

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(self._body)

    @cached_property
    def _people(self) -> frozenset[str]:
        """Who says something somewhere in the text; houses and offices have an article before them."""
        said = self._outside(0, len(self._body))
        found = [(m[1], m.start(1)) for pattern in (_SAYS, _SAID) for m in pattern.finditer(said)]
        return frozenset(bare_name(name) for name, start in found if not _has_article(said, start, name))

    def one_named(self, at: int) -> str | None:
        """The only person that is named in the sentence of a place, before it, or in the sentence before.

        A person is who says something somewhere in the text and is named there in full. Any other name of several
        words, and any "he" before the name, leave it open.
        """
        last = bisect_right(self._sentences, at, key=itemgetter(0))
        window = self._outside(self._sentences[max(0, last - 2)][0], at) if last else ""
        if len(window) > _LONGEST:
            return None
        surnames = {name.split()[-1] for name in self._people if name}
        found: dict[str, str] = {}
        for m in _NAME.finditer(window):
            name = bare_name(m.group())
            surname = name.split()[-1] if name else ""
            article = _has_article(window, m.start(), m.group())
            begins = article and m.group() != name
            if not name or (name == surname and name not in surnames and not begins and not self._in_full(name)):
                continue
            if surname not in surnames or article or _HE.search(window, 0, m.start()):
                return None
            found[surname] = name if name in self._people and " " in name else found.get(surname, surname)
        if len(found) != 1:
            return None
        surname, name = found.popitem()
        return name if " " in name or self._in_full(surname) else None

    def _in_full(self, surname: str) -> bool:
        """Whether the text has a surname with another name before it."""
        pattern = rf"(?<!\w)({PART})\s(?:{BETWEEN}\s){{0,2}}{re.escape(surname)}(?!\w)"
        full = re.search(pattern, self._body) if surname else None
        return full is not None and full[1] not in NO_NAME

    def _outside(self, start: int, end: int) -> str:
        """A stretch of the text with what is in quotation marks left out."""
        kept, at = [], start
        first = bisect_right(self._passages, start, key=itemgetter(1))
        for a, b in islice(self._passages, first, None):
            if a >= end:
                break
            kept += [self._body[at : max(at, a)], " … "]
            at = min(end, b)
        return "".join([*kept, self._body[at:end]])


def _has_article(text: str, start: int, name: str) -> bool:
    """Whether an article stands before a name, as before a house or an office, or begins it."""
    return name.partition(" ")[0] in _ARTICLES or _THE.search(text[max(0, start - 8) : start]) is not None


def bare_name(text: str) -> str:
    """A name without the words around it that only begin with a capital too."""
    words = text.split()
    while words and words[0] in NO_NAME:
        words = words[1:]
    while words and (words[-1].casefold() in WEEKDAYS or words[-1] in NO_NAME):
        words = words[:-1]
    return " ".join(words).rstrip(".,’'-")
