"""Makes XML from the web safe to parse: takes off its declarations and entities, and mends its characters. Pure."""

from __future__ import annotations

import re

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[(?:[^\]]|\](?!\s*>)){0,200000}\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY[^>]*>?", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NUMBER = r"&#([0-9]{1,12}|[xX][0-9a-fA-F]{1,9});"
_REFERENCE = re.compile(_NUMBER)
_PAIR = re.compile(_NUMBER + _NUMBER)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def bare_xml(text: str) -> str:
    """XML without its declaration, document type and entities, so that nothing in it expands or is fetched.

    References to characters that XML has not become U+FFFD, two to the halves of a pair that character.
    """
    text = _ENTITY.sub("", _DOCTYPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)))
    return _CONTROL.sub(" ", _REFERENCE.sub(_character, _PAIR.sub(_paired, text)))


def _character(reference: re.Match[str]) -> str:
    return reference.group() if _is_xml(_code(reference.group(1))) else "\ufffd"


def _paired(references: re.Match[str]) -> str:
    high, low = _code(references.group(1)), _code(references.group(2))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return references.group()


def _code(digits: str) -> int:
    if len(digits) > 9:
        return -1
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _is_xml(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
