"""Recognises lines that give a day of publication, and tells published from changed. Pure.

A day in running text is none: a birthday, a law, a founding year. So a line with a date counts only where nothing in it
is a sentence: what stands around the date is a label, a name, a place, a weekday, or is parted from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from morgue.index.clean.dates.clocks import spans_hours
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.months import MONTHS, WEEKDAYS, fold
from morgue.index.clean.html.masses import weight

#: How a change is announced.
UPDATED = re.compile(
    r"updat|modif|aktualis|aktualiz|обновл|оновл|змінен|изменен|actualiz|actualis|aggiorn|mis à jour|güncel"
    r"|atualiz|ενημερ"
    r"|geändert|überarbeitet|bearbeitet|bijgewerkt|gewijzigd|uppdater|oppdater|opdater|ändrad|endret|päivitet"
    r"|muokattu|frissít"
    r"|módosít|uuendat|atnaujin|atjaunin|ažurir|posodob|zmieni|upraven|edited|amended|revised|corrected"
    r"|last changed|changed"
    r"|更新|修改|수정|업데이트|تحديث|تعديل|به‌?روز|ویرایش|עודכן|अपडेट|संशोधित|আপডেট|อัปเดต|ปรับปรุง|แก้ไข|cập nhật"
    r"|diperbarui|dikemas",
    re.I,
)
#: How the publication is announced.
_PUBLISHED = re.compile(
    r"publish|posted|post date|posté|first (?:publ|post)|created|issued|released|filed|written\s*:|veröffentlicht"
    r"|\bdat[ea]\b(?=\W*(?:\d|d[ie]\b|of\b|publi|pubbl|post|dodania|wydania|\Z))"
    r"|erschien|erstellt"
    r"|\bstand\b|datum|online seit|publi[ée]|publicad|publicat|pubblicat|parution|mis en ligne|fecha|creado"
    r"|creato|criado"
    r"|опублик|опублік|дата|создан|додано|dodano|opublikowan|zveřejněn|publikov|vydán|objavljen"
    r"|megjelen|közzé"
    r"|publicer|publiser|publicerad|julkaistu|geplaatst|gepubliceerd|avaldatud|paskelbta|publicēt|δημοσ|yayın"
    r"|eklenme|tarih"
    r"|发布|發布|发表|發表|公開|掲載|配信|投稿|発表|日期|时间|時間|입력|등록|게시|승인|기사입력|نشر|منتشر|انتشار|تاريخ|תאריך|פורסם"
    r"|प्रकाशित|প্রকাশ|เผยแพร่|วันที่|đăng|ngày|terbit|diterbitkan|dipublikasi|tayang|scritto il|écrit le"
    r"|written on|uploaded|on air"
    r"|presse(?:mitteilung|meldung|information)|press release|communiqué|comunicado|comunicato|(?:story"
    r"|article) is from"
    r"|(?:meldung|artikel|beitrag|ausgabe|nachricht) vom|dieser (?:artikel|beitrag) wurde",
    re.I,
)
#: Words beside a date that make no sentence: prepositions, articles and what counts or names hours.
_SMALL = frozenset(
    """
    on at in of the a from to by and for le la les el il lo der die das den dem des am um im vom von zu bei uhr und de
    del
    della di du da do dos em no na às as os o au aux à a l' den det på av kl klo i og och w z dnia dn roku r rok od o v
    ve do dne az és ora ore alle a las h u hrs hour hours min mins minute minutes read reading lesezeit lesedauer
    minuten
    comments comment kommentare views view shares ago last first originally zuletzt letzte letztes dernière ultima
    última última ostatnia dernier ultimo last-updated time zuerst erstmals initialement původně est et cet cest gmt
    utc am
    pm p.m a.m p m st nd rd th year god goda г года год року в о от у на με στις την το τις gadā gada lúc ngày tháng
    năm pada
    pukul jam wib saat tarihinde tarihli par por per via mit with admin van op om bij er
    """.split()
)
_PARTED = re.compile(r"[|·•/\t\n]|\s[-–—>»›]\s")
#: Several days in a row are when something takes place: "14. - 20. Januar 2022", "March 3-5, 2021".
_DAYS = re.compile(r"(?<![:\d.-])\d{1,2}\.?\s?[-–—]\s?\d{1,2}(?:\.?\s+[^\W\d_]{3}|,\s\d{4}\b)")
_BY = re.compile(
    r"^\W*(?i:by|von|par|por|di|door|av|af|przez|от|από|text|autor|author|geschrieben|written|words)\b[:\s]"
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[.'’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[^\W\d_]\s*[.!?…。।؟]\s*\Z|[。।؟]\s*\Z")
#: The same in scripts without capitals; Thai has no full stop, and ends the word for hours with one.
_CLOSED = re.compile(r"(?:(?<![\u0e01-\u0e4e])\.|[。।؟！？!?])\s*\Z")
#: A preposition that ties a date to the noun before it: "the law of 3 May".
_TIES = re.compile(
    r"\b(?:of|from|vom|du|del|dal|dated|since|seit|depuis|until|bis|as of)(?:\s+[^\W\d_]+\.?)?\s*\Z", re.I
)
#: A year with a full stop behind it ends a sentence.
_STOP = re.compile(r"\d\d\s*[.!?]\s*\Z")
#: Weight of what may stand before the date, and words after it.
_BEFORE, _AFTER = 50, 8
#: Letters of a script with capitals; in others a line is judged by its length and end.
_CASED = re.compile(r"[A-Za-zÀ-ɏͰ-Ͽ\u0400-\u04ff\u0530-\u0587]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as a line gives it, and whether it is that of a change."""

    text: str
    updated: bool


def stamps(text: str) -> list[Stamp]:
    """The dates of a line by their labels ("Updated 7 March, first published 5 March"), the publication's first."""
    text = text[:300]
    labels = sorted(
        [(m.start(), True) for m in UPDATED.finditer(text)] + [(m.start(), False) for m in _PUBLISHED.finditer(text)]
    )
    if not labels:
        return [Stamp(text, False)]
    cuts = [(0, False), *labels, (len(text), False)]
    found: list[Stamp] = []
    changed = False
    for (start, updated), (end, _) in pairwise(cuts):
        changed = updated or (changed and not _says_published(text[start:end]))
        part = text[start:end].strip(" \t|·•/;,-–—()")
        if part and read_date(part) is not None:
            found.append(Stamp(part, changed))
            changed = False
        elif changed and found and not read_date(text[start:]):
            found[-1] = Stamp(found[-1].text, len(found) == 1 and _alone(text[start:end]))
    return sorted(found, key=lambda s: s.updated) or [Stamp(text, updated_line(text))]


def _says_published(part: str) -> bool:
    return _PUBLISHED.match(part) is not None


def _alone(label: str) -> bool:
    """Whether a label behind the only date is all that follows: "7 March 2024 (updated)"."""
    return len(_WORD.findall(label)) <= 2


def updated_line(text: str) -> bool:
    """Whether a date line gives the time of a change and not, before it, the day of publication."""
    m = UPDATED.search(text)
    return m is not None and read_date(text[: m.start()]) is None


def date_line(text: str) -> bool:
    """Whether a line gives a date, and is no sentence with one in it ("... became law on August 14, 1935")."""
    if read_date(text) is None or text.startswith(("http://", "https://", "www.")):
        return False
    head, tail = re.split(r"\d", text, maxsplit=1)[0], re.split(r"\d", text)[-1]
    if spans_hours(text) or _DAYS.search(text):
        return False
    labelled = UPDATED.search(text) is not None or _PUBLISHED.search(text) is not None
    head = _PARTED.split(head)[-1]
    signed = _BY.match(text) is not None
    if not (_CASED.search(text) or signed):
        return weight(head) <= _BEFORE and weight(tail) <= _BEFORE and not _CLOSED.search(text)
    if weight(head) > _BEFORE and not signed:
        return False
    if head.rstrip().endswith(":") and not labelled and not signed:
        return False
    if _prose(head) > (2 if labelled or signed else 0):
        return False
    if not (labelled or signed) and _named(head) and (_TIES.search(head) or _STOP.search(text)):
        return False
    return _ends_well(text, tail, labelled or signed)


def labelled(text: str) -> bool:
    """Whether a line says of its date that it is the publication's."""
    return _PUBLISHED.search(text) is not None


def only_date(text: str) -> bool:
    """Whether a line is nothing but a date, its weekday and the time."""
    return not _named(text) and _prose(text) == 0


def _ends_well(text: str, tail: str, labelled: bool) -> bool:
    """Whether what follows the date is no rest of a sentence."""
    after = _PARTED.split(tail)[0]
    prose, words = _prose(after), _WORD.findall(after)
    if prose >= 2 or len(words) > _AFTER or (prose and len(words) >= 3):
        return False
    between = _PARTED.split(_middle(text))
    if any(_prose(part) >= 2 for part in between):
        return labelled and not _SENTENCE_END.search(text)
    return not (prose and _SENTENCE_END.search(text))


def _middle(text: str) -> str:
    """What stands between the first and the last figure."""
    figures = [m.start() for m in re.finditer(r"\d", text)]
    return text[figures[0] : figures[-1]] if figures else ""


def _prose(text: str) -> int:
    """Words in lower case that are no label, month, weekday or small word: those that make a sentence."""
    return sum(_tells(w) for w in _WORD.findall(text))


def _tells(word: str) -> bool:
    folded = fold(word).strip(".")
    return (
        word[0].islower()
        and folded not in _SMALL
        and word.lower() not in _SMALL
        and folded not in MONTHS
        and folded not in WEEKDAYS
        and not UPDATED.match(word)
        and not _PUBLISHED.match(word)
    )


def _named(head: str) -> bool:
    """Whether a noun stands before the date: a word in capitals that is no month, weekday or label."""
    return any(
        w[0].isupper()
        and (f := fold(w).strip(".")) not in MONTHS
        and f not in WEEKDAYS
        and f not in _SMALL
        and not _PUBLISHED.match(w)
        for w in _WORD.findall(head)
    )
