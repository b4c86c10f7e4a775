"""Decodes bytes to text by the labels and the precedence of the WHATWG Encoding Standard. Pure."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from morgue.index.sources.decoding.encoding_labels import codec_of
from morgue.index.sources.strays import MOSTLY, with_strays

#: Bytes of a page in which its own declaration is looked for. The standard says 1,024; saving pushes it further down.
_PRESCAN = 16 << 10
#: Bytes that the statistical guess gets to see.
_SAMPLE = 12 << 10

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)|<[^>]*>", re.DOTALL | re.IGNORECASE)
#: Encodings that the guess may choose: what news was in fact written in. More candidates only add wrong guesses.
_CANDIDATES = (
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "cp874", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"),
)


#: The tables for Latin letters, and small words of the languages that use them.
_LATIN = frozenset(("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2"))
_COMMON: dict[str, frozenset[bytes]] = {
    "cp1252": frozenset(
        b"the of and to der die und das den mit von ist le la les des et du un une el los las del que en de il di che"
        b" per non het een van och att det som og er til ja ei se os da do em um uma og sem".split()
    ),
    "cp1250": frozenset(
        b"nie na jest z w i do od po oraz je v s pro by ale za ve ze hogy is nem egy sa aj ako".split()
    ),
    "cp1254": frozenset(b"ve bir bu da de ile ne gibi olan daha her".split()),
    "cp1257": frozenset(b"ir un kas no par ka kad tai jau bet su ar on ja et see".split()),
}


_BELOW_A0 = re.compile(rb"[\x80-\x9f]")
_ISO_LETTERS = re.compile(rb"[\xa6\xa9\xab\xac\xae\xb1\xb6\xbb\xbc\xbe]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python codec that gave it, and why that one.

    how: bom, declared, xml, meta (the page says so), ascii, utf-8, wide, iso-2022 (the bytes show it), guess
    """

    text: str
    charset: str
    how: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of bytes: byte order mark, then the declared label, then the page's own, then what the bytes look like.

    Never raises: bytes that fit no encoding become U+FFFD. A declared encoding that the bytes contradict gives way:
    text that is valid UTF-8 beyond ASCII is UTF-8 whatever a legacy label says, and the other way round.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded(_lenient(data[len(mark) :], name), name, "bom")
    if data.isascii() and b"\x1b" not in data and b"\0" not in data[:4096]:
        return Decoded(data.decode("ascii"), "ascii", "ascii")
    utf8 = _strict(data, "utf-8")
    for label, how in _stated(data, declared):
        codec = codec_of(label)
        if codec is None or (how != "declared" and codec.startswith("utf-16")):
            continue  # a page that could be read far enough to see its declaration is not in UTF-16
        if codec != "utf-8" and not codec.startswith(("utf-16", "iso2022")):
            if utf8 is not None:
                return Decoded(utf8, "utf-8", "utf-8")
            if (mixed := with_strays(data, MOSTLY)) is not None:
                return Decoded(mixed, "utf-8", "utf-8")
        text = _credible(data, codec)
        if text is not None:
            return Decoded(text, codec, how)
    return _seen(data, utf8)


def _seen(data: bytes, utf8: str | None) -> Decoded:
    """Text by what the bytes show, where nothing usable is stated."""
    found = wide(data)
    if found is not None:
        return Decoded(_lenient(data, found), found, "wide")
    if b"\x1b$" in data and (japanese := _strict(data, "iso2022_jp")) is not None:
        return Decoded(japanese, "iso2022_jp", "iso-2022")
    text = utf8 if utf8 is not None else _credible(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "utf-8")
    codec = guess(_telling(data))
    return Decoded(_lenient(data, codec), codec, "guess")


def wide(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 by its byte order mark, or by where the NUL bytes of its text fall."""
    for mark, codec in _BOMS[1:]:
        if data.startswith(mark):
            return codec
    head = data[:4096]
    if len(head) < 8 or not head.count(0) * 5 >= len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd * 10 >= len(head) * 3 and even * 20 <= odd:
        return "utf-16-le"
    if even * 10 >= len(head) * 3 and odd * 20 <= even:
        return "utf-16-be"
    return None


def _stated(data: bytes, declared: str | None) -> list[tuple[str, str]]:
    stated = [(declared, "declared")] if declared else []
    head = data[:_PRESCAN]
    if m := _XML.match(head):
        stated.append((m.group(1).decode("ascii", "ignore"), "xml"))
    if m := _META.search(_COMMENT.sub(b"", head)):
        stated.append((m.group(1).decode("ascii", "ignore"), "meta"))
    return stated


def _credible(data: bytes, codec: str) -> str | None:
    """The text, if no more than a few bytes do not fit: a large page may have single strays."""
    text = _strict(data, codec)
    if text is not None:
        return text
    if codec == "utf-8" and (mixed := with_strays(data)) is not None:
        return mixed
    text = _lenient(data, codec)
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    beyond = sum(1 for b in data[: 1 << 20] if b > 127) if bad < 2000 else 0
    return text if (bad <= 3 and beyond > 8 * bad) or bad * 50 < beyond else None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec, "whatwg-gaps")
    except (UnicodeError, ValueError):
        return None


def _lenient(data: bytes, codec: str) -> str:
    text = _strict(data, codec)
    return text if text is not None else data.decode(codec, "replace")


def _gaps(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that windows-1252 leaves open are control characters in the standard (and so in other tables)."""
    if isinstance(error, UnicodeDecodeError) and error.encoding in ("charmap", "cp1252"):
        part = error.object[error.start : error.end]
        if all(0x80 <= b < 0xA0 for b in part):
            return "".join(map(chr, part)), error.end
    raise error


codecs.register_error("whatwg-gaps", _gaps)


@lru_cache(maxsize=256)
def guess(sample: bytes) -> str:
    """The likeliest legacy encoding of a few thousand bytes, by charset-normalizer's model of languages."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_CANDIDATES), enable_fallback=False, preemptive_behaviour=False).best()
    found = best.encoding if best is not None else "cp1252"
    return _latin(sample, found) if found in _LATIN else found


def _latin(sample: bytes, found: str) -> str:
    """Which of the Latin tables, by the commonest words of the languages written with each.

    The letters themselves say little (French in windows-1252 is passable Czech in windows-1250); small words, which are
    ASCII in all of them, say much.
    """
    words = Counter(re.findall(rb"(?<![\x80-\xff\w])[a-z]{1,4}(?![\x80-\xff\w])", sample.lower()))
    scores = {codec: sum(words[w] for w in common) for codec, common in _COMMON.items()}
    best = max(_COMMON, key=lambda codec: (scores[codec], codec == found))
    # ISO 8859-2 has no letters or quotes below A0, and its s, t and z with marks where windows-1250 has signs.
    iso = not _BELOW_A0.search(sample) and _ISO_LETTERS.search(sample)
    return "iso8859_2" if best == "cp1250" and iso else best


def _telling(data: bytes) -> bytes:
    """Words around the bytes above 127, without markup: what tells one legacy encoding from another."""
    bare = _TAGS.sub(b" ", data[: 1 << 20])
    if bare.isascii():
        bare = data
    lines = [line for line in re.split(rb"[\r\n]+", bare) if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]
