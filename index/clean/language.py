"""Detects the language of an article from its text; the page's statement decides only where the text cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.clean.language_detector import detector

#: Scripts that (nearly) one language writes.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30fa]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0531-\u0587]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
#: Each of these has one of these characters: one look tells most texts from them.
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u3041-\ud7a3]")
#: Characters read. Of 1,500 long articles none is named otherwise by its first 1,000 than by its first 3,000, and the
#: detector's time grows with them (0.5 to 1.7 ms).
_SAMPLE = 1500
#: The middle of that is read first: a lead of so many nats over the second language settles it. Of 2,770 articles in
#: forty languages more text names none otherwise; the greatest lead of a wrong name is 33, 19 of 20 lead by over 90.
_MIDDLE, _LEAD = 300, 60.0
#: Below so many letters the detector guesses; the page's own tag is better. Without one, of 647 headlines and short
#: lines a third of those with a smaller lead than this were named wrongly, of the others one in thirty.
_SHORT, _GUESS = 50, 3.0
#: Names that have another in ISO 639-1, or that of the language they belong to. What English telegrams are taken for
#: is Nigerian Pidgin.
_SAME = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "cmn": "zh", "yue": "zh", "wuu": "zh", "ji": "yi", "arz": "ar",
    "ary": "ar", "hbo": "he", "grc": "el", "uzs": "uz", "sdh": "ku", "fuv": "ff", "gug": "gn", "kik": "ki", "pcm": "en",
}  # fmt: skip
_BY_NAME = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl",
    "portuguese": "pt", "russian": "ru", "polish": "pl", "greek": "el", "turkish": "tr", "chinese": "zh", "czech": "cs",
    "japanese": "ja", "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi", "ukrainian": "uk",
    "arabic": "ar", "hindi": "hi",
}  # fmt: skip
#: Languages the detector confuses with a much larger neighbour; a page that says so itself is believed.
_NEIGHBOURS = {
    "no": {"da", "sv"}, "da": {"no"}, "sk": {"cs"}, "uk": {"ru"}, "be": {"ru"}, "bg": {"ru", "mk"}, "gl": {"pt", "es"},
    "ca": {"es"}, "af": {"nl"}, "lb": {"de"}, "hr": {"sr", "bs", "sl"}, "sr": {"hr", "bs"}, "bs": {"hr", "sr"},
    "ms": {"id"}, "id": {"ms"}, "mk": {"bg", "sr"}, "mr": {"hi"}, "ne": {"hi"}, "zu": {"xh"}, "xh": {"zu"},
    "fa": {"ar"}, "ur": {"ar", "fa"}, "kl": {"da"}, "fo": {"da", "no", "is"},
}  # fmt: skip


def detect(text: str, stated: Sequence[str] = ()) -> str | None:
    """ISO 639-1 of a text; `stated` are the tags a page gives itself. None when there is nothing to go by."""
    tags = [t for s in stated if (t := code(s))]
    sample = text[:_SAMPLE]
    # whether there are enough is told by the first few of nearly all texts
    letters = _letters(sample[: 2 * _SHORT]) if len(sample) > 2 * _SHORT else 0
    short = letters < _SHORT and (letters := _letters(sample)) < _SHORT
    if letters == 0:
        return tags[0] if tags else None
    if found := _by_script(sample):
        return found
    if short and tags:
        return tags[0]
    found = _classify(sample, short)
    if tags and (found is None or (tags[0] != found and found in _NEIGHBOURS.get(tags[0], ()))):
        return tags[0]
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def code(tag: str) -> str | None:
    """`de-AT`, `de_DE`, `German` as `de`; None for what is no language."""
    tag = tag.strip().lower()
    if tag in _BY_NAME:
        return _BY_NAME[tag]
    primary = re.split(r"[-_]", tag)[0]
    primary = _SAME.get(primary, primary)
    return primary if re.fullmatch(r"[a-z]{2}", primary) else None


def _by_script(sample: str) -> str | None:
    if sample.isascii() or not _NOT_LATIN.search(sample):
        return None
    letters = _letters(sample)
    for language, script in _SCRIPTS:
        share = len(script.findall(sample)) / letters
        if share > (0.12 if language in {"ja", "ko"} else 0.5):
            return language
    return None


def _classify(sample: str, short: bool) -> str | None:
    """The language by the detector; None for what has no name in ISO 639-1, such as rows of figures."""
    middle = sample[max(0, (len(sample) - _MIDDLE) // 2) :][:_MIDDLE]
    found = detector().rank(middle)
    if short and found.lead < _GUESS:
        return None
    if found.lead < _LEAD and len(sample) > _MIDDLE:
        found = detector().rank(sample)
    return code(found.language)
