"""Makes morgue/sample/news from articles.txt: run `python -m tests.sample.build` after changing either.

The same input gives the same bytes (gzip apart, whose bytes depend on the zlib that wrote them).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.sample import feeds, pages, parts, texts, trouble

SOURCE = Path(__file__).with_name("articles.txt")
TARGET = Path(__file__).parents[2] / "morgue" / "sample" / "news"
_IN_ZIP = ("rovers-derby", "fraud-witness")
_GZIPPED = ("budget-2019",)
_XHTML = ("what-is-in-the-deal",)


@dataclass(frozen=True)
class Story:
    """One article of articles.txt."""

    slug: str
    outlet: str
    form: str
    date: str
    title: str
    by: str
    section: str
    paragraphs: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        given = self.fields.get("url")
        day = self.date[:10].replace("-", "/")
        return given or f"https://{parts.domain(self.outlet)}/{'/'.join(filter(None, (day, self.slug)))}"


def stories(text: str) -> list[Story]:
    """All articles, those made from another one filled in."""
    found: dict[str, Story] = {}
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n\n")
        slug, *lines = head.strip().split("\n")
        fields = dict(map(_field, lines))
        paragraphs = tuple(p.strip() for p in body.strip().split("\n\n") if p.strip())
        if "from" in fields:
            paragraphs = _derived(found[fields["from"]].paragraphs, fields)
        named = {name: fields.get(name, "") for name in ("outlet", "form", "date", "title", "by", "section")}
        found[slug] = Story(slug, **named, paragraphs=paragraphs, fields=fields)
    return list(found.values())


def _field(line: str) -> tuple[str, str]:
    found = re.match(r"(\w+): ?(.*)", line)
    assert found, line
    return found[1], found[2]


def _derived(paragraphs: tuple[str, ...], fields: dict[str, str]) -> tuple[str, ...]:
    kept = [paragraphs[int(n) - 1] for n in fields["keep"].split()]
    if "change" in fields:
        old, new = fields["change"].split(" => ")
        assert any(old in p for p in kept), old
        kept = [p.replace(old, new) for p in kept]
    return (*kept, *filter(None, [fields.get("append")]))


def files(all_stories: list[Story]) -> dict[str, bytes]:
    """File name below the target to its bytes (gzip not yet applied to names that end in .gz)."""
    by_form: dict[str, list[Story]] = {}
    for story in all_stories:
        by_form.setdefault(story.form, []).append(story)
    out: dict[str, bytes] = {}
    zipped: dict[str, bytes] = {}
    for form in ("page", "page-bare", "page-undated"):
        for story in by_form[form]:
            page = pages.page(story, all_stories).encode()
            if story.slug in _IN_ZIP:
                zipped[f"{story.slug}.html"] = page
            else:
                ending = ".xhtml" if story.slug in _XHTML else ".html.gz" if story.slug in _GZIPPED else ".html"
                out[f"{parts.folder(story.outlet)}/{story.slug}{ending}"] = page
    out["hill-gazette/2022.zip"] = _zip(zipped)
    out["mailings/northern-wire.jsonl"] = _json_lines(by_form["jsonl"])
    out["mailings/briefs.csv"] = _csv(by_form["csv"])
    for story in by_form["text"]:
        out[f"{parts.folder(story.outlet)}/{story.slug}.txt"] = texts.plain(story).encode()
    for story in by_form["text-debris"]:
        out[f"{parts.folder(story.outlet)}/{story.slug}.txt"] = texts.debris(story, all_stories).encode()
    for story in by_form["fish"]:
        out[f"harbour-times/fish-market/{story.date}.txt"] = texts.fish(story).encode()
    out["feeds/harbour-times.rss"] = feeds.rss(by_form["rss"] + by_form["rss-teaser"]).encode()
    out["feeds/the-quayside.atom"] = feeds.atom(by_form["atom"]).encode()
    out["captures/council-and-strike.warc.gz"] = _warc(by_form["warc"], all_stories)
    return out | trouble.files()


def _json_lines(found: list[Story]) -> bytes:
    rows = []
    for s in found:
        row = {"url": s.url, "outlet": s.outlet, "title": s.title, "date": s.date, "authors": [s.by] if s.by else []}
        row |= {"section": s.section, "language": s.fields.get("lang", "en"), "body": "\n\n".join(s.paragraphs)}
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(rows).encode()


def _csv(found: list[Story]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Headline", "Published", "Source", "Byline", "Link", "Section", "Text"])
    for s in found:
        writer.writerow([s.title, s.date, s.outlet, s.by, s.url, s.section, "\n\n".join(s.paragraphs)])
    return out.getvalue().encode()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(members.items()):
            info = zipfile.ZipInfo(name, (2022, 12, 31, 0, 0, 0))
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _warc(found: list[Story], all_stories: list[Story]) -> bytes:
    records = [
        _record("warcinfo", 0, "2020-03-06T08:14:00Z", None, "application/warc-fields", b"software: by hand\r\n")
    ]
    for number, story in enumerate(found, 1):
        http = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
            + pages.page(story, all_stories).encode()
        )
        media = "application/http; msgtype=response"
        records.append(_record("response", number, story.fields["captured"], story.url, media, http))
    image = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a\x01\x00\x01\x00\x00\x00\x00;"
    media = "application/http; msgtype=response"
    address = "https://harbourtimes.example/static/pixel.gif"
    records.append(_record("response", 90, "2020-03-06T08:14:23Z", address, media, image))
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
    gone += b"<html><title>Not here</title><p>The page has moved.</p>"
    address = "https://hillgazette.example/region/strike-map"
    records.append(_record("response", 91, "2020-03-12T13:02:12Z", address, media, gone))
    return b"".join(records)


def _record(kind: str, number: int, when: str, url: str | None, media: str, block: bytes) -> bytes:
    name = f"<urn:uuid:5a17b0a7-0000-4000-8000-{number:012d}>"
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: {name}", f"WARC-Date: {when}"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"Content-Type: {media}", f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def compressed(name: str, data: bytes) -> bytes:
    """The bytes as they are stored: gzip for names that ask for it, a member for each record of a WARC."""
    if not name.endswith(".gz") or data.startswith(b"\x1f\x8b"):
        return data
    parts = re.split(rb"(?<=\r\n\r\n)(?=WARC/1\.0\r\n)", data) if ".warc" in name else [data]
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


def main() -> None:
    """Writes all files anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, data in files(stories(SOURCE.read_text("utf-8"))).items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compressed(name, data))
    sys.stdout.write(f"{sum(1 for p in TARGET.rglob('*') if p.is_file())} files\n")


if __name__ == "__main__":
    main()
