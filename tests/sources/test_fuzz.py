"""Whatever the bytes are: nothing is raised, and no file passes without an item or a reason."""

import gzip
import plistlib
import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import RawItem, Rejected
from morgue.index.sources import read
from morgue.sample import sample_path
from tests.sources.families import test_agency as agency
from tests.sources.families import test_captures as captures
from tests.sources.families import test_datasets as datasets
from tests.sources.families import test_enex as enex
from tests.sources.families import test_tei as tei
from tests.sources.helpers import HTTP, LINE, PAGE, http, tarred, warc, zipped

_RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>c</title><item><title>t</title></item></channel></rss>'
_SEEDS: dict[str, bytes] = {
    "a.html": PAGE,
    "a.jsonl": LINE + b"\n" + LINE + b"\n",
    "a.json": b'[{"title": "T", "body": "b"}, {"html": "<p>x"}]',
    "o.json": b'{\n "articles": [{"title": "T", "body": "b"}]}',
    "a.csv": b'title,text,date\nA,"b\nc",2020\nD,e,\n',
    "a.rss": _RSS,
    "a.xml": b'<urlset xmlns:n="n"><url><loc>l</loc><n:news><n:title>T</n:title></n:news></url></urlset>',
    "a.md": b"---\ntitle: T\nauthors: [a, b]\n---\nText.\n",
    "a.txt": "The tide at the caf\u00e9 came in.".encode("utf-16"),
    "a.warc": warc(
        ("warcinfo", "x", b"y"), ("response", HTTP, http("text/html", gzip.compress(PAGE), "Content-Encoding: gzip"))
    ),
    "a.warc.gz": gzip.compress(warc(("response", HTTP, http("text/html", PAGE)))),
    "a.zip": zipped({"a.html": PAGE, "b.jsonl": LINE}),
    "a.tar": tarred({"a.html": PAGE, "b.jsonl": LINE}),
    "a.tgz": gzip.compress(tarred({"a.html": PAGE, "b.zip": zipped({"c.txt": b"text"})})),
    "a.mhtml": b"MIME-Version: 1.0\nSnapshot-Content-Location: u\nContent-Type: text/html\n\n<p>The tide</p>",
    "a.webarchive": plistlib.dumps(
        {"WebMainResource": {"WebResourceData": PAGE, "WebResourceMIMEType": "text/html", "WebResourceURL": "u"}},
        fmt=plistlib.FMT_BINARY,
    ),
    "a.eml": b"Message-ID: 1\nFrom: a\nSubject: =?utf-8?q?b?=\nMIME-Version: 1.0\n\ntext",
}
_SEEDS |= {
    "n.xml": agency.NITF.encode(),
    "g2.xml": agency.G2.encode(),
    "n1.xml": agency.ONE.encode(),
    "r.xml": agency.RCV1.encode(),
    "r.sgm": agency.REUTERS.encode(),
    "ap": agency.TREC.encode(),
    "alto.xml": agency.ALTO.encode(),
    "tei.xml": tei.ISSUE.encode(),
    "corpus.xml": tei.CORPUS.encode(),
    "a.enex": enex.ENEX.encode(),
    "a.arc": captures.arc(("http://s.example/", "text/html", http("text/html", PAGE))),
    "a.har": captures.har(captures.entry("https://s.example/", "text/html", PAGE.decode())),
    "a.wacz": captures.wacz(None, **{"a.warc": warc(("response", HTTP, http("text/html", PAGE)))}),
    "result.json": datasets.export({"id": 1, "type": "message", "date": "2024-03-05", "text": ["a", {"text": "b"}]}),
}
_SEEDS |= {p.name: p.read_bytes() for p in sorted(sample_path().rglob("*")) if p.is_file()}


def _check(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        found = list(read([str(path)]))
    assert found
    for f in found:
        assert f.path.endswith(name)
        if isinstance(f, RawItem):
            assert f.id.isprintable() or f.given.id
            assert f.content == "none" or f.data
        else:
            assert isinstance(f, Rejected)
            assert 0 < len(f.reason) < 30
            f"{f.member}{f.detail}".encode()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["a", "a.html", "a.csv", "a.json", "a.gz", "a.warc", "a.tar"]), st.binary(max_size=2000))
def test_random_bytes(name: str, data: bytes) -> None:
    _check(name, data)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [b"{", b"[", b"<rss>", b"<urlset>", b"WARC/1.0\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"title,text\n"]
    ),
    st.binary(max_size=500) | st.text(alphabet='{}[],:"\\<>/&;!-\n aitem', max_size=300).map(str.encode),
)
def test_random_bytes_after_a_true_beginning(start: bytes, data: bytes) -> None:
    _check("a", start + data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(_SEEDS)), st.floats(0, 1))
def test_every_format_cut_anywhere(name: str, share: float) -> None:
    data = _SEEDS[name]
    _check(name, data[: int(len(data) * share)])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(_SEEDS)), st.integers(0, 2**32), st.integers(1, 8))
def test_every_format_with_bits_flipped_and_stretches_moved(name: str, seed: int, count: int) -> None:
    rng = random.Random(seed)
    data = bytearray(_SEEDS[name])
    for _ in range(count if data else 0):
        at = rng.randrange(len(data) or 1)
        kind = rng.random()
        if kind < 0.5 and data:
            data[at] ^= 1 << rng.randrange(8)
        elif kind < 0.75:
            del data[at : at + rng.randrange(1, 50)]
        else:
            data[at:at] = data[: rng.randrange(1, 200)]
    _check(name, bytes(data))
