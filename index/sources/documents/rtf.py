"""Reads the paragraphs and the metadata of an RTF, with the bookmarks at which exports begin an article.

Runs of text are taken whole, pictures are passed over, and groups are counted, so that the time spent grows with the
bytes and nothing else; striprtf goes character by character, and its pattern for links is quadratic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from morgue.index.sources.decoding.encoding_labels import codec_of
from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.limits import RTF_DEPTH
from morgue.index.sources.location import Broken
from morgue.index.sources.press.lines import Line

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\\Z"
)
#: Groups whose text is none of the document's.
_ASIDE = frozenset(
    """fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl generator pict object objdata header
    headerl
    headerr headerf footer footerl footerr footerf footnote annotation atnid atnauthor xe tc rxe themedata
    colorschememapping
    datastore latentstyles filetbl fldinst nonshppict private1 pntxta pntxtb template operator comment doccomm bkmkend
    xmlnstbl mmathPr userprops ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pgdsctbl bkmkstart shpinst sp sn
    sv""".split()
)
_BREAKS = {"par": "\n\n", "sect": "\n\n", "page": "\n\n", "row": "\n\n", "cell": "\n\n", "nestcell": "\n\n",
           "line": "\n", "column": "\n\n", "nestrow": "\n\n"}  # fmt: skip
_SIGNS = {"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
          "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " "}  # fmt: skip
_ESCAPED = {"~": "\xa0", "_": "-", "-": "", "\n": "\n\n", "\r": "\n\n"}
#: Charset numbers of fonts to codecs.
_CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250", 255: "cp437"}  # fmt: skip
_FONT = re.compile(r"\\f(\d{1,5})\b[^;{}]{0,200}?\\fcharset(\d{1,3})")
_BOOKMARK = re.compile(r"\{\\\*\\bkmkstart ?(?:Bookmark_|DOC_ID_|doc_)\d[^{}]{0,40}\}", re.I)
_MARK = "\ue000"  # a private character: where a bookmark stands, in the text on its way


@dataclass(slots=True)
class _State:
    aside: bool = False
    skip: int = 1  # characters after \u that stand for it in old programs
    codec: str = "cp1252"
    info: str = ""


@dataclass(slots=True)
class _Parser:
    out: list[str] = field(default_factory=list)
    info: dict[str, list[str]] = field(default_factory=dict)
    held: bytearray = field(default_factory=bytearray)

    def write(self, text: str, state: _State) -> None:
        if state.info:
            self.info.setdefault(state.info, []).append(text)
        elif not state.aside:
            self.out.append(text)

    def byte(self, value: int, left: int) -> int:
        """Keeps a byte, unless it only stands in for a letter; how many more such there are."""
        if left:
            return left - 1
        self.held.append(value)
        return 0

    def settle(self, state: _State) -> None:
        """The bytes held, as text; two bytes of one letter may come one after the other."""
        if self.held:
            self.write(self.held.decode(state.codec, "replace"), state)
            self.held.clear()


def read(data: bytes) -> tuple[list[Line], Meta]:
    """The paragraphs of an RTF document and what it states; raises Broken when groups nest beyond the limit."""
    text = _BOOKMARK.sub(_MARK, data.decode("latin-1"))
    charsets = {int(m[1]): _CHARSETS.get(int(m[2]), "cp1252") for m in _FONT.finditer(text[: 1 << 20])}
    parser = _parsed(text, charsets)
    whole = "".join(parser.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    stated = {name: "".join(parts) for name, parts in parser.info.items()}
    meta = Meta.of(title=stated.get("title"), author=stated.get("author") or stated.get("operator"))
    return _lines(whole.split("\n\n")), meta


def _lines(paragraphs: Iterable[str]) -> list[Line]:
    """The paragraphs that have words; a mark, in one or before it, says that an article begins there."""
    out: list[Line] = []
    gap = True
    opens = False
    for paragraph in paragraphs:
        opens |= _MARK in paragraph
        rows = [r for r in (" ".join(row.split()) for row in paragraph.replace(_MARK, "").split("\n")) if r]
        if rows:
            out.append(Line("\n".join(rows), gap, opens=opens))
            opens = False
        gap = not rows
    return out


def _parsed(text: str, charsets: dict[int, str]) -> _Parser:
    parser, state = _Parser(), _State()
    stack: list[_State] = []
    at, left = 0, 0
    while m := _TOKEN.match(text, at):
        at = m.end()
        word, number, hexed, sign, brace, run = m.groups()
        if hexed is not None:
            left = parser.byte(int(hexed, 16), left)
            continue
        parser.settle(state)
        if run is not None:
            taken = min(left, len(run))
            left -= taken
            parser.write(_own_bytes(run[taken:], state.codec), state)
        elif brace is not None:
            state, left = _group(brace, state, stack), 0
        elif word is not None:
            at += max(0, int(number or 0)) if word == "bin" else 0
            left = _word(word, number, state, parser, charsets)
        elif sign is not None:
            state.aside |= sign == "*"
            parser.write("" if sign == "*" else _ESCAPED.get(sign, sign), state)
    parser.settle(state)
    return parser


def _group(brace: str, state: _State, stack: list[_State]) -> _State:
    """The state inside a group that begins, or after one that ends."""
    if brace == "}":
        return stack.pop() if stack else _State()
    if len(stack) >= RTF_DEPTH:
        raise Broken("nested too deep", f"more than {RTF_DEPTH} groups within one another")
    stack.append(state)
    return _State(state.aside, state.skip, state.codec, state.info)


def _own_bytes(run: str, codec: str) -> str:
    """Letters beyond ASCII that stand unescaped, which no RTF should have, in the document's codec."""
    return run if run.isascii() or _MARK in run else run.encode("latin-1", "replace").decode(codec, "replace")


def _word(word: str, number: str | None, state: _State, parser: _Parser, charsets: dict[int, str]) -> int:
    """Does what a control word says; the number of characters to pass over after it."""
    if word == "u" and number is not None:
        code = int(number)
        code = code + 0x10000 if code < 0 else code
        parser.write(chr(code) if 0 < code < 0x110000 else "", state)
        return state.skip
    if word in _BREAKS:
        parser.write(_BREAKS[word], state)
    elif word in _SIGNS:
        parser.write(_SIGNS[word], state)
    elif word == "uc":
        state.skip = min(16, max(0, int(number or 1)))
    elif word == "f" and number is not None:
        state.codec = charsets.get(int(number), state.codec)
    elif word == "ansicpg":
        state.codec = codec_of(f"windows-{number}") or codec_of(f"cp{number}") or state.codec
    elif word == "info":
        state.aside = True
    elif word in ("title", "author") and state.aside and not state.info:
        state.info = word
    elif word in _ASIDE:
        state.aside = True
    return 0
