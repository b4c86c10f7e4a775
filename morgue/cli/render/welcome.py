"""Says what to do next to someone who typed `morgue` and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.render.spans import Line, faint, line, strong


def first_steps(archive: str) -> Iterator[Line]:
    """Before there is an archive."""
    yield line(strong("morgue"), ": a full-text search engine for an archive of news, in the terminal")
    yield ()
    yield line(f"There is no archive yet at {archive}")
    yield ()
    yield from _commands(
        ("morgue demo", "see it at work on a small bundled sample"),
        ("morgue index FOLDER", "make an archive of a folder of saved news"),
        ("morgue --help", "all commands"),
    )


def next_steps(archive: str) -> Iterator[Line]:
    """What to do next where there is an archive."""
    yield line(strong("morgue"), f": the archive at {archive}")
    yield ()
    yield from _commands(
        ("morgue browse", "look around in it, on the full screen"),
        ("morgue search WORDS", "find articles"),
        ("morgue stats", "what the archive holds"),
        ("morgue index PATH...", "add saved news"),
        ("morgue help query", "the query language in one screen"),
        ("morgue --help", "all commands"),
    )


def _commands(*pairs: tuple[str, str]) -> Iterator[Line]:
    for command, meaning in pairs:
        yield line(f"    {command:<24}", faint(meaning))
