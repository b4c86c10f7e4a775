"""The guide's console blocks: found in the text, run in order in one home, compared with what they print.

In a block a line that begins with `$ ` is a command, and lines after it with `> ` go on with it; what follows is what
it prints, on standard error too. `…` stands for any text within a line, and alone on a line for any lines. Times,
rates and sizes are not compared, nor where a line breaks in what names the home or the bundled sample, whose lengths
differ from machine to machine.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from morgue.core.loading.compiled import SETTING
from morgue.sample import sample_path

GUIDE = Path(__file__).parents[2] / "docs" / "GUIDE.md"
README = Path(__file__).parents[2] / "README.md"

_FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FIGURE = re.compile(r"\d[\d.,]*(?= (?:ms|s|kB|MB|GB|a second)\b)|(?<=\"took_ms\": )[\d.]+")
_SHOWN_HOME = "/home/ada"
_SHOWN_SAMPLE = "…/sample/news"
_COLUMNS = "96"


@dataclass(frozen=True)
class Step:
    """A command, what the guide says that it prints, and where in the guide's text that stands."""

    command: str
    printed: str
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of the guide on which the printed text begins."""
        return GUIDE.read_text(encoding="utf-8").count("\n", 0, self.start) + 1


def steps(text: str) -> Iterator[Step]:
    """Every command of every console block."""
    for block in _FENCE.finditer(text):
        at = block.start(1)
        command: list[str] = []
        start = at
        for line in block.group(1).splitlines(keepends=True):
            if line.startswith("$ "):
                if command:
                    yield Step("\n".join(command), text[start:at], start, at)
                command, start = [line[2:].rstrip("\n")], at + len(line)
            elif line.startswith("> ") and start == at:
                command.append(line[2:].rstrip("\n"))
                start = at + len(line)
            at += len(line)
        yield Step("\n".join(command), text[start:at], start, at)


class Session:
    """A shell whose variables last, in a home of its own that has `saved-news`, a copy of the sample."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ada")
        home = self.home = Path(self._folder.name).resolve()
        self._state = home / ".state"
        shutil.copytree(sample_path(), home / "saved-news")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MORGUE_", "XDG_", "PAGER", "COV_"))}
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        self._env = {**kept, "HOME": str(home), "PATH": programs, "COLUMNS": _COLUMNS, "LC_ALL": "C.UTF-8"}
        self._env[SETTING] = "0"
        self._env["MORGUE_PATIENCE"] = "60"  # what is printed must not hang on how busy the machine is

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, command: str) -> str:
        """What the command prints on both streams, with the home named as in the guide."""
        script = f'[ -f "{self._state}" ] && . "{self._state}"\n{command}\nexport -p > "{self._state}"'
        done = subprocess.run(
            ["bash", "-c", script],
            env=self._env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        text = shown(shown(done.stdout.decode(), str(sample_path()), _SHOWN_SAMPLE), str(self.home))
        return "".join(line.rstrip() + "\n" for line in text.splitlines())


def shown(text: str, folder: str, name: str = _SHOWN_HOME) -> str:
    """The text with a folder named as in the guide, where a line broke in its path or a shell needs quotes too."""
    path = r"\s+".join(map(re.escape, folder.split(" ")))
    if shlex.quote(folder) != folder:
        text = re.sub(f"'({path}[^'\n]*)'", r"\1", text)
    return re.sub(path, name, text)


def agrees(printed: str, real: str) -> bool:
    """Whether what the guide prints is what came out; by words where a folder is named, by lines elsewhere."""
    if _SHOWN_HOME in real or _SHOWN_SAMPLE in real:
        return re.fullmatch(_any_for_dots(_words(printed)), _words(real), re.DOTALL) is not None
    pattern = ""
    for line in printed.splitlines():
        pattern += "(?:.*\n)*?" if line.strip() == "…" else _any_for_dots(line) + "\n"
    return re.fullmatch(pattern, "".join(comparable(line) + "\n" for line in real.splitlines())) is not None


def _any_for_dots(line: str) -> str:
    """A pattern for the line, in which `…` is any text."""
    return ".*".join(map(re.escape, comparable(line).split("…")))


def _words(text: str) -> str:
    """Its words in a row; a path that was broken behind a slash for want of room is one word again."""
    return comparable(" ".join(re.sub(r"(?<=\S/)\s+", "", text).split()))


def comparable(line: str) -> str:
    """A line without its figures that differ from run to run, nor the white space that makes room for them."""
    blanked, found = _FIGURE.subn("0", line.rstrip())
    return re.sub(r" {2,}", "  ", blanked) if found else blanked
