"""Lists the month names of the languages that news is written in, accents folded; more in `months.toml`. Data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_NAMES = (
    # English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian
    "january jan januar jaenner jänner janvier janv enero ene gennaio gen janeiro januari jan. gener",
    "february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari febrer febr",
    "march mar maerz märz marz mars marzo março marco maart mart marc mrt",
    "april apr avril avr abril abr aprile aprill aprilie nisan",
    "may mai mayo maggio mag maio mei maj toukokuuta maig mayis",
    "june jun juni juin junio giugno giu junho juny haziran iunie",
    "july jul juli juil juillet julio luglio lug julho juliol temmuz iulie",
    "august aug aout agosto ago augustus augusti agost agustos ag",
    "september sep sept septembre septiembre settembre set setembro setembre eylul septembrie",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim octombrie",
    "november nov novembre noviembre novembro kasim noiembrie",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember des desembre aralik decembrie",
)
_MORE = (
    # Polish, Czech, Slovak, Croatian, Slovene, Hungarian, Finnish, Estonian, Latvian, Lithuanian
    "stycznia styczen sty leden ledna januara sijecnja tammikuuta jaanuar janvaris sausio januarja",
    "lutego luty lut unor unora februara veljace helmikuuta veebruar februaris vasario februarja",
    "marca marzec mrz brezen brezna ozujka maaliskuuta marts kovo marcius",
    "kwietnia kwiecien kwi duben dubna aprila travnja huhtikuuta aprilis balandzio",
    "maja kveten kvetna maja svibnja maijs geguzes majus",
    "czerwca czerwiec cze cerven cervna juna lipnja kesakuuta juuni junijs birzelio junius",
    "lipca lipiec lip cervenec cervence jula srpnja heinakuuta juuli julijs liepos julius",
    "sierpnia sierpien sie srpen srpna augusta kolovoza elokuuta augusts rugpjucio augusztus avgusta",
    "wrzesnia wrzesien wrz zari septembra rujna syyskuuta septembris rugsejo szeptember",
    "pazdziernika pazdziernik paz rijen rijna oktobra listopada_hr lokakuuta oktoober oktobris spalio",
    "listopada listopad lis novembra studenoga marraskuuta novembris lapkricio",
    "grudnia grudzien gru prosinec prosince decembra prosinca joulukuuta detsember decembris gruodzio",
)
_OTHER = (
    # Russian, Ukrainian, Bulgarian, Serbian, Greek, Turkish, Indonesian, Hindi, Arabic
    "января янв январь січня јануара януари ιανουαριου ιαν ιανουαριος ocak januari يناير जनवरी",
    "февраля фев февраль лютого фебруара февруари φεβρουαριου φεβ φεβρουαριος subat pebruari فبراير फरवरी",
    "марта мар март березня марта μαρτιου μαρ μαρτιος mart maret مارس मार्च",
    "апреля апр апрель квітня априла април απριλιου απρ απριλιος أبريل ابريل अप्रैल",
    "мая май травня маја μαιου μαι μαιος مايو मई",
    "июня июн июнь червня јуна юни ιουνιου ιουν ιουνιος يونيو जून",
    "июля июл июль липня јула юли ιουλιου ιουλ ιουλιος يوليو जुलाई",
    "августа авг август серпня августа αυγουστου αυγ αυγουστος أغسطس अगस्त",
    "сентября сен сент сентябрь вересня септембра септември σεπτεμβριου σεπτ σεπ σεπτεμβριος سبتمبر सितंबर",
    "октября окт октябрь жовтня октобра октомври οκτωβριου οκτ οκτωβριος أكتوبر अक्टूबर oktober",
    "ноября ноя ноябрь листопада новембра ноември νοεμβριου νοε νοεμβριος نوفمبر नवंबर",
    "декабря дек декабрь грудня децембра декември δεκεμβριου δεκ δεκεμβριος ديسمبر दिसंबर",
)


def fold(text: str) -> str:
    """Lower case without accents, as the names below are kept."""
    if text.isascii():
        return text.lower()
    return _folded(text) if len(text) < _REMEMBERED else _folded.__wrapped__(text)


#: What is beyond ASCII in most lines, and has no other case and no accent.
_TYPESET = frozenset("’“”—–‘•…\xa0")
_ASCII = bytes(range(128))


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Each line as `fold` has it: those that have nothing but a typesetter's marks beyond ASCII all at once."""
    whole = "\n".join(lines).encode("utf-8", "surrogatepass")
    beyond = set(whole.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    small = whole.lower()
    if "…" in beyond:
        small = small.replace("…".encode(), b"...")
    if "\xa0" in beyond:
        small = small.replace("\xa0".encode(), b" ")
    folded = small.decode("utf-8", "surrogatepass").split("\n")
    if others := beyond - _TYPESET:
        for at, line in enumerate(lines):
            if not line.isascii() and not others.isdisjoint(line):
                folded[at] = fold(line)
    return folded


#: Shorter texts than this are remembered, a few hundred: the same line is folded a dozen times on its way.
_REMEMBERED = 4096


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    for character in set(_BEYOND.findall(bare)):  # few different ones: much faster than a look-up of each character
        made = _BARE[ord(character)]
        if made != ord(character):
            bare = bare.replace(character, "" if made is None else str(made))
    return bare


_BEYOND = re.compile("[^\x00-\x7f]")


class _Bare(dict[int, int | str | None]):
    """What becomes of a character: nothing of a combining mark, itself of others."""

    def __missing__(self, code: int) -> int | str | None:
        made: int | str | None = None if unicodedata.combining(chr(code)) else code
        if len(self) < _REMEMBERED:
            self[code] = made
        return made


_BARE = _Bare({ord("ı"): "i", ord("ł"): "l"})


#: Folded month name to its number. A name that two languages use for different months means the larger one's.
MONTHS: dict[str, int] = {}
for _table in (_NAMES, _MORE, _OTHER):
    for _number, _line in enumerate(_table, 1):
        for _name in _line.split():
            MONTHS.setdefault(fold(_name).rstrip("."), _number)
_TABLE: dict[str, str] = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))
#: Folded names of the days of the week.
WEEKDAYS = frozenset(_TABLE.pop("weekdays").split())
for _key, _line in _TABLE.items():
    for _name in _line.split():
        MONTHS.setdefault(_name, int(_key))
#: Names that mean another month in one language (Croatian) than in its larger neighbours.
_OWN = {"hr": {"listopad": 10, "listopada": 10, "lis": 10, "lip": 6, "srp": 7}}
#: Arabic names of two words, and those of one word for the same month.
_PAIRS = {
    "كانون الثاني": "يناير", "كانون الاول": "ديسمبر", "كانون الأول": "ديسمبر", "تشرين الاول": "أكتوبر",
    "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
}  # fmt: skip


def month(name: str, language: str | None = None) -> int | None:
    """The number of a month by its name, in whatever case or form; None for another word.

    A Hebrew name may have its preposition before it.
    """
    folded = fold(name).rstrip(".")
    if language in _OWN and folded in _OWN[language]:
        return _OWN[language][folded]
    return MONTHS.get(folded) or (MONTHS.get(folded[1:]) if folded[:1] == "ב" else None)


def single(text: str) -> str:
    """A text with the Arabic names of two words as one word."""
    if "كانون" in text or "تشرين" in text:
        for pair, one in _PAIRS.items():
            text = text.replace(pair, one)
    return text
