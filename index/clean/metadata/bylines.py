"""Bylines to authors: every person an entry of their own, without "By", roles, places, agencies, emails or handles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from morgue.index.clean.metadata.agencies import agencies_in, agency, likely
from morgue.index.clean.metadata.byline_words import COMPANY, LOWER, NOBODY, ROLE, ROLES, SECTIONS
from morgue.index.clean.metadata.months import MONTHS, fold

_BY = re.compile(
    r"^\W*(?:(?:written|reported|reporting|story|words|text|posted|article|interview|analysis|review|opinion|fotos?|photos?"
    r"|published|exclusive|updated|contributed|contribution|"
    r"texte?|ein (?:artikel|beitrag|kommentar|interview|gastbeitrag|essay|bericht) "
    r"|eine (?:analyse|kolumne|reportage|rezension) |"
    r"propos recueillis|aufgezeichnet|kommentar|analyse|reportage|texto|artículo|testo"
    r"|autor(?:in|en|zy|es)?|author|автор|συντάκτης|från|skribent|skrevet|tekst)s?\s*)?"
    r"(?:by|von|vom|par|por|di|del?|door|av|af|przez|από|от|od|oleh|bởi|yazan|автор"
    r"|autor(?:in|zy)?|tekst|text|texte|texto|testo|author|reporter|reporting by)"
    r"\s*[:|]?\s+",
    re.I,
)
_COLON = re.compile(
    r"^\W*(?:authors?|autor(?:in|en|zy|es|a)?|автор[ы]?|by|text|tekst|texto|testo|redazione|writer|reporter|yazar|haber|de|από"
    r"|著者名?|筆者|執筆者?|取材|文責|作者|撰文|撰稿|记者|記者|文|글|기자)\s*[:：／/=＝】]\s*",
    re.I,
)
#: Who else had a hand in it: what follows names no author.
_HANDS = re.compile(
    r"\s*\b(?:edited|illustrat(?:ed|ions?)|photo(?:s|graphs?|graphy)?|videos?|graphics?|translated|produced) by\b.*\Z"
    r"|\s*(?:翻訳者?|翻译|译者|编辑|編集|责编|責任編集|摄影|撮影)\s*[:：\s].*\Z",
    re.I,
)
#: A link beside a byline: "See all articles", "View author archive".
_LINK = frozenset(
    ["see", "view", "read", "follow", "more", "show", "browse", "contact", "email", "all", "send", "get", "subscribe"]
)
#: `Jane Roe, in News, Travel`: the sections after a byline.
_IN_SECTION = re.compile(r"\s*,\s+(?:in|under)\s+[A-Z].*\Z")
_EMAIL = re.compile(r"[(<\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)>\]]?")
_HANDLE = re.compile(r"\s*[(]?@\w+[)]?")
_URL = re.compile(r"[(<\[]?(?:https?://|www\.)\S+")
_SPLIT = re.compile(
    r"\s*(?:[;|•·/\n\t]|、|，|،|\s[-–—]\s|,?\s+(?:and|und|et|y|och|og|ja|ve|en|oraz|и|και|és|com|with|mit|avec|con)\s+|\s*&\s*|\s+(?:e|i|a)\s+(?=[A-ZÀ-Þ])|,)\s*"
)
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_TAIL = re.compile(
    r"\s+(?:for|from|of|at|in|reports?|berichtet|aus|für|bei|special to"
    r"|exclusive|posted|published|updated|last|am|on|w|dla)\s+.*$|(?:\s+|(?<=[a-zß-ÿ]))\d.*$|\s*[:|].*$",
    re.I,
)
#: `Jane Roe March 11`: a month, whatever language it is in, and its day.
_DAY = re.compile(r"\s+([^\W\d_]{3,10})\.?\s+\d{1,2}\b.*\Z")


def authors(bylines: Iterable[str], outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """The people named by these bylines, each once, in order. What is not plainly a person's name is left out.

    outlets: names that may stand in a byline and are not authors.
    """
    not_people = {fold(o) for o in outlets if o}
    found: dict[str, str] = {}
    for byline in bylines:
        for name in split(byline):
            key = fold(name)
            if key in not_people or agency(name) or key in found:
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
        whole = _COLON.sub("", _BY.sub("", _HANDLE.sub(" ", _EMAIL.sub(" ", byline)).strip()))
        for text in (whole, re.split(r"[,|·•]", whole)[0]):
            text = " ".join(text.split()).strip(" ,;|-–—")
            if (
                1 < len(text) < 60
                and fold(text) not in NOBODY
                and not _LINK.intersection(fold(text).split()[:1])
                and not _section(text)
                and any(c.isalpha() for c in text)
                and not _DATED.search(text)
                and not likely(text)
            ):
                return (text,)
    return ()


def _section(text: str) -> bool:
    words = re.findall(r"[\w-]+", fold(text))
    return all(w in SECTIONS for w in words)


def _whole(names: list[str]) -> tuple[str, ...]:
    """Drops `Roe` beside `Jane Roe`."""
    folded = [set(fold(n).split()) for n in names]
    return tuple(n for i, n in enumerate(names) if not any(folded[i] < other for other in folded))


def split(byline: str) -> list[str]:
    """The persons of one byline, as written there.

    >>> split("By Jane Roe and Sam Poe, Political Correspondents (Reuters)")
    ['Jane Roe', 'Sam Poe']
    """
    text = _URL.sub(" ", _EMAIL.sub(";", byline))[:600]
    text = _HANDLE.sub(" ", text).replace("\xa0", " ")
    text = re.sub(r"<[^>]*>", " ", text)
    text = " ".join(text.replace("\n", ";").split())
    for _ in range(2):
        text = _COLON.sub("", _BY.sub("", text))
    text = _surname_first(_IN_SECTION.sub("", _HANDS.sub("", text) or text))
    parts = [p for p in _SPLIT.split(_BRACKETS.sub("", text)) if p and p.strip()]
    names = [n for i, part in enumerate(parts) if (n := _name(part)) and not (i and ROLE.search(part))]
    return [n for n in names if " " in n] or names


def _surname_first(text: str) -> str:
    """`Roe, Jane` is one person when both halves are one word."""
    m = re.fullmatch(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’.-]+)", text)
    return f"{m[2]} {m[1]}" if m and not agencies_in(text) and fold(m[2]) not in ROLES else text


def _name(part: str) -> str:
    part = _COLON.sub("", _BY.sub("", part.strip(" .,:;-–—|*\"'“”")))
    if (m := _DAY.search(part)) and fold(m[1]) in MONTHS:
        part = f"{part[: m.start()]} 0"  # a figure, so that "Updated March 11" goes whole
    part = _TAIL.sub("", part).strip(' .,:;-–—|*"“”')
    words = part.split()
    if not 1 <= len(words) <= 6 or len(part) > 60 or not any(c.isalpha() for c in part) or _section(part):
        return ""
    folded = [fold(w).strip(".") for w in words]
    if any(
        w in ROLES or (w in MONTHS and len(w) > 4 and w not in {"april", "august", "marc", "juni"}) for w in folded
    ) or COMPANY.search(part):
        return ""
    if folded[0] in _LINK or (folded[0] == "the" and len(words) > 2) or (len(words) == 1 and folded[0] in MONTHS):
        return ""
    if any(w[0].islower() and f not in LOWER for w, f in zip(words, folded, strict=True)) or words[0][0].isdigit():
        return ""
    return part if len(words) > 1 or _single(part) else ""


def _single(part: str) -> bool:
    """One word is a name in scripts without spaces, or as a pen name: capital first, no acronym."""
    if any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in part):
        return 2 <= len(part) <= 8
    return len(part) > 2 and part[0].isupper() and not part.isupper()
