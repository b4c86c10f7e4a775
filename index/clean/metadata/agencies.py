"""Knows news agencies: their names as credited, and where in an article a credit stands. Data and pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from morgue.index.clean.dates.months import fold

#: The name shown, then the forms it is credited by. Short forms count only in upper case, as agencies write them.
_AGENCIES = """
Reuters: Thomson Reuters, Reuters News, Reuters Staff, Reuters News Agency
AP: Associated Press, The Associated Press, AP News, AP Wire
AFP: Agence France-Presse, Agence France Presse, AFP News, Agence France-Press
dpa: Deutsche Presse-Agentur, Deutsche Presse Agentur, dpa-infocom, dpa-AFX, dpa/tmn, dpa-tmn, dpa infocom
ANI: Asian News International
PTI: Press Trust of India
IANS: Indo-Asian News Service
UNI: United News of India
TASS: ITAR-TASS, ТАСС, ИТАР-ТАСС
RIA Novosti: РИА Новости, RIA-Novosti
Interfax: Интерфакс, Interfax-Ukraine
Xinhua: Xinhua News Agency, 新华社, 新华网
EFE: Agencia EFE, EFE News
ANSA: Agenzia ANSA
Adnkronos: AdnKronos
AGI: Agenzia Italia
LaPresse: La Presse Agenzia
Europa Press: Europapress, EuropaPress
Lusa: Agência Lusa, Agencia Lusa
UPI: United Press International
PA Media: Press Association, PA News Agency, The Press Association, PA
Bloomberg: Bloomberg News
Kyodo: Kyodo News, 共同通信, 共同通信社
Jiji Press: 時事通信, 時事通信社, Jiji
Yonhap: Yonhap News Agency, 연합뉴스, Yonhap News
Anadolu: Anadolu Agency, Anadolu Ajansı, AA
İHA: İhlas Haber Ajansı, IHA
DHA: Demirören Haber Ajansı
PAP: Polska Agencja Prasowa
ČTK: CTK, Česká tisková kancelář
TASR: Tlačová agentúra Slovenskej republiky
MTI: Magyar Távirati Iroda
APA: Austria Presse Agentur
SDA: Keystone-SDA, Schweizerische Depeschenagentur, sda-ats, Keystone-ATS
ATS: Agence télégraphique suisse
AFX: AFX News
epd: Evangelischer Pressedienst
KNA: Katholische Nachrichten-Agentur
SID: Sport-Informations-Dienst
NTB: Norsk Telegrambyrå
TT: Tidningarnas Telegrambyrå, TT Nyhetsbyrån
Ritzau: Ritzaus Bureau
STT: Suomen Tietotoimisto
BNS: Baltic News Service
LETA: LETA
ELTA: ELTA
Belga: Agence Belga, Belga News Agency
ANP: Algemeen Nederlands Persbureau
Agerpres: AGERPRES
BTA: Българска телеграфна агенция
Tanjug: Танјуг
HINA: Hina
STA: Slovenska tiskovna agencija
Ukrinform: Укрінформ, Укринформ
UNIAN: УНИАН, УНІАН
BelTA: БЕЛТА, БелТА
Kazinform: Казинформ
ΑΠΕ-ΜΠΕ: AMNA, ΑΠΕ, Αθηναϊκό-Μακεδονικό Πρακτορείο Ειδήσεων, Athens-Macedonian News Agency
ANA: Athens News Agency
CNA: Central News Agency, 中央社
China News Service: 中新社, 中新网
Bernama: BERNAMA
Antara: ANTARA
VNA: Vietnam News Agency, TTXVN
NAN: News Agency of Nigeria
SAPA: South African Press Association
MENA: Middle East News Agency
WAM: Emirates News Agency
SPA: Saudi Press Agency
IRNA: Islamic Republic News Agency
QNA: Qatar News Agency
KUNA: Kuwait News Agency
AAP: Australian Associated Press
NZPA: New Zealand Press Association
CP: Canadian Press, The Canadian Press, La Presse Canadienne
Notimex: Notimex
Télam: Telam
Agência Brasil: Agencia Brasil
Agência Estado: Estadão Conteúdo, Agencia Estado
Folhapress: FolhaPress
Colpisa: Colpisa
Inter Press Service: IPS
Global News Service: GNS
CNS: Catholic News Service
JTA: Jewish Telegraphic Agency
TNS: Tribune News Service, Tribune Content Agency
States Newsroom: States Newsroom
CNN Newsource: CNN Wire, CNN Newsource, CNN-Wire
StatePoint: StatePoint
Stacker: Stacker
The Conversation: The Conversation
SWNS: SWNS
Cover Media: Cover Media, Bang Showbiz, BANG Showbiz
Newswire: PR Newswire, Business Wire, GlobeNewswire, Globe Newswire, PRNewswire, Cision, EIN Presswire
"""


def _table() -> tuple[dict[str, str], dict[str, str]]:
    long: dict[str, str] = {}
    short: dict[str, str] = {}
    for line in _AGENCIES.strip().splitlines():
        name, _, forms = line.partition(": ")
        for form in (name, *(f.strip() for f in forms.split(","))):
            if len(form) <= 4 and form.isascii():
                short[form] = name
            else:
                long[fold(form)] = name
    for credited in ("PR Newswire", "Business Wire", "GlobeNewswire", "Globe Newswire", "EIN Presswire"):
        long[fold(credited)] = credited
    return long, short


_LONG, _SHORT = _table()
_SOLE = {
    "dpa": "dpa",
    "epd": "epd",
    "afp": "AFP",
    "reuters": "Reuters",
    "sda": "SDA",
    "apa": "APA",
    "sid": "SID",
    "efe": "EFE",
}

#: No credit is longer.
_LONGEST = 600
#: A byline with an agency behind the name is no longer.
_CREDIT = 80
#: A name that looks like a news agency's; whether it is one depends on where it stands.
_LIKELY = re.compile(
    r"(?:The )?(?:[A-ZÀ-Þ][\w.'’&-]* ){1,3}(?:News ?wire|Wire|Wire Service|(?:News|Press) Agency|News Service"
    r"|Press Association|Press|Nachrichtenagentur|Presse-?[Aa]gentur)"
    r"|(?:Agence|Agencia|Agência|Agenzia|Nachrichtenagentur|Presse-?[Aa]gentur) (?:de (?:Presse|Noticias|Notícias) )?"
    r"[A-ZÀ-Þ][\w.'’&-]*(?: [A-ZÀ-Þ][\w.'’&-]*){0,2}"
)
#: A dateline's credit: `MOSCOW (Reuters) -`, `Berlin (dpa) –`, `(ANI):`, `PARIS, March 3 (AFP)`.
_DATELINE = re.compile(r"\A[^()\n]{0,90}?[(（]([^()（）\n]{2,40})[)）]\s*[-–—:.|]{0,2}")
#: A credit that closes an article: `(Reuters)`, `(ANI)`, `- AP`, `dpa/afp`.
_BRACKETS = frozenset("(（[")
_CLOSING = re.compile(r"[(（\[]\s*([^()（）\[\]\n]{2,60}?)\s*[)）\]]\s*\W*\Z|\A\W*([^\n]{2,40}?)\W*\Z")
_FEED = re.compile(
    r"(?:published|sourced|auto-generated|generated|taken|provided|supplied|story|report|article|feed|from|by|through|via)"
    r"\W+(?:\w+\W+){0,5}?(?:from|by|via|through|of)\W+(?:an?\s+|the\s+)?"
    r"(?:(?:syndicated|wire|news|agency|unedited)\s+(?:feed|agency|service)\W+(?:of|from)?\s*)?([A-Z][\w.&/ -]{1,40})",
)
#: Of a line in lower case: several times faster than matching in either case. No alternative begins with an anchor, for
#: then the search may skip to their first letters; the two that must begin a word look back from there.
_NOTICE = re.compile(
    r"not been edited|syndicated feed|auto-?generated|wire feed|wire service|news agency feed|with inputs from"
    r"|this (?:story|article|report) (?:was|is|has been) (?:\w+ )?(?:published|provided|produced|supplied)"
    r"|p(?<=\bp)ublished from\b|i(?<=\bi)nputs from\b|all rights reserved|copyright"
    r"|mit material von|quelle:|source\s*:|fuente:|fonte:|источник:|źródło:"
    r"|zdroj\s*:|kaynak\s*:|bron\s*:|diese meldung|dieser artikel wurde|avec (?:l')?(?:afp|reuters)"
)


@lru_cache(maxsize=4096)
def agency(name: str) -> str | None:
    """The agency that a credit is, whole: `Associated Press` and `AP` are `AP`; None for anything else."""
    name = re.sub(r"^\W+|[\s.,:;|)\]]+$", "", name)
    name = re.sub(
        r"(?i)^(?:the|by|via|source|quelle|from|von)\s+|\s+(?:staff|wire|news agency|news service|via getty images)$",
        "",
        name,
    )
    return _SHORT.get(name) or _LONG.get(fold(name)) or _SOLE.get(name)


#: Agencies of one word, not all in capitals, that may stand behind a person's name without a comma.
_BARE = frozenset("reuters bloomberg xinhua interfax yonhap kyodo anadolu dpa afp tass".split())
_MOST_WORDS = 4


def signed(name: str) -> tuple[str, str | None]:
    """A person's name and the agency written right behind it: `Jane Roe Associated Press`, `Jane Roe Reuters`."""
    words = name.split()
    for count in range(min(_MOST_WORDS, len(words) - 2), 0, -1):
        tail = " ".join(words[-count:])
        if (count > 1 or tail.isupper() or fold(tail) in _BARE) and (found := agency(tail)):
            return " ".join(words[:-count]).rstrip(" ,/|–—-"), found
    return name, None


def likely(name: str) -> str | None:
    """The name of an agency in no table that is named as agencies are: `Northern Wire`, `Gull Coast Press Agency`."""
    name = re.sub(r"^\W*(?:(?i:by|via|source|von|par|por|di)\W+)?|[\s.,:;|)\]]+$", "", name[:80])
    person = name.endswith(" Press") and name.count(" ") == 1  # as likely Bill Press as the Harrow Press
    return name if _LIKELY.fullmatch(name) and not person and not agencies_in(name) else None


def agencies_in(credit: str) -> tuple[str, ...]:
    """The agencies named in a credit such as `dpa/AFP`, `AP, Reuters` or `Jane Roe, Reuters`, in order."""
    credit = credit[:_LONGEST]
    whole = agency(credit)
    if whole:
        return (whole,)
    parts = re.split(r"\s*[/,;|&+•·\n]\s*|\s+(?:and|und|et|y|e|i|og|och|with|mit|via|für|for|-|–|—)\s+", credit)
    return tuple(dict.fromkeys(a for p in parts if (a := agency(p) or (signed(p)[1] if len(p) < _CREDIT else None))))


def credited(body: str, bylines: Sequence[str]) -> str | None:
    """The wire service an article is credited to: by its byline, its dateline, its closing credit or a feed notice.

    A photo credit (`via AP`, `REUTERS/Name`) or a mention in a sentence (`according to Reuters`) is no credit. A name
    that only looks like an agency's counts in a dateline, or as a whole byline, where no agency of the table is named.
    """
    for byline in bylines:
        if found := agencies_in(byline):
            return found[0]
    lines = body.split("\n")
    datelines = [m[1] for line in lines[:3] if len(line) > 60 and (m := _DATELINE.match(line))]
    for dateline in datelines:
        if found := agencies_in(dateline):
            return found[0]
    for line in lines[:2]:
        if len(line) < 60 and (alone := _bare(line)):
            return alone
    return _closing(lines[-6:]) or next(filter(None, map(likely, (*datelines, *bylines))), None)


def _bare(line: str) -> str | None:
    """A line that is nothing but a credit."""
    found = agencies_in(re.sub(r"^\W+|\W+$", "", line))
    words = len(line.split())
    return found[0] if found and words <= 4 else None


def _closing(lines: list[str]) -> str | None:
    for line in reversed(lines):
        tail = line[-90:]
        # a longer line without brackets in its tail has no credit, whatever the pattern finds
        if (len(line) < 40 or not _BRACKETS.isdisjoint(tail)) and (m := _CLOSING.search(tail)):
            inside = m[1] or (m[2] if len(line) < 40 else "") or ""
            if found := agencies_in(inside):
                return found[0]
        if len(line) < 400 and _NOTICE.search(line.lower()):
            for m in _FEED.finditer(line):
                if found := agencies_in(" ".join(m[1].split()[:3]).rstrip(".")) or agencies_in(m[1].split()[0]):
                    return found[0]
            for word in re.findall(r"[^\W\d_][\w-]+(?: [A-Z][\w-]+)?", line):
                if found_name := agency(word) or agency(word.split()[0]):
                    return found_name
    return None
