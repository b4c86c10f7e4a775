"""Judged collections in the formats they are passed round in: articles, questions, and which articles answer which.

A folder holds one collection, known by the names of its files (case aside):
  SMART   cran.all.1400 cran.qry cranqrel · CISI.ALL CISI.QRY CISI.REL · cacm.all query.text qrels.text · MED.* · ADI.*
  LISA    lisa.all.txt lisa.queries.txt lisa.relevance.txt
  TREC    doc-text.trec query-text.trec qrels (NPL, also called Vaswani)
  JSONL   docs.jsonl queries.jsonl qrels.tsv
Lines of the older formats are cut at 72 characters; a text is given as one paragraph, its blank lines apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

#: Cranfield grades an answer 1 (complete) to 4 (of minimum interest); 5 and -1 are none.
_LOWEST_GRADE = 4


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its headline, empty where it has none."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put, and the ids of all documents that were judged to answer it."""

    id: str
    text: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A collection; questions without an answer are left out."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Asked, ...]


def collections(folder: Path) -> Iterator[Judged]:
    """Every collection in the folders below a folder, in alphabetical order."""
    for each in sorted(p for p in folder.iterdir() if p.is_dir()):
        found = read(each)
        if found is not None:
            yield found


def read(folder: Path) -> Judged | None:
    """The collection that a folder holds, or None where there is none in a format known."""
    files = {p.name.casefold(): p for p in folder.iterdir() if p.is_file()}
    for names, reader in _FORMATS:
        held = [
            next((p for name, p in sorted(files.items()) if re.fullmatch(pattern, name)), None) for pattern in names
        ]
        paths = [p for p in held if p is not None]
        if len(paths) == len(names):
            documents, questions, answers = reader(*paths)
            asked = (Asked(i, t, frozenset(answers[i])) for i, t in questions if answers.get(i))
            return Judged(folder.name, tuple(documents), tuple(asked))
    return None


Parts = tuple[list[Document], list[tuple[str, str]], dict[str, set[str]]]


def _smart(texts: Path, questions: Path, answers: Path) -> Parts:
    documents = [Document(i, _joined(f.get("T", "")), _joined(f.get("W", ""))) for i, f in _records(texts)]
    asked = [(i, _joined(f.get("W", ""))) for i, f in _records(questions)]
    if answers.name.casefold() == "cranqrel":  # which counts the questions, whatever their numbers
        asked = [(str(n), text) for n, (_, text) in enumerate(asked, 1)]
    return documents, asked, _pairs(answers)


def _records(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each record with its fields; of a field that stands twice, the first."""
    for record in re.split(r"(?m)^\.I\s*", _text(path))[1:]:
        number, _, rest = record.partition("\n")
        fields: dict[str, str] = {}
        for part in re.split(r"(?m)^\.(?=[A-Z]\s*$)", rest)[1:]:
            fields.setdefault(part[0], part[1:].strip())
        yield number.strip(), fields


def _pairs(path: Path) -> dict[str, set[str]]:
    """Lines of question, document and a grade: the third column of Cranfield's and MED's, without meaning elsewhere."""
    graded = path.name.casefold() == "cranqrel"
    found: dict[str, set[str]] = {}
    for line in _text(path).splitlines():
        words = line.split()
        if len(words) >= 2 and not (graded and not 0 < int(words[2]) <= _LOWEST_GRADE):
            found.setdefault(words[0].lstrip("0"), set()).add(words[1].lstrip("0"))
    return found


def _lisa(texts: Path, questions: Path, answers: Path) -> Parts:
    documents = []
    for record in re.split(r"(?m)^\*+\s*$", _text(texts)):
        found = re.match(r"\s*Document\s+(\d+)\s*\n(.*?)(?:\n\s*\n(.*))?\Z", record, re.S)
        if found:
            documents.append(Document(found[1], _joined(found[2]), _joined(found[3] or "")))
    asked = [(i, _joined(t)) for i, t in re.findall(r"\s*(\d+)\s*\n(.*?)#", _text(questions), re.S)]
    numbers = [int(n) for n in _text(answers).split()]
    held: dict[str, set[str]] = {}
    at = 0
    while at + 1 < len(numbers):
        question, count = numbers[at], numbers[at + 1]
        held[str(question)] = {str(n) for n in numbers[at + 2 : at + 2 + count]}
        at += 2 + count
    return documents, asked, held


def _trec(texts: Path, questions: Path, answers: Path) -> Parts:
    records = re.findall(r"<DOCNO>\s*(\S+?)\s*</DOCNO>(.*?)</DOC>", _text(texts), re.S)
    asked = re.findall(r"<num>\s*(\S+?)\s*</num>\s*<title>(.*?)</title>", _text(questions), re.S)
    held: dict[str, set[str]] = {}
    for line in _text(answers).splitlines():
        question, _, document, grade = line.split()
        if int(grade) > 0:
            held.setdefault(question, set()).add(document)
    return [Document(i, "", _joined(t)) for i, t in records], [(i, _joined(t)) for i, t in asked], held


def _jsonl(texts: Path, questions: Path, answers: Path) -> Parts:
    rows = [orjson.loads(line) for line in texts.read_bytes().splitlines() if line.strip()]
    documents = [Document(str(r["id"]), r.get("title") or "", r.get("body") or "") for r in rows]
    asked = [orjson.loads(line) for line in questions.read_bytes().splitlines() if line.strip()]
    held: dict[str, set[str]] = {}
    for line in _text(answers).splitlines():
        words = line.split()
        if len(words) >= 2 and (len(words) < 3 or float(words[-1]) > 0):
            held.setdefault(words[0], set()).add(words[1])
    return documents, [(str(q["id"]), q["text"]) for q in asked], held


_FORMATS: tuple[tuple[tuple[str, str, str], Callable[[Path, Path, Path], Parts]], ...] = (
    ((r"docs\.jsonl", r"queries\.jsonl", r"qrels\.tsv"), _jsonl),
    ((r"lisa\.all\.txt", r"lisa\.queries\.txt", r"lisa\.relevance\.txt"), _lisa),
    ((r".*\.trec", r"query.*\.trec", r"qrels"), _trec),
    ((r"cran\.all.*", r"cran\.qry", r"cranqrel"), _smart),
    ((r".*\.all", r".*\.qry|query\.text", r".*\.rel|qrels\.text"), _smart),
)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")


def _joined(text: str) -> str:
    """A text cut into lines as paragraphs: blank lines part them."""
    return "\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip())
