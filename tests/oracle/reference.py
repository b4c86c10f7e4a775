"""The executor's answers the plain way: every article looked at in turn, every word counted by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from rapidfuzz.distance import OSA

from morgue.core.analyzer import in_capitals, joints, paragraphs, sentences, terms, tokens
from morgue.core.article import Article
from morgue.core.folding import dotted, fold, key, signs, spellings
from morgue.core.partial_date import parse_when
from morgue.core.stems.attached_words import bases, numbers
from morgue.core.stems.stemmer import languages, roots, stem
from morgue.search.local.field_weights import BODY_B, K1, TITLE_WEIGHT
from morgue.search.local.ranking import proximity, relevance_feedback, typed_forms
from morgue.search.query import (  # fmt: skip
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from morgue.search.word_forms import SHORTEST_STEM


@dataclass(frozen=True, slots=True)
class Parts(Phrase):
    """The parts of a compound, the last one in all its forms."""


def _words_of(article: Article) -> set[str]:
    return {t.term for text in (article.body, article.title or "") for t in tokens(text)}


Leaf = Word | Exact | Prefix | Wildcard | Fuzzy

TITLE = 10**9  # where the positions of a title begin, far from any body


@dataclass(frozen=True)
class Text:
    """An article as words: (position, word), the lead's length, and the unit each position lies in."""

    article: Article
    words: tuple[tuple[int, str], ...]
    title: int
    lead: int
    body: int
    sentence: dict[int, int]
    paragraph: dict[int, int]


def read(article: Article) -> Text:
    every = list(tokens(article.body))
    body = [t for t in every if not t.extra]
    held = [(t.place, t.term) for t in every]
    parts = paragraphs(article.body)
    end = parts[1][1] if len(parts) > 1 else len(article.body)
    lead = min(60, sum(t.start < end for t in body))
    title = [(TITLE + t.place, t.term) for t in tokens(article.title or "")]
    units = []
    for spans in (sentences(article.body), parts):
        unit = {i: max((n for n, s in enumerate(spans) if s[0] <= t.start), default=0) for i, t in enumerate(body)}
        unit.update({p: -1 for p, _ in title})
        units.append(unit)
    return Text(article, tuple(held + title), len(terms(article.title or "")), lead, len(body), *units)


class Reference:
    """An archive of live articles with their stories."""

    def __init__(
        self, articles: Iterable[Article], stories: Sequence[Sequence[str]], all_words: Iterable[Article]
    ) -> None:
        every = list(all_words)
        self.texts = {a.id: read(a) for a in articles}
        self.story = {i: s[0] for s in stories for i in s if i in self.texts}
        self.forms: dict[str, set[str | None]] = {}
        for article in every:  # the words of deleted articles stay in the dictionary
            for word in _words_of(article):
                self.forms.setdefault(word, set()).add(article.language)
        self.held = Counter(w for a in every for w in _words_of(a))
        languages_of = [t.article.language for t in self.texts.values() if t.article.language]
        self.main = min(sorted(set(languages_of)), key=lambda c: -languages_of.count(c), default=None)
        self.by_language = Counter((a.language, w) for a in every for w in _words_of(a))
        titled = [t.title for t in self.texts.values() if t.title]
        bodied = [t.body for t in self.texts.values() if t.body]
        self.average = sum(bodied) / len(bodied) if bodied else 1.0
        self.titled = titled

    # -- forms

    def expand(self, q: Query, language: str | None) -> set[str]:
        match q:
            case Exact(text):
                alike = {f for f in self._spelt(text) if len(joints(f)) == len(joints(text))}
                return ({text} if q.strict else alike) & set(self.forms)
            case Word(text):
                return self._mates({text}, language)
            case Prefix(text):
                bare = fold(text)
                held = {f for f in self.forms if any(k.startswith(bare) for k in self._keys(f))}
                return {f for f in held if len(joints(f)) == 1 or not joints(f)[0].startswith(bare)}
            case Wildcard(pattern):
                glob = re.compile(re.escape(fold(pattern)).replace(r"\*", ".*").replace(r"\?", "."))
                return {f for f in self.forms if any(map(glob.fullmatch, self._keys(f)))}
            case Fuzzy(text, edits):
                small = [f for f in self.forms if not in_capitals(f)]
                near = {f for f in small if any(OSA.distance(k, fold(text)) <= edits for k in self._keys(f))}
                return self._mates(near, language) if near else set()
            case _:
                raise TypeError(q)

    def _mates(self, texts: set[str], language: str | None) -> set[str]:
        starts = {s for t in texts for s in self._spelt(t)}
        found = {s for s in starts if s in self.forms}
        main = language or self.main
        for code in (language,) if language else languages():
            plain = [s for s in starts if not (signs(s) or dotted(s) or in_capitals(s))]
            stems = {key(r) for s in plain if self._may_be_of(code, s, main) for r in roots(code, s)}
            for f, seen in self.forms.items():
                mate = code in seen and not in_capitals(f) and key(stem(code, f)) in stems
                if mate and (main not in seen or self.by_language[code, f] >= self.by_language[main, f]):
                    found.add(f)
        for text in texts:
            own = self._family(text)
            found |= own
            for base in bases(text):
                family = self._family(base)
                if sum(self.held[f] for f in family - own) > sum(self.held[f] for f in own):
                    found |= family
                    break
        return {f for f in found if not (in_capitals(f) and f.casefold() in found)}

    def _may_be_of(self, code: str, form: str, main: str | None) -> bool:
        seen = self.forms.get(form, set())
        return main is None or main not in seen or code in seen or len(key(stem(code, form))) >= SHORTEST_STEM

    def _keys(self, form: str) -> set[str]:
        """What a form is found by besides itself."""
        return {form, key(form)} | {s for code in self.forms[form] if code for s in spellings(form, code)}

    def _spelt(self, text: str) -> set[str]:
        """The text, forms with its key and signs, and those spelt without the letters of a language."""
        found = {f for f in self.forms if key(text) in self._keys(f)}
        if dotted(text):
            found = {f for f in found if dotted(f)} | ({text.replace(".", "").upper()} & set(self.forms))
        elif signs(text):
            found = {f for f in found if signs(f) == signs(text)}
        for t in found | {text}:
            for code in ("de", "da", "no", "sv"):
                for spelt in spellings(t, code):
                    found = found | {f for f in self.forms if spelt in self._keys(f) and code in self.forms[f]}
        return found | {text}

    def _family(self, base: str) -> set[str]:
        return {f for f in self.forms for b in (base, *numbers(base)) if f == b or b in bases(f)}

    # -- occurrences: spans (first, last position) of a leaf in a text

    def spans(self, q: Query, t: Text, language: str | None) -> set[tuple[int, int]]:
        match q:
            case Phrase(words, field, slop):
                wanted = [self.expand(Exact(w, strict=q.strict), language) for w in words]
                if isinstance(q, Parts):
                    wanted[-1] = self.expand(Word(words[-1]), language)
                places = [[p for p, w in t.words if w in held] for held in wanted]
                found = set()
                for first in places[0]:
                    last = first
                    for each in places[1:]:
                        last = min((p for p in each if p > last), default=10**12)
                    if last - first <= slop + len(words) - 1:
                        found.add((first, last))
                return {s for s in found if self._inside(t, s, field)}
            case Or(parts):
                return {s for p in parts for s in self.spans(p, t, language)}
            case Boost(part):
                return self.spans(part, t, language)
            case Near():
                pairs = [(a, b) for a in self.spans(q.left, t, language) for b in self.spans(q.right, t, language)]
                return {(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs if self._near(q, t, a, b)}
            case Word(text) if len(joints(text)) > 1:
                forms = self._apart(text, language)
                together = self.spans(Parts(tuple(joints(text)), q.field), t, language)
                return together | {(p, p) for p, w in t.words if w in forms and self._inside(t, (p, p), q.field)}
            case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
                forms = self.expand(q, language)
                return {(p, p) for p, w in t.words if w in forms and self._inside(t, (p, p), q.field)}
            case _:
                raise TypeError(q)

    def _apart(self, text: str, language: str | None) -> set[str]:
        """The forms of a compound without those that its parts side by side are."""
        *heads, last = joints(text)
        ends = self.expand(Word(last), language)
        keys = [key(h) for h in heads]
        return {
            f
            for f in self._mates({text}, language)
            if not ([key(p) for p in joints(f)[:-1]] == keys and joints(f)[-1] in ends)
        }

    def _near(self, q: Near, t: Text, a: tuple[int, int], b: tuple[int, int]) -> bool:
        gap = b[0] - a[1] if b[0] > a[1] else a[0] - b[1]
        if gap <= 0 or (q.ordered and b[0] <= a[1]):
            return False
        if q.unit == "word":
            return gap <= q.distance
        unit = t.sentence if q.unit == "sentence" else t.paragraph
        return len({unit[p] for p in (*a, *b)}) == 1

    @staticmethod
    def _inside(t: Text, span: tuple[int, int], field: str | None) -> bool:
        title, lead, body = span[0] >= TITLE, span[1] < t.lead, span[1] < TITLE
        return {None: True, "title": title, "lead": lead, "body": body, "hlead": title or lead}[field]

    def counted(self, q: Query, t: Text, language: str | None) -> set[tuple[int, int]]:
        """What scores: of a Near its left spans that have a partner."""
        if isinstance(q, Near):
            right = self.spans(q.right, t, language)
            return {a for a in self.spans(q.left, t, language) if any(self._near(q, t, a, b) for b in right)}
        return self.spans(q, t, language)

    # -- matching

    def matches(self, q: Query, t: Text, language: str | None = None) -> bool:
        match q:
            case All():
                return True
            case And(parts):
                narrow = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
                inner = narrow.pop() if len(narrow) == 1 else language
                return all(self.matches(p, t, inner) for p in parts)
            case Or(parts):
                return any(self.matches(p, t, language) for p in parts)
            case Not(part):
                return not self.matches(part, t, language)
            case Boost(part):
                return self.matches(part, t, language)
            case AtLeast(count, part):
                return self.matches(part, t, language) and self._occurrences(part, t, language) >= count
            case DateRange(first, last):
                when = parse_when(t.article.date or "")
                return when is not None and when.first >= (first or 1) and (last is None or when.last <= last)
            case NumberRange("words", low, high):
                return (low or 0) <= t.body <= (high if high is not None else 10**9)
            case IdSet(ids=ids):
                return t.article.id in ids
            case Keyword(field, value):
                a = t.article
                held = {"outlet": a.outlet, "lang": a.language, "section": a.section, "agency": a.agency}
                values = t.article.authors if field == "byline" else (held[field] or "",)
                if value == "*":
                    return any(values)
                wanted = [key(w) for w in terms(value)]
                return any(_side_by_side(wanted, [key(w) for w in terms(v)]) for v in values)
            case _:
                return bool(self.spans(q, t, language))

    def _occurrences(self, q: Query, t: Text, language: str | None) -> int:
        if isinstance(q, Or):
            return sum(self._occurrences(p, t, language) for p in q.parts)
        return len(self.counted(q, t, language))

    # -- scoring

    def idf(self, q: Query, language: str | None) -> float:
        match q:
            case Phrase(words):
                return sum(self.idf(Exact(w, strict=q.strict), language) for w in words)
            case Near(left, right):
                return self.idf(left, language) + self.idf(right, language)
            case _:
                df = sum(self.matches(q, t, language) for t in self.texts.values())
                return log(1 + (len(self.texts) - df + 0.5) / (df + 0.5))

    def score(self, q: Query, t: Text, language: str | None = None) -> float:
        if not self.matches(q, t, language):
            return 0.0
        match q:
            case And(parts):
                narrow = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
                inner = narrow.pop() if len(narrow) == 1 else language
                return sum(self.score(p, t, inner) for p in parts)
            case Or(parts):
                return sum(self.score(p, t, language) for p in parts)
            case Boost(part, factor):
                return factor * self.score(part, t, language)
            case AtLeast(_, part):
                return self.score(part, t, language)
            case Not() | All() | DateRange() | NumberRange() | IdSet() | Keyword():
                return 0.0
            case _:
                x = self._frequency(q, t, language)
                return self.idf(q, language) * x / (x + K1)

    def _frequency(self, q: Query, t: Text, language: str | None) -> float:
        field = getattr(q, "field", None)
        spans = self.counted(q, t, language)
        title = sum(s[0] >= TITLE for s in spans) * (field in (None, "title", "hlead"))
        lead = sum(s[0] < t.lead for s in spans) * (field in ("lead", "hlead"))
        body = sum(s[0] < TITLE for s in spans) * (field in (None, "body"))
        norm = 1 - BODY_B + BODY_B * t.body / self.average
        return TITLE_WEIGHT * title + lead + body / norm

    # -- order

    def ranked(self, q: Query) -> list[tuple[str, float]]:
        """All matches in the total order, with scores and the bonus for nearness."""
        scored = [(i, self.score(q, t)) for i, t in self.texts.items() if self.matches(q, t)]
        scored.sort(key=self._order)
        near = [(i, s + self.bonus(q, self.texts[i])) for i, s in scored[: proximity.WINDOW]]
        near = [(i, s + self.as_typed(q, self.texts[i])) for i, s in near]
        if _alternatives(q) >= relevance_feedback.LEAST:
            lent = self.lent(q, near)
            near = [(i, s + sum(w * self._share(f, i) for f, w in lent)) for i, s in near]
        return sorted(near, key=self._order) + scored[proximity.WINDOW :]

    def _share(self, form: str, id: str) -> float:
        x = self._frequency(Exact(form), self.texts[id], None)
        return x / (x + K1)

    def as_typed(self, q: Query, t: Text) -> float:
        """What the forms as typed add, where they are rarer than all forms of a word together."""
        total = 0.0
        for word, boost, language in _words(q, 1.0, None):
            if isinstance(word, Word) and len(joints(word.text)) == 1:
                exact = Exact(word.text, word.field, strict=False)
                own = self._holding(exact, language)
                if boost > 0 and 0 < own * typed_forms.COMMONER <= self._holding(word, language):
                    x = self._frequency(exact, t, language)
                    weight = typed_forms.STRENGTH * boost * (self.idf(exact, language) - self.idf(word, language))
                    total += max(0.0, weight) * x / (x + K1)
        return total

    def lent(self, q: Query, near: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """The words that the first stories lend, with weights."""
        first: dict[str, tuple[str, float]] = {}
        for i, s in sorted(((i, round(s, relevance_feedback.SCORE_PLACES)) for i, s in near), key=self._order):
            first.setdefault(self.story.get(i, i), (i, s))
        lenders = list(first.values())[: relevance_feedback.STORIES]
        shares: dict[str, float] = {}
        for i, s in lenders:
            article = self.texts[i].article
            words = terms(article.body) + TITLE_WEIGHT * terms(article.title or "")
            for word in set(words):
                part = exp((s - lenders[0][1]) / relevance_feedback.TEMPER) * words.count(word) / len(words)
                shares[word] = shares.get(word, 0.0) + part
        likely = sorted((-round(x, relevance_feedback.WEIGHT_PLACES), w) for w, x in shares.items() if len(w) > 1)
        rated = []
        for x, word in likely[: relevance_feedback.CANDIDATES]:
            df = self.held[word]
            if df > 1 and df * relevance_feedback.COMMON <= max(len(self.texts), relevance_feedback.SMALLEST):
                rated.append((round(x * log(1 + len(self.texts) / df), relevance_feedback.WEIGHT_PLACES), word))
        chosen = sorted(rated)[: relevance_feedback.WORDS]
        weight = relevance_feedback.STRENGTH * sum(b * self.idf(w, lang) for w, b, lang in _scoring(q, 1.0, None))
        return [(word, weight * x / sum(r for r, _ in chosen)) for x, word in chosen]

    def _order(self, row: tuple[str, float]) -> tuple[float, bool, int, str]:
        when = parse_when(self.texts[row[0]].article.date or "")
        return -row[1], when is None, -(when.instant if when else 0), row[0]

    def _listed(self, q: Leaf, language: str | None) -> set[str]:
        """The forms that a leaf stands for one by one: of a compound, without its parts side by side."""
        if isinstance(q, Word) and len(joints(q.text)) > 1:
            return self._apart(q.text, language)
        return self.expand(q, language)

    def bonus(self, q: Query, t: Text) -> float:
        """What the best passage adds: every run of words of its length is looked at, title and body apart."""
        rated: dict[tuple[Leaf, str | None], float] = {}
        for word, boost, language in _words(q, 1.0, None):
            if self._listed(word, language):
                rated[word, language] = rated.get((word, language), 0.0) + boost * self.idf(word, language)
        common = {w for w in rated if self._holding(*w) * proximity.COMMON > len(self.texts)}
        taking = {w: x for w, x in rated.items() if w not in common or not _alternatives(q)}
        if len(taking) < 2 or common == set(rated):
            return 0.0
        whole = sum(max(0.0, b * self.idf(w, lang)) for w, b, lang in _scoring(q, 1.0, None))
        held = [
            (weight, {p for p, w in t.words if w in self._listed(word, language)})
            for (word, language), weight in taking.items()
        ]
        passages = (range(first, first + proximity.WIDTH) for first, _ in t.words)
        best = max((sum(w for w, at in held if at.intersection(p)) for p in passages), default=0.0)
        return proximity.STRENGTH * whole * (best / whole) ** proximity.POWER

    def _holding(self, word: Leaf, language: str | None) -> int:
        return sum(self.matches(word, x, language) for x in self.texts.values())


def _words(q: Query, boost: float, language: str | None) -> list[tuple[Leaf, float, str | None]]:
    """Words that count whatever else matches: not those of an And or AtLeast under an Or."""
    match q:
        case And(parts):
            narrow = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
            inner = narrow.pop() if len(narrow) == 1 else language
            return [w for p in parts for w in _words(p, boost, inner)]
        case Or(parts):
            return [w for p in parts if not isinstance(_bare(p), And | AtLeast) for w in _words(p, boost, language)]
        case Boost(part, factor):
            return _words(part, boost * factor, language)
        case AtLeast(_, part):
            return _words(part, boost, language)
        case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
            return [(q, boost, language)]
        case _:
            return []


def _scoring(q: Query, boost: float, language: str | None) -> list[tuple[Query, float, str | None]]:
    """Every leaf that adds to a score."""
    match q:
        case And(parts):
            narrow = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
            inner = narrow.pop() if len(narrow) == 1 else language
            return [w for p in parts for w in _scoring(p, boost, inner)]
        case Or(parts):
            return [w for p in parts for w in _scoring(p, boost, language)]
        case Boost(part, factor):
            return _scoring(part, boost * factor, language)
        case AtLeast(_, part):
            return _scoring(part, boost, language)
        case Not() | All() | DateRange() | NumberRange() | IdSet() | Keyword():
            return []
        case _:
            return [(q, boost, language)]


def _alternatives(q: Query) -> int:
    """How many words there are any of which may match, with conditions and exclusions beside them."""
    if isinstance(q, And):
        asked = [p for p in q.parts if not isinstance(p, Not | DateRange | NumberRange | IdSet | Keyword)]
        return _alternatives(asked[0]) if len(asked) == 1 else 0
    if isinstance(q, Boost):
        return _alternatives(q.part)
    words = {_bare(p) for p in q.parts} if isinstance(q, Or) else set()
    return len({w.text for w in words if isinstance(w, Word)})


def _bare(q: Query) -> Query:
    return _bare(q.part) if isinstance(q, Boost) else q


def _side_by_side(wanted: list[str], held: list[str]) -> bool:
    return bool(wanted) and any(held[i : i + len(wanted)] == wanted for i in range(len(held)))
