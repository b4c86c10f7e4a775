"""Hands articles to other programs: the clipboard, the web browser, a command. I/O."""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

from textual.app import App, SuspendNotSupported

from morgue.core.article import Article
from morgue.core.errors import MorgueError
from morgue.render.files import as_text
from morgue.render.sanitize import safe, safe_line

#: Commands that end when they have been read.
_PAGERS = frozenset(("less", "more", "most", "bat", "vi", "vim", "nvim", "view", "nano", "emacs"))


def copy(app: App[object], text: str) -> None:
    """To the clipboard by OSC 52, which reaches the person's own machine over ssh; by pyperclip too where it is."""
    app.copy_to_clipboard(text)
    try:
        import pyperclip  # no dependency of ours: there or not
    except ImportError:
        return
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return  # no clipboard program here: OSC 52 was the way


def open_page(app: App[object], url: str | None) -> None:
    """In the web browser; MorgueError for anything but an address of the web."""
    if not url:
        raise MorgueError("this article has no address")
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        raise MorgueError("only addresses of the web are opened", "Y copies it")
    try:
        webbrowser.get()
    except webbrowser.Error:
        raise MorgueError("there is no web browser here", "Y copies the address") from None
    app.open_url(url)


def pipe(app: App[object], command: str, article: Article) -> str:
    """Runs a command line of the person's own with the article as its input; gives what to say of it.

    The command has the terminal while it runs, and gets what may be shown there. Where the screen cannot be given up,
    its output is not shown, and it gets the article as it is.
    """
    raw = as_text(article)
    text = raw.encode("utf-8", "replace")
    try:
        with app.suspend():
            shown = _for_terminal(raw).encode("utf-8", "replace")
            # The person typed this command line into their own terminal: a shell is what they expect.
            code = subprocess.run(command, shell=True, input=shown, check=False).returncode  # noqa: S602 -- the user typed it
            _until_seen(command)
    except SuspendNotSupported:
        done = subprocess.run(command, shell=True, input=text, capture_output=True, check=False)  # noqa: S602 -- as above
        code = done.returncode
    if code:
        raise MorgueError(f"{command}: ended with {code}")
    return f"{command}: done"


def _for_terminal(text: str) -> str:
    """The text made safe when a command's output or its complaints would be seen on a terminal."""
    for descriptor in (1, 2):
        try:
            if os.isatty(descriptor):
                return safe(text)
        except OSError:
            continue
    return text


def _until_seen(command: str) -> None:
    """Waits for Enter: what the command printed would be gone with the next picture."""
    own = {Path(os.environ.get(name, "").split(" ")[0]).name for name in ("PAGER", "EDITOR", "VISUAL")}
    name = Path(command.split()[0]).name if command.split() else ""
    if name and name not in _PAGERS | own and sys.stdin.isatty():
        sys.stdout.write(f"\n{safe_line(command)} has ended. Enter goes back ")
        sys.stdout.flush()
        sys.stdin.readline()
