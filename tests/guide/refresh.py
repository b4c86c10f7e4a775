"""Writes what the guide's commands print today into the guide: `python -m tests.guide.refresh`.

A text printed with `…` is left as it is while it agrees; read the difference before keeping it.
"""

from __future__ import annotations

from tests.guide.session import GUIDE, Session, agrees, steps


def refreshed(text: str) -> str:
    """The guide with its outputs made true."""
    out: list[str] = []
    at = 0
    with Session() as session:
        for step in steps(text):
            real = session.run(step.command)
            out += [text[at : step.start], step.printed if agrees(step.printed, real) else real]
            at = step.end
    return "".join([*out, text[at:]])


def main() -> None:
    """Rewrites the guide."""
    GUIDE.write_text(refreshed(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
