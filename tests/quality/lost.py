"""Articles that were clean already and lose prose of their own: `python -m tests.quality.lost FILE [--show N]`.

Every record is cleaned as `index` cleans it. A paragraph counts as lost when it has 140 characters or more, ends as a
sentence does, stands in no other record, and is not in the body that is kept. Tags, and letters read in a wrong
encoding, are compared as they are meant. Prints how many articles lose one and, with `--show`, the first of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from morgue.core.article import Article, RawItem

_SHORTEST = 140
_END = re.compile(r"[.!?…。！？][\"”»’')\]]*$")
_TAG = re.compile(r"<[!/a-zA-Z][^<>]*>")
_NO_WORD = re.compile(r"[\W_]+")


def key(paragraph: str) -> str:
    """A paragraph by its letters and figures alone."""
    return _NO_WORD.sub("", paragraph.casefold())


def items(path: Path) -> Iterator[RawItem]:
    """The records of a file of JSON lines, as the sources give them."""
    from morgue.index.sources.location import Place
    from morgue.index.sources.records import item

    with gzip.open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            found = item(json.loads(line), line, Place(str(path), path.name), f"line {number}", None, "jsonl")
            if isinstance(found, RawItem):
                yield found


def kept(item: RawItem) -> str | None:
    """The body that cleaning keeps, as a key; None where there is no article."""
    from morgue.index.clean import clean

    found = clean(item)
    return key(_TAG.sub(" ", found.body)) if isinstance(found, Article) else None


def paragraphs(item: RawItem) -> list[str]:
    """The paragraphs of prose in a record."""
    from morgue.index.sources.decoding.mojibake import mend

    text = _TAG.sub(" ", mend(item.data.decode("utf-8", "replace")))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if len(line) >= _SHORTEST and _END.search(line)]


def main() -> int:
    """Counts and shows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    records = list(items(options.file))
    everywhere = Counter(k for r in records for k in {key(p) for p in paragraphs(r)})
    with ProcessPoolExecutor(2) as pool:
        bodies = list(pool.map(kept, records, chunksize=100))
    losing = 0
    for record, body in zip(records, bodies, strict=True):
        lost = [p for p in paragraphs(record) if everywhere[key(p)] == 1 and key(p) not in (body or "")]
        losing += bool(lost)
        if lost and losing <= options.show:
            sys.stdout.write(f"{record.id}: {len(lost)} of {len(paragraphs(record))}: {lost[0][:160]}\n")
    sys.stdout.write(
        f"{losing} of {len(records)} articles lose a paragraph of their own; {bodies.count(None)} rejected\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
