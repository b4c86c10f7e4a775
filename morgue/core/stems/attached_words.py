"""Parts words from what is attached to them: Korean nouns from particles, Hebrew ones from prefixes. Pure.

No dictionary: a form is taken apart wherever its end (or beginning) is one of a closed class that fits there. What a
form may be made of is wider than what it is, so the archive is asked by the bare word and answers with the forms it may
be in. The Korean particles are those of a school grammar; after a consonant and after a vowel they differ, and that
alone rules out most false readings. Hebrew prefixes stand in one order: and, that or when, from, in, to or as, the.
"""

from __future__ import annotations

from functools import cache, lru_cache

from morgue.core.patterns import compiled

_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3
#: Particles after a vowel, after a consonant, and after either.
_AFTER_VOWEL = "는 가 를 와 나 라 랑 로 야 여 든지 라도 라고 라는 라며 라면 란 였다 였던 로서 로써 로부터 며"
_AFTER_CONSONANT = (
    "은 이 을 과 이나 이라 이랑 으로 아 이여 이든지 이라도 이라고 이라는 이라며 이라면 이란 으로서 으로써 으로부터 이며"
)
_AFTER_EITHER = (
    "의 에 도 만 에서 에게 께 께서 한테 까지 부터 보다 처럼 마다 마저 조차 밖에 뿐 대로 만큼 같이 하고 에선 에겐 엔 "
    "이다 이었다 이었던 인 입니다 이라서 이고 이자 이지만 에게서 한테서 에서부터 치고 커녕 라든지"
)
#: What may still follow those of place and person, and the plural.
_SECOND = "는 도 만 의 까지 부터 나"
_TAKES_SECOND = (
    "에",
    "에서",
    "에게",
    "으로",
    "로",
    "까지",
    "부터",
    "와",
    "과",
    "만",
    "께서",
    "한테",
    "보다",
    "로서",
    "으로서",
    "으로부터",
    "로부터",
    "만으로",
)
#: Endings of the verbs made of a noun with `do` and `become`, of two syllables or more before them.
_VERBS = (
    "하다 한다 했다 하는 하고 하며 해 해서 하기 한 할 함 하여 하지 하면 하면서 했던 했고 했으며 했지만 "
    "합니다 했습니다 하도록 하려 하게 하자 해야 되다 된다 됐다 되는 되고 되며 돼 돼서 되기 된 될 됨 되어 "
    "되지 되면 되면서 됐던 됐고 됐으며 됐지만 됩니다 됐습니다 되도록 되게 되자 돼야 되었다 하였다 시키다 "
    "시킨다 시켰다 시키는 시킨 시킬 시키고 당했다 당한 받은 받았다 적 적인 적으로 "
)
#: Of one syllable only these take a particle here: any other reading of two syllables is likelier.
_SHORTEST_WITH = frozenset("은 는 이 가 을 를 의 에 에서 으로 로 와 과 도 에게 에는 에도 까지 부터 만".split())


@cache
def _particles() -> tuple[dict[str, int], int]:
    """Every ending with what it may follow: 1 a vowel, 2 a consonant, 3 either; and the longest."""
    found: dict[str, int] = {}
    for which, listed in ((1, _AFTER_VOWEL), (2, _AFTER_CONSONANT), (3, _AFTER_EITHER), (3, _VERBS)):
        for one in listed.split():
            found[one] = found.get(one, 0) | which
    for first in _TAKES_SECOND:
        for second in _SECOND.split():
            found.setdefault(first + second, found.get(first, 3))
    for one, which in list(found.items()):
        if which & 2 and one not in _VERBS.split():
            found.setdefault("들" + one, 3)
    found.setdefault("들", 3)
    return found, max(map(len, found))


#: Hebrew: and; that, when, from; in, to, as, from; the. After the article a word of two letters may stand.
_HEBREW = compiled(r"(ו)?(לכש|כש|מש|ש)?(ב|ל|כ|מ)?(ה)?")
_HEBREW_WORD = compiled(r"[א-ת]{3,}(?:[\"״'׳][א-ת])?\Z")
_MAY_BE = compiled(r"[\uac00-\ud7a3א-ת]")


def may_be_attached(term: str) -> bool:
    """Whether the term is of a script whose words may have something written on to them."""
    return not term.isascii() and _MAY_BE.match(term) is not None and len(term) > 1


@lru_cache(maxsize=100_000)
def bases(term: str) -> tuple[str, ...]:
    """The shorter words that the term may be a form of, the longest first; none for other scripts."""
    if not may_be_attached(term):
        return ()
    return _korean(term) if _HANGUL <= ord(term[0]) <= _LAST_HANGUL else _hebrew(term)


#: Letters that look otherwise at the end of a word.
_FINAL = dict(zip("כמנפצ", "ךםןףץ", strict=True))
_MEDIAL = {last: inner for inner, last in _FINAL.items()}


def numbers(term: str) -> tuple[str, ...]:
    """The Hebrew plural in -im of a word, or the word that it is a plural of; none for other scripts.

    On UniMorph's nouns and adjectives 65 of 100 forms then meet their dictionary form (53 without), and six dictionary
    forms in a thousand share a stem with another; with -ot as well 69, and sixty in a thousand.
    """
    if not "א" <= term[:1] <= "ת" or len(term) < 3:
        return ()
    if term.endswith("ים"):
        one = term[:-2]
        return (one[:-1] + _FINAL.get(one[-1], one[-1]),) if len(one) > 1 else ()
    return (term[:-1] + _MEDIAL.get(term[-1], term[-1]) + "ים",)


def _korean(term: str) -> tuple[str, ...]:
    found: list[str] = []
    endings, longest = _particles()
    for size in range(1, min(longest, len(term) - 1) + 1):
        base, ending = term[:-size], term[-size:]
        which = endings.get(ending)
        last = ord(base[-1])
        if which is None or not _HANGUL <= last <= _LAST_HANGUL or (len(base) == 1 and ending not in _SHORTEST_WITH):
            continue
        final = (last - _HANGUL) % 28  # 0 is none, 8 is the ㄹ after which -로 stands as after a vowel
        if which & (2 if final else 1) or (final == 8 and ending[0] == "로"):
            found.append(base)
    return tuple(found)


def _hebrew(term: str) -> tuple[str, ...]:
    if not _HEBREW_WORD.match(term):
        return ()
    found: set[str] = set()
    m = _HEBREW.match(term)
    assert m is not None  # every part may be missing
    for start in range(1, m.end() + 1):
        rest = term[start:]
        parts = _HEBREW.fullmatch(term[:start])
        if parts is not None and len(rest) >= (2 if parts[4] else 3):
            found.add(rest)
    return tuple(sorted(found, key=lambda base: (-len(base), base)))
