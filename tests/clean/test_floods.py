"""Plain texts made to take long: the work grows with the text, and the largest one allowed has room."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from morgue.core.article import Given, RawItem
from morgue.index.clean import clean
from tests.counting import calls

_SEEDED = random.Random(7)
_BYTES = _SEEDED.randbytes(1 << 12)
FLOODS: dict[str, bytes] = {
    "mojibake in one line": "Ã©tÃ© â€œdÃ©jÃ \xa0 vuâ€\x9d â€” ".encode(),
    "mojibake in many lines": "Ã©tÃ© â€œdÃ©jÃ \xa0 vuâ€\x9d\n".encode(),
    "mojibake of mojibake": "ÃƒÂ©tÃƒÂ© Ã¢â‚¬Å“ Привет ".encode(),
    "bytes of no encoding": bytes(b | 0x80 for b in _BYTES),
    "any bytes": _BYTES,
    "lines of one word": b"pier\n",
    "lines of one letter": b"-\n",
    "one word": b"pier",
    "one bracket": b"(",
    "bylines": b"By Jane Roe\n",
    "one long byline": b"By Jane Roe, Sam Poe and ",
    "dates": b"3 March 2020\n02/03/2021\nHarbour Times 12/03/2020\n",
    "dates in one line": b"3 March 2020, 02/03/2021 or 2020-03-02T10:11:12 ",
    "headlines": b"Council Of Harrow Bay Votes To Rebuild Pier\n",
    "the same paragraph": b"The council of Harrow Bay voted on Monday to rebuild the old pier, and all were glad.\n",
    "notices": b"Sign up for our newsletter today, published from a syndicated feed.\n",
    "pointers": b"Read more. ",
    "paragraphs and menus": (
        b"The council of Harrow Bay voted on Monday to rebuild the old pier, and all of them were glad of it.\n" * 4
        + b"Related\n"
        + b"Council Of Harrow Bay Votes To Rebuild Pier\n" * 7
    ),
    "small lines": b"the pier of harrow bay and\n",
    "combining marks": "e\u0301\u0323".encode(),
}
_RUN = """
import resource, sys
from tests.clean.test_floods import FLOODS, flood
from morgue.index.clean import clean
clean(flood(b"The council voted on Monday to rebuild the old pier. ", 1 << 12))
base = resource.getrusage(resource.RUSAGE_SELF)
clean(flood(FLOODS[sys.argv[1]], 2 << 20))
done = resource.getrusage(resource.RUSAGE_SELF)
print((done.ru_maxrss - base.ru_maxrss) // 1024)
"""


def flood(of: bytes, size: int, title: str | None = "Ferry sinks") -> RawItem:
    """A text of nearly so many bytes, all of them repetitions; scraped, when it has no title of its own."""
    data = of * (size // len(of))
    return RawItem("a.txt", "jsonl", "text", data, "0" * 64, given=Given(title=title))


@pytest.mark.parametrize("title", ["Ferry sinks", None])
@pytest.mark.parametrize("name", FLOODS)
def test_work_grows_with_the_text(name: str, title: str | None) -> None:
    clean(flood(FLOODS[name], 1 << 13, title))
    small = calls(lambda: clean(flood(FLOODS[name], 1 << 14, title)))
    large = calls(lambda: clean(flood(FLOODS[name], 1 << 16, title)))
    assert large <= 5 * small + 20_000


@pytest.mark.parametrize(
    "name",
    [
        "one bracket",
        *(
            pytest.param(name, marks=pytest.mark.trust)
            for name in ("mojibake in many lines", "bytes of no encoding", "lines of one letter")
        ),
    ],
)
def test_the_largest_text_is_done_in_its_room(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", _RUN, name], capture_output=True, text=True, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 700, "MiB"
