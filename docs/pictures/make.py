"""Makes the pictures of this folder from the program itself, on the bundled sample: `python docs/pictures/make.py`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from textual.keys import _character_to_key

from morgue.core.location import Location
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.ingest import IngestOptions, ingest, read_sources
from morgue.sample import sample_path
from morgue.tui.app import Browser, Settings
from morgue.tui.settings import ThemeName
from morgue.tui.state import Browsing


@dataclass(frozen=True)
class Picture:
    """A screen: what was asked for, in which terminal, and the keys that led there."""

    name: str
    query: str
    size: tuple[int, int]
    theme: ThemeName
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("browse", "ferry strike", (120, 36), "dark", ("n",)),
    Picture("browse-light", "ferry strike", (120, 36), "light", ("f", "tab", "space")),
    Picture("browse-wide", "ferry", (200, 50), "dark", ("n",)),
    Picture("reader", "ferry strike", (80, 24), "light", ("enter", "n", "n")),
    Picture("story", "ferry strike collapsed", (120, 36), "dark", ("v", "n")),
    Picture("timeline", "ferry", (120, 30), "light", ("t",)),
)


async def draw(folder: Path, picture: Picture) -> str:
    """The screen as SVG that needs no font from elsewhere."""
    app = Browser(Location.of_folder(folder), Browsing(picture.query), Settings(theme=picture.theme))
    app.animation_level = "none"
    async with app.run_test(size=picture.size) as pilot:
        for key in ("", *picture.keys):
            if key:
                await pilot.press(_character_to_key(key) if len(key) == 1 else key)
            await pilot.pause(0.1)
            while not app.worker.idle():
                await pilot.pause(0.05)
            await pilot.pause(0.1)
        svg = app.export_screenshot(title=f"morgue browse {picture.query}", simplify=True)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas").replace("&#160;", " ")
    svg = re.sub(r"\d+ ms ·", "9 ms ·", svg)
    # The names of its styles are made from the program's state; fixed ones keep the files from changing each time.
    svg = re.sub(r"terminal-\d+", "morgue", svg)
    return "\n".join(line.rstrip() for line in svg.replace("<text ", '<text xml:space="preserve" ').splitlines()) + "\n"


def main() -> None:
    """Draws all of them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        with Writer(Archive.open_or_create(folder)) as writer:
            ingest(writer, read_sources((str(sample_path()),), None), IngestOptions(jobs=1))
        for picture in PICTURES:
            svg = asyncio.run(draw(folder, picture))
            (Path(__file__).parent / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
