"""Writes what the guide's and the README's commands print today into them: `python -m tests.guide.refresh`.

A text printed with `…` is left as it is while it agrees; read the difference before keeping it.
"""

from __future__ import annotations

from tests.guide.session import GUIDE, README, Session, agrees, steps


def refreshed(text: str) -> str:
    """A page with its outputs made true."""
    out: list[str] = []
    at = 0
    with Session() as session:
        for step in steps(text):
            real = session.run(step.command)
            out += [text[at : step.start], step.printed if agrees(step.printed, real) else real]
            at = step.end
    return "".join([*out, text[at:]])


def main() -> None:
    """Rewrites both."""
    for page in (GUIDE, README):
        page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
