"""Maps domains and spellings of outlets to one name, by a bundled table that the user can extend."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self
from urllib.parse import urlsplit

from morgue.core.errors import MorgueError
from morgue.index.clean.metadata.byline_words import SECTIONS

_BUNDLED = Path(__file__).with_name("outlets.toml")
#: Second-level labels under which names are registered one level deeper (example.co.uk).
_PUBLIC = frozenset(
    ["co", "com", "org", "net", "gov", "ac", "or", "ne", "go", "gob", "edu", "in", "web", "press", "info"]
)
#: How newspapers name themselves, first or last in the name.
_NEWSPAPER = (
    r"(?:Times|Post|Herald|Tribune|Gazette|Journal|Chronicle|Courier|Observer|Examiner|Sentinel|Telegraph|Argus"
    r"|Advertiser"
    r"|Dispatch|Inquirer|Mercury|Messenger|Reporter|Echo|Globe|Daily|Weekly|News|Newspaper|Press|Courrier|Quotidien"
    r"|Diario|Periódico|Noticias|Gaceta|Corriere|Gazzetta|Giornale|Jornal|Notícias|Gazeta|Dziennik|Dagblad|Tidning"
    r"|Tidende|Avisen?|Krant|Zeitung|Anzeiger|Tageblatt|Nachrichten|Rundschau|Bote|Kurier|Вестник|Новости|Газета)"
)
_NAMED_SO = re.compile(
    rf"(?:(?:The|Die|Der|Das|Le|La|L['’]|El|Il|O|De) ?)?(?:[A-ZÀ-ÞА-Я][\w'’.-]+ (?:and |of |& )?){{1,3}}{_NEWSPAPER}"
    rf"|(?:(?:The|Le|La|El|Il|O) )?{_NEWSPAPER}"
    r"(?: (?:d[aeiou]s?|della?|du|of|von|van) (?:l[aeo]s? )?[A-ZÀ-ÞА-Я][\w'’.-]+){1,2}"
    r"|[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:zeitung|kurier|anzeiger|tageblatt|nachrichten|rundschau|bladet|avisen?|posten"
    r"|tidning(?:en)?)"
)
#: Spellings of so many letters are initials of many; articles; and words that make no name one outlet's own.
_INITIALS = 2
_ARTICLES = frozenset("the der die das le la les el los il lo de het o a os as en den det i online".split())
_COMMON = SECTIONS | frozenset(
    """
    times post herald tribune gazette journal chronicle courier observer examiner sentinel telegraph argus advertiser
    dispatch inquirer mercury messenger reporter echo globe daily weekly news newspaper press star standard express
    mirror
    independent guardian sun mail metro record wire insider vulture nation national local people today sunday saturday
    morning evening monday friday night republic citizen voice age bee outlook punch mint print paper hill monitor
    review
    leader banner bulletin pilot register enterprise eagle union democrat republican intelligencer ledger dealer plain
    advocate register reader magazine world globe city town county state central free new first live radio tv network
    media group agency chron courrier quotidien diario periodico noticias gaceta corriere gazzetta giornale jornal
    gazeta
    dziennik dagblad tidning tidende avis avisen krant zeitung anzeiger tageblatt nachrichten rundschau bote kurier
    libre
    nacion razon prensa mundo tiempo universal soir matin presse welt zeit tag abend morgen сегодня день время новости
    вести известия правда газета вестник 360
    """.split()
)
_ENDING = re.compile(r"\.(?:com|org|net|info|news|tv|co\.uk|com\.au|[a-z]{2})$")


@dataclass(frozen=True, slots=True)
class Outlets:
    """The table: the name shown, by domain and by normalised spelling.

    sole: of the spellings those that nobody else has, so that they mean this outlet without its address.
    """

    domains: Mapping[str, str]
    names: Mapping[str, str]
    sole: Mapping[str, str]

    @classmethod
    def load(cls, extra: Path | None = None) -> Self:
        """The bundled table, with the user's lines over it. MorgueError when the user's file cannot be used."""
        domains: dict[str, str] = {}
        names: dict[str, str] = {}
        sole: dict[str, str] = {}
        for path in (_BUNDLED, extra):
            if path is not None:
                _add(path, domains, names, sole)
        return cls(MappingProxyType(domains), MappingProxyType(names), MappingProxyType(sole))

    def by_domain(self, url: str) -> str | None:
        """The outlet a URL or host name belongs to, when the table knows its domain or one above it."""
        labels = host(url).split(".")
        for i in range(len(labels) - 1):
            if found := self.domains.get(".".join(labels[i:])):
                return found
        return None

    def fold(self, name: str) -> str:
        """The one name of an outlet however it is spelled; a spelling the table does not know is kept as it is."""
        name = " ".join(name.split())
        return self.names.get(normal(name)) or (self.by_domain(name) if _is_domain(name) else None) or name

    def stated(self, name: str, url: str | None = None) -> str:
        """The name of an outlet that a source states: kept as it is, unless the address or the name is one outlet's.

        "The Observer", "Star" and "News" are names of many papers; "NYT" is one's.
        """
        name = " ".join(name.split())
        key = normal(name)
        known = self.by_domain(url) if url else None
        if known is not None and self.names.get(key) == known:
            return known
        return self.sole.get(key) or (self.by_domain(name) if _is_domain(name) else None) or name

    def knows(self, name: str) -> bool:
        """Whether the table has this spelling."""
        return normal(name) in self.names


@cache
def table(extra: Path | None) -> Outlets:
    """The bundled table with the user's over it, read once a process. MorgueError when the user's cannot be used."""
    return Outlets.load(extra)


def bundled() -> Outlets:
    """The bundled table."""
    return table(None)


def _add(path: Path, domains: dict[str, str], names: dict[str, str], sole: dict[str, str]) -> None:
    """Adds a file's spellings: the user's stand over all that is there, the bundled ones where nothing is."""
    table, bundled = _read(path), path == _BUNDLED
    for name, entries in table.items():
        for entry in (name, *entries):
            key, domain = normal(entry), _is_domain(entry)
            if domain and entry is not name:
                domains[entry.lower()] = name
            if not bundled:
                names[key] = sole[key] = name
                continue
            if entry is name or not (domain and key in SECTIONS):  # news.cn is not "News"
                names.setdefault(key, name)
            if not domain and not _shared(entry):
                sole.setdefault(key, name)
    if bundled:
        _unshare(table, sole)


def _read(path: Path) -> dict[str, list[str]]:
    """The domains and names of each outlet, as a file lists them; MorgueError for anything else."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MorgueError(f"cannot use the outlets file {path}", str(error)) from error
    for name, entries in table.items():
        if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
            raise MorgueError(f"cannot use the outlets file {path}", f"{name!r} needs a list of domains and names")
    return table


def _shared(name: str) -> bool:
    """Whether a spelling may be many outlets': two letters, or nothing but words that newspapers are named with."""
    words = [w for w in _words(name) if w not in _ARTICLES]
    return len("".join(words)) <= _INITIALS or all(w in _COMMON for w in words)


def _unshare(table: Mapping[str, list[str]], sole: dict[str, str]) -> None:
    """Takes out spellings of one word that stand in the names of several outlets: "Inquirer", "Express"."""
    holders: dict[str, set[str]] = {}
    for name, entries in table.items():
        for entry in (name, *(e for e in entries if not _is_domain(e))):
            for word in _words(entry):
                holders.setdefault(word, set()).add(name)
    for key in [k for k in sole if len(holders.get(k, ())) > 1]:
        del sole[key]


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", _bare(name))


def _bare(text: str) -> str:
    """Without case and accents."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _is_domain(text: str) -> bool:
    return re.fullmatch(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", text.lower()) is not None


def normal(name: str) -> str:
    """A spelling folded for comparison: no case, accents, punctuation, article, "online" or domain ending."""
    text = _bare(name).strip()
    text = re.sub(r"^(?:https?://)?www\.", "", text)
    text = _ENDING.sub("", text)
    words = [w for w in re.findall(r"\w+", text) if w not in {"the", "online"}]
    return "".join(words) or "".join(re.findall(r"\w+", text))


def named_as_newspaper(line: str) -> bool:
    """Whether a line is nothing but a name such as newspapers have: `Harrow Bay Courier`, `Le Courrier du Détroit`."""
    return len(line) <= 60 and _NAMED_SO.fullmatch(line) is not None


def host(url: str) -> str:
    """The host name of a URL (or of a bare host), lower case, without www."""
    text = url if "//" in url else f"//{url}"
    try:
        name = (urlsplit(text).hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile|edition)\.(?=[^.]+\.)", "", name)


def domain_label(url: str) -> str:
    """The registered label of a URL's domain (`harrowbaypost` of https://www.harrowbaypost.co.uk/x), or nothing."""
    labels = host(url).split(".")
    if len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC:
        labels = labels[:-1]
    return labels[-2] if len(labels) > 1 else ""
