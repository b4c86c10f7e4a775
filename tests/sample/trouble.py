"""The sample's troubled files: one of each kind of fault, so that the demo shows what becomes of them."""

# Texts keep the long lines that real ones have.
# ruff: noqa: E501

from __future__ import annotations

import gzip
import json


def files() -> dict[str, bytes]:
    """File name to bytes."""
    junk = bytes((i * i * 7 + 13 * i + (i >> 3)) & 0xFF for i in range(2048))
    good = {"title": "Swing bridge stuck open for a wedding", "date": "2019-08-17", "outlet": "Valley Post"}
    good["body"] = BRIDGE
    lines = [
        json.dumps(good),
        '{"title": "Half a line about the bridge',
        json.dumps({"id": "no-text-1", "date": "2019"}),
    ]
    return {
        "trouble/empty.html": b"",
        "trouble/junk.html": junk,
        "trouble/latin-1-without-charset.html": LATIN1.encode("cp1252"),
        "trouble/hostile.txt": HOSTILE.encode(),
        "trouble/malformed-line.jsonl": "\n".join(lines).encode() + b"\n",
        "trouble/no-text-column.csv": b"day,boats,tonnes\r\n2021-06-04,27,41.2\r\n",
        "trouble/style.css": b"body { font-family: serif }\n",
        "trouble/truncated.jsonl.gz": _truncated(),
    }


def _truncated() -> bytes:
    rows = [{"title": f"Tide table, day {n}", "date": f"2019-08-{n:02d}", "body": tide(n)} for n in range(1, 29)]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    # Stored, not compressed, so that the cut falls at the same line whatever zlib wrote it: four whole lines and a half.
    whole = bytearray(gzip.compress(data, compresslevel=0, mtime=0))
    whole[9] = 3  # Unix: from Python 3.13 on, gzip names no system
    return bytes(whole[: whole.index(b"day 5") + 20])


def tide(day: int) -> str:
    """A line of the tide table."""
    return f"High water at Harrow Bay at {day % 12:02d}.{day * 7 % 60:02d}, {4 + day % 3}.{day % 10} metres at the mole head."


BRIDGE = (
    "The swing bridge at Lowmoor stuck open for two hours on Saturday with a bride on one bank and a church on the other.\n\n"
    "The wedding was held across the water, with the vows shouted. The vicar, Tove Brask, said that she had been obliged to "
    "ask the groom to repeat himself and that he had done so with great feeling.\n\n"
    "The bridge closed in time for the cake."
)

LATIN1 = """<html><head><title>Café on Pier One keeps its piano - Valley Post</title></head>
<body>
<h2>Café on Pier One keeps its piano</h2>
<b>By Jonas Weir</b><br><i>14 September 2019</i>
<p>The Café Rosé on Pier One may keep its piano, a licensing panel in Harrow Bay decided on Friday – provided that it is
not played after midnight or by Zoë’s uncle.</p>
<p>Zoë Lefèvre, who bought the café in May, had been told that a piano made it a “place of dancing” under a by-law of 1911,
at a fee of €340 a year. She argued that nobody had danced there since the crème brûlée was taken off the menu.</p>
<p>The panel’s chairman, Günther Ås, tried two bars of a waltz and agreed.</p>
</body></html>
"""

HOSTILE = (
    "Signal lamp fault puzzles harbour office\n\nBy [bold red]Obi Larch[/bold red]\n\nHarbour Times, 3 October 2019\n\n"
    "The signal lamp on the north mole has been sending \x1b[31mred\x1b[0m for green\x07 since Tuesday, and nobody in the "
    "harbour office knows why.\n\n"
    "An engineer found that the cable spoke in tongues: \x1b]0;owned\x07\x1b]8;;http://example.invalid/\x1b\\click\x1b]8;;\x1b\\ "
    "and \x9b2J were among the signals logged, with [@click=app.quit()]press here[/] on a strip of paper beside it.\n\n"
    'Boats were told to ignore the lamp \u202eand\u202c to look out of the window. =HYPERLINK("http://example.invalid") was '
    'painted on the housing, the harbour master said, "by somebody who works with tables".\n\n'
    "The lamp was put right on Thursday with a new fuse and, as a precaution, <script>alert('a poem')</script> a poem.\n"
)
