"""Parses bylines to authors, one entry a person, without "By", roles, places, agencies, emails or handles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from morgue.index.clean.dates.months import MONTHS, WEEKDAYS, fold
from morgue.index.clean.metadata.agencies import agencies_in, agency, likely, signed
from morgue.index.clean.metadata.byline_words import COMPANY, LOWER, NOBODY, PERHAPS, ROLE, ROLES, SECTIONS
from morgue.index.clean.metadata.outlets import bundled

_BY = re.compile(
    r"^\W*(?:(?:written|reported|reporting|story|words|text|posted|article|interview|analysis|review|opinion"
    r"|fotos?|photos?"
    r"|published|exclusive|updated|contributed|contribution|submitted|created"
    r"|erstellt|geschrieben|verfasst|veröffentlicht|eingestellt|écrit|rédigé|publié|escrito|publicado|scritto|pubblicato"
    r"|geschreven|geplaatst|skrevet|"
    r"texte?|ein (?:artikel|beitrag|kommentar|interview|gastbeitrag|essay|bericht) "
    r"|eine (?:analyse|kolumne|reportage|rezension) |"
    r"propos recueillis|aufgezeichnet|pressemitteilung|press release|kommentar|analyse|reportage|texto|artículo|testo"
    r"|autor(?:in|en|zy|es)?|author|автор|συντάκτης|från|skribent|skrevet|tekst)s?\s*)?"
    r"(?:by|von|vom|par|por|di|del?|door|av|af|przez|από|от|od|oleh|bởi|yazan|автор"
    r"|autor(?:in|zy)?|tekst|text|texte|texto|testo|author|reporter|reporting by)"
    r"\s*[:|]?\s+",
    re.I,
)
_COLON = re.compile(
    r"^\W*(?:authors?|autor(?:in|en|zy|es|a)?|автор[ы]?|by|text|tekst|texto|testo|redazione|redaktion|writer|reporter|yazar"
    r"|haber|de|από"
    r"|著者名?|筆者|執筆者?|取材|文責|作者|撰文|撰稿|记者|記者|文|글|기자)\s*[:：／/=＝】]\s*",
    re.I,
)
#: Who else had a hand in it: what follows names no author.
_HANDS = re.compile(
    r"\s*\b(?:edited|illustrat(?:ed|ions?)|photo(?:s|graphs?|graphy)?|videos?|graphics?|translated|produced) by\b.*\Z"
    r"|\s*(?:翻訳者?|翻译|译者|编辑|編集|责编|責任編集|摄影|撮影)\s*[:：\s].*\Z",
    re.I,
)
#: No byline is longer; what is longer is a text, and takes seconds to take apart.
_LONGEST = 600
#: A word between names, or before a place, that a byline in capitals has in capitals too.
_SMALL = re.compile(
    r"\b(?:BY|AND|UND|ET|Y|OG|OCH|EN|WITH|MIT|AVEC|CON|VON|PAR|POR|IN|AT|FOR|FROM|SPECIAL TO|REPORTS?|AUS|FÜR|PER"
    r"|TEXT BY)\b"
)
#: `Interview: Jane Roe`, `Artikel von: Jane Roe`: a label with a colon before the name.
_LABEL = re.compile(r"^[^\W\d_]{2,14}(?: (?:by|von|par|por|de|di))?\s*:\s+(?=\S)", re.I)
#: Words before a name in a link: `More stories by Jane Roe`.
_MORE = re.compile(
    r"^(?:(?:more|all|see|view|read|other|latest|alle|weitere|mehr|tous|todos"
    r"|tutti)\b\W*)+[^\W\d_]+(?:\s+[^\W\d_]+)? (?:by|from|von|de|par|di)\s+",
    re.I,
)
#: A reporter's role before or behind a name in Chinese, Japanese and Korean.
_CJK_ROLE = re.compile(
    r"^(?:本报|本報)?(?:记者|記者|作者|撰文|编辑|通讯员|文)\s*[/／:：]?\s*(?=[\u3400-\u9fff]{2,5}(?:\s|$))"
    r"|\s*(?:기자|특파원|記者|记者|特派员|特派員)$"
)
#: A link beside a byline: "See all articles", "View author archive".
_LINK = frozenset(
    """see view read follow more show browse contact email all send get subscribe alle weitere mehr zur zum voir tous
    toutes plus ver todos todas más vedi tutti""".split()
)
#: `Jane Roe, in News, Travel`: the sections after a byline.
_IN_SECTION = re.compile(r"\s*,\s+(?:in|under)\s+[A-Z].*\Z")
_EMAIL = re.compile(r"[(<\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)>\]]?")
_HANDLE = re.compile(r"\s*[(]?@\w+[)]?")
_URL = re.compile(r"[(<\[]?(?:https?://|www\.)\S+")
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}")
_SPLIT = re.compile(
    r"\s*(?:[;|•·/\n\t]|、|，|،|\s[-–—]\s|,?\s+(?:and|und|et|y|och|og|ja|ve|en|oraz|и|και|és|com|with|mit|avec"
    r"|con)\s+|\s*&\s*|\s+(?:e|i|a)\s+(?=[A-ZÀ-Þ])|,)\s*"
)
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
#: Words behind a name that are no names themselves, a figure, a colon.
_TAIL = re.compile(
    r"\s+(?:reports?|berichtet|special to|exclusive|posted|published|updated)(?:\s+.*)?$"
    r"|\s+(?P<small>for|from|of|at|in|aus|für|bei|last|am|on|w|dla)(?:\s+(?P<rest>.*))?$"
    r"|(?:\s+|(?<=[a-zß-ÿ]))\d.*$|\s*[:|].*$",
    re.I,
)
_WITHIN = re.compile(r"\s+(?:for|from|of|at|in|aus|für|bei)\s", re.I)
#: `Jane Roe March 11`: a month, whatever language it is in, and its day.
_DAY = re.compile(r"\s+([^\W\d_]{3,10})\.?\s+\d{1,2}\b.*\Z")


def authors(bylines: Iterable[str], outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """The people named by these bylines, each once, in order. What is not plainly a person's name is left out.

    outlets: names that may stand in a byline and are not authors.
    """
    not_people = {fold(o) for o in outlets if o}
    found: dict[str, str] = {}
    for byline in bylines:
        for name in split(byline[:_LONGEST]):
            key = fold(name)
            if key in not_people or key.replace(" ", "") in NOBODY or agency(name) or key in found:
                continue
            found[key] = name
    return _whole(list(found.values()))


_DATED = re.compile(
    r"https?:|www\.|\d[:/.]\d|\b(?:19|20)\d\d\b|^\d+ |^\d+\s?m(?:in)?\b|updated|published|developer", re.I
)


def organisation(bylines: Iterable[str]) -> tuple[str, ...]:
    """Where no person is named: the desk, agency or house that signs, as it is written.

    What only looks like an agency is none of these: it is the article's agency.
    """
    for byline in bylines:
        byline = byline[:_LONGEST]
        whole = _COLON.sub("", _BY.sub("", _HANDLE.sub(" ", _EMAIL.sub(" ", byline)).strip()))
        if _a_day(whole):
            continue
        for text in (whole, re.split(r"[,|·•]", whole)[0]):
            text = " ".join(text.split()).strip(" ,;:|-–—")
            if (
                1 < len(text) < 60
                and fold(text).replace(" ", "") not in NOBODY
                and not _LINK.intersection(fold(text).split()[:1])
                and not _section(text)
                and not _only_by(text)
                and not _a_day(text)
                and any(c.isalpha() for c in text)
                and not _DATED.search(text)
                and not likely(text)
            ):
                return (text,)
    return ()


def _only_by(text: str) -> bool:
    """Whether a byline ends before its name: the "By" that is left where the name is a picture, or elsewhere."""
    return not _BY.sub("", f"{text} ").strip() or _ENDS_BY.fullmatch(text) is not None


_ENDS_BY = re.compile(r"[^\W\d_]{3,20} (?:by|von|par|por|di|door|av|af|przez|on|am)\W*", re.I)


def _a_day(text: str) -> bool:
    """Whether a text is a day and nothing else: "December 20", "Sat, 20 Dec, 2025 - 06:36"."""
    words = re.findall(r"\w+", fold(text))
    return any(map(str.isdigit, words)) and all(w.isdigit() or w in MONTHS or w in WEEKDAYS for w in words)


def _section(text: str) -> bool:
    words = re.findall(r"[\w-]+", fold(text))
    return all(w in SECTIONS for w in words)


def _whole(names: list[str]) -> tuple[str, ...]:
    """Drops `Roe` beside `Jane Roe`."""
    folded = [set(fold(n).split()) for n in names]
    return tuple(n for i, n in enumerate(names) if not any(folded[i] < other for other in folded))


@lru_cache(maxsize=4096)
def split(byline: str) -> tuple[str, ...]:
    """The persons of one byline, as written there; remembered, for who signs one article signs others.

    >>> split("By Jane Roe and Sam Poe, Political Correspondents (Reuters)")
    ('Jane Roe', 'Sam Poe')
    >>> split("Roe, Jane; Poe, Sam")
    ('Jane Roe', 'Sam Poe')
    """
    text = _URL.sub(" ", _EMAIL.sub(";", byline))
    text = _HANDLE.sub(" ", text).replace("\xa0", " ")
    text = re.sub(r"<[^<>]*>", " ", text)
    text = " ".join(text.replace("\n", ";").split())
    if _BY.sub("", text).isupper():
        text = _SMALL.sub(_in_small_letters, text)
    for _ in range(2):
        text = _MORE.sub("", _LABEL.sub("", _COLON.sub("", _BY.sub("", text))))
    text = _surnames_first(_IN_SECTION.sub("", _HANDS.sub("", text) or text))
    parts = [p for p in _SPLIT.split(_BRACKETS.sub("", text)) if p and p.strip()]
    names = [n for i, part in enumerate(parts) if (n := _name(part)) and not (i and _describes(part))]
    if parts and _ADDRESS.fullmatch(parts[0].strip()):
        return tuple(n for n in names if " " in n)  # a house by its domain, then the places where it is
    return tuple(n for n in names if " " in n) or tuple(names)


def _in_small_letters(m: re.Match[str]) -> str:
    """A word of a byline in capitals in small letters, but where it may be a name: `KIM IN SU`, `PARK JONG IN`."""
    before = re.split(r"[,;&]|\b(?:by|and|und|et|y|og|och|with|mit)\b", m.string[: m.start()], flags=re.I)[-1]
    named = m[0] in ("IN", "AT") and len(before.split()) < 2
    return m[0] if named or not m.string[m.end() :].strip() else m[0].lower()


def _without_tail(part: str) -> str:
    """A name without what stands behind it: `Jane Roe in Paris`, `Jane Roe Special to the Post`.

    With a capital such a word ends a name of two words at least, for Kim In Su, Kim Jong In and Chang W Lee are people.
    """
    at = 0
    while (m := _TAIL.search(part, at)) is not None:
        small = m["small"]
        if not small or small.islower():
            return part[: m.start()]
        if m["rest"] and len(part[: m.start()].split()) > 1 and (small != "W" or part.isupper()):
            return part[: m.start()]
        at = m.end("small")
    return part


def _describes(part: str) -> bool:
    """Whether a later part of a byline says what the person before it is: `Head of News`, not `Ada van der Frost`."""
    m = ROLE.search(part)
    if m is None:
        return False
    words = _without_tail(part).split() or part.split()
    between = all(w[0].isupper() or fold(w) in LOWER for w in words) and words[0][0].isupper() and len(words) > 2
    return not (between and m.group().lower() in _PARTICLES)


#: Particles of names that also tie a role to its desk.
_PARTICLES = frozenset(["der", "des", "du", "de la"])
_TWO = re.compile(r"([^\W\d_][\w'’. -]{0,40}), ([^\W\d_][\w'’. -]{0,30})")


def _surnames_first(text: str) -> str:
    """`Roe, Jane` as one person, when both halves are one word; in a list by semicolons each entry has the two."""
    entries = [e.strip() for e in text.split(";") if e.strip()]
    halves = [_TWO.fullmatch(e) for e in entries]
    if len(entries) > 1 and all(m is not None and _halves(m[1], m[2], 3) for m in halves):
        return ";".join(f"{m[2]} {m[1]}" for m in halves if m)
    if len(entries) == 1:
        paired = [_TWO.fullmatch(e) for e in re.split(r"\s+(?:and|und|et|y|e)\s+|\s*&\s*", entries[0])]
        if all(m is not None and _halves(m[1], m[2], 1) for m in paired):
            return ";".join(f"{m[2]} {m[1]}" for m in paired if m)
    return text


def _halves(last: str, first: str, most: int) -> bool:
    """Whether these are the last and the first names of a person, and not a person and a role or a house."""
    words = [fold(w).strip(".") for w in (*last.split(), *first.split())]
    if len(last.split()) > most or len(first.split()) > most or (most == 1 and len(first.strip(".")) < 2):
        return False
    return not any(w in ROLES for w in words) and not agencies_in(f"{last}, {first}")


def _name(part: str) -> str:
    part = _LABEL.sub("", _COLON.sub("", _BY.sub("", part.strip(" .,:;-–—|*\"'“”"))))
    part = _CJK_ROLE.sub("", signed(part)[0])
    if (m := _DAY.search(part)) and fold(m[1]) in MONTHS:
        part = f"{part[: m.start()]} 0"  # a figure, so that "Updated March 11" goes whole
    cut = _without_tail(part).strip(' ,:;-–—|*"“”')
    if " " not in cut and _WITHIN.match(part[len(cut) :]):
        return ""  # "Human in the Loop" is one name, and nobody's first one
    dated = any(map(str.isdigit, part[len(cut) :]))
    part = cut
    part = part if re.search(r"(?:^|\s)[^\W\d_]\.\Z", part) else part.rstrip(".")
    words = part.split()
    if (
        not 1 <= len(words) <= 6
        or len(part) > 60
        or not any(c.isalpha() for c in part)
        or _section(part)
        or _only_by(part)
    ):
        return ""
    folded = [fold(w).strip(".") for w in words]
    if COMPANY.search(part) or not _of_people(part, folded):
        return ""
    if folded[0] in _LINK or (folded[0] == "the" and len(words) > 2) or _of_calendars(folded, dated):
        return ""
    if any(w[0].islower() and f not in LOWER for w, f in zip(words, folded, strict=True)) or words[0][0].isdigit():
        return ""
    return part if len(words) > 1 or _single(part) else ""


def _of_calendars(folded: list[str], dated: bool) -> bool:
    """Whether all words are months or weekdays: one alone, or before a figure; `Sam March` is somebody."""
    return (len(folded) == 1 or dated) and all(f in MONTHS or f in WEEKDAYS for f in folded)


def _of_people(part: str, folded: list[str]) -> bool:
    """Whether no word is a role or a house; words that are surnames too (Post, Min, Press) count beside a first name.

    `Emily Post` signs; `Washington Post` is a name of the table of outlets.
    """
    if any(w in ROLES and w not in PERHAPS for w in folded):
        return False
    doubtful = [w for w in folded if w in PERHAPS]
    if not doubtful:
        return True
    plain = [w for w in folded if w not in PERHAPS and w not in LOWER]
    return bool(plain) and len(doubtful) == 1 and len(folded) <= 4 and not bundled().knows(part)


def _single(part: str) -> bool:
    """One word is a name in scripts without spaces, or as a pen name: capital first, no acronym."""
    if any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in part):
        return 2 <= len(part) <= 8
    return len(part) > 2 and part[0].isupper() and not part.isupper()
