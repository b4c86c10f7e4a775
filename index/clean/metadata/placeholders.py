"""Tells what programs write in the place of a headline that they did not find. Pure."""

from __future__ import annotations

import re

from morgue.index.clean.dates.months import fold

#: Without brackets, marks and accents: of read-later programs, mail, blogs, editors, and of languages without a value.
_NO_TITLE = frozenset(
    fold(phrase)
    for phrase in (
        "no title found|no title|no title available|title not found|title unavailable|untitled|untitled document"
        "|untitled page|untitled note|untitled article|untitled post|new note|auto draft|no subject|no headline"
        "|sans titre|pas de titre|sans objet|ohne titel|kein titel|unbenannt|kein betreff|ohne betreff"
        "|sin título|sin titulo|sin asunto|senza titolo|nessun titolo|nessun oggetto|sem título|sem assunto"
        "|zonder titel|geen titel|naamloos|geen onderwerp|bez tytułu|brak tytułu|uten tittel|uden titel|utan titel"
        "|без названия|без заголовка|без темы|без назви|без теми|başlıksız|無題|无标题|無標題|제목 없음|بدون عنوان"
        "|podle nadpisu|per titolo|po naslovu|با عنوان|null|none|nan|undefined|n/a"
    ).split("|")
)
_AROUND = " \t\"'“”„«»()[]{}<>【】（）.-–—_*:#"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_SCHEME = re.compile(r"\A[a-z]+://(?:www\.)?|/+\Z", re.IGNORECASE)


def is_placeholder(title: str, url: str | None = None) -> bool:
    """Whether a title is what stands where there is none: such a phrase, or an address, the item's own above all."""
    bare = title.strip()
    if _ADDRESS.match(bare):
        return True
    if url and " " not in bare and "." in bare:
        told, address = _SCHEME.sub("", bare), _SCHEME.sub("", url)
        if told == address or told == address.partition("/")[0]:
            return True
    return fold(bare.strip(_AROUND)) in _NO_TITLE
