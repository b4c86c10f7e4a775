"""Which forms of an archive's words a leaf of a query stands for: every form looked at in turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from morgue.core.analyzer import in_capitals, joints
from morgue.core.article import Article
from morgue.core.folding import dotted, fold, key, signs, spellings
from morgue.core.han_variants import han_variants
from morgue.core.stems.attached_words import bases, numbers
from morgue.core.stems.stemmer import languages, roots, stem
from morgue.search.query import Exact, Fuzzy, Prefix, Wildcard, Word
from morgue.search.word_forms import SHORTEST_STEM
from tests.oracle.leaves import Leaf
from tests.oracle.texts import words_of


class Forms:
    """The words of an archive, those of deleted articles among them, and the languages they are seen in."""

    def __init__(self, every: Iterable[Article], live: Iterable[Article]) -> None:
        self.forms: dict[str, set[str | None]] = {}
        self.held: Counter[str] = Counter()
        self.by_language: Counter[tuple[str | None, str]] = Counter()
        for article in every:
            for word in words_of(article):
                self.forms.setdefault(word, set()).add(article.language)
                self.held[word] += 1
                self.by_language[article.language, word] += 1
        self.keys = {form: self._keys(form) for form in self.forms}
        self._known: dict[tuple[Leaf, str | None], frozenset[str]] = {}
        known = [a.language for a in live if a.language]
        self.main = min(sorted(set(known)), key=lambda code: -known.count(code), default=None)

    def expand(self, q: Leaf, language: str | None) -> frozenset[str]:
        """The forms of a leaf; remembered, since they are asked for by every article."""
        if (q, language) not in self._known:
            self._known[q, language] = frozenset(self._looked_for(q, language))
        return self._known[q, language]

    def _looked_for(self, q: Leaf, language: str | None) -> set[str]:
        match q:
            case Exact(text):
                alike = {f for f in self._spelt(text) if len(joints(f)) == len(joints(text))}
                return ({text} if q.strict else alike) & set(self.forms)
            case Word(text):
                return self._mates({text}, language)
            case Prefix(text):
                bare = fold(text)
                held = {f for f, keys in self.keys.items() if any(k.startswith(bare) for k in keys)}
                return {f for f in held if len(joints(f)) == 1 or not joints(f)[0].startswith(bare)}
            case Wildcard(pattern):
                glob = re.compile(re.escape(fold(pattern)).replace(r"\*", ".*").replace(r"\?", "."))
                return {f for f, keys in self.keys.items() if any(map(glob.fullmatch, keys))}
            case Fuzzy(text, edits):
                small = [f for f in self.forms if not in_capitals(f)]
                near = {f for f in small if any(OSA.distance(k, fold(text)) <= edits for k in self.keys[f])}
                return self._mates(near, language) if near else set()

    def _mates(self, texts: set[str], language: str | None) -> set[str]:
        """The forms that share a spelling, a stem or a word that a form is made of with one of these."""
        starts = {s for t in texts for s in self._spelt(t)}
        found = {s for s in starts if s in self.forms}
        for code in (language,) if language else languages():
            found |= self._stem_mates(code, starts, language or self.main)
        for text in texts:
            own = self._family(text)
            found |= own
            for base in bases(text):
                family = self._family(base)
                if sum(self.held[f] for f in family - own) > sum(self.held[f] for f in own):
                    found |= family
                    break
        return {f for f in found if not (in_capitals(f) and f.casefold() in found)}

    def _stem_mates(self, code: str, starts: set[str], main: str | None) -> set[str]:
        """The forms that share a stem of one language with one of these, where they are at home in it."""
        plain = [s for s in starts if not (signs(s) or dotted(s) or in_capitals(s))]
        stems = {key(r) for s in plain if self._may_be_of(code, s, main) for r in roots(code, s)}
        seen_there = [f for f, seen in self.forms.items() if code in seen and not in_capitals(f)]
        mates = {f for f in seen_there if key(stem(code, f)) in stems}
        at_home = self.by_language
        return {f for f in mates if main not in self.forms[f] or at_home[code, f] >= at_home[main, f]}

    def _may_be_of(self, code: str, form: str, main: str | None) -> bool:
        seen = self.forms.get(form, set())
        return main is None or main not in seen or code in seen or len(key(stem(code, form))) >= SHORTEST_STEM

    def _keys(self, form: str) -> set[str]:
        """What a form is found by besides itself."""
        return {form, key(form)} | {s for code in self.forms[form] if code for s in spellings(form, code)}

    def _spelt(self, text: str) -> set[str]:
        """The text, forms with its key and signs, and those spelt without the letters of a language."""
        found = {f for f in self.forms if key(text) in self.keys[f]}
        if dotted(text):
            found = {f for f in found if dotted(f)} | ({text.replace(".", "").upper()} & set(self.forms))
        elif signs(text):
            found = {f for f in found if signs(f) == signs(text)}
        found |= {f for f in self.forms if f in han_variants(text)}
        for t in found | {text}:
            for code in ("de", "da", "no", "sv"):
                for spelt in spellings(t, code):
                    found = found | {f for f in self.forms if spelt in self.keys[f] and code in self.forms[f]}
        return found | {text}

    def _family(self, base: str) -> set[str]:
        return {f for f in self.forms for b in (base, *numbers(base)) if f == b or b in bases(f)}

    def listed(self, q: Leaf, language: str | None) -> frozenset[str]:
        """The forms that a leaf stands for one by one: of a compound, without its parts side by side."""
        every = self.expand(q, language)
        if not isinstance(q, Word) or len(joints(q.text)) == 1:
            return every
        *heads, last = joints(q.text)
        ends = self.expand(Word(last), language)
        keys = [key(h) for h in heads]
        return frozenset(f for f in every if not ([key(p) for p in joints(f)[:-1]] == keys and joints(f)[-1] in ends))
