"""`morgue doctor`: what is installed, how the archive is, and what to do about what is wrong."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator

from morgue.cli import config, formats, output, tables
from morgue.cli.diagnostics import Outcome
from morgue.cli.in_forms import as_document
from morgue.core.health import Check
from morgue.core.json import Document, headed
from morgue.engines.opening import engine_of
from morgue.render.spans import Line, Look, Span, faint, held
from morgue.render.wrap import wrap

_LIBRARIES = ("morgue", "numpy", "trafilatura", "lxml", "typer", "textual", "fastwarc", "orjson")


@as_document
def doctor(*, form: formats.Form, settings: config.Settings) -> Outcome:
    """Report on the installation and the archive's health, and what to do about what is wrong."""
    checks = list(_checks(settings))
    ok = all(check.ok for check in checks)
    if form.kind == "text":
        look = output.look(settings)
        output.lines([row for check in checks for row in _lines(check, look)], look, settings)
    else:
        tables.write_document(headed({"ok": ok, "checks": [_document(check) for check in checks]}))
    return Outcome.DONE if ok else Outcome.FAILED


def _checks(settings: config.Settings) -> Iterator[Check]:
    yield Check("program", True, ", ".join(_versions()))
    yield Check("python", True, f"{platform.python_version()} on {platform.platform(terse=True)}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    yield Check("encoding", encoding == "utf8", sys.stdout.encoding or "unknown", "set LANG=C.UTF-8 or the like")
    yield Check("settings", True, _settings_file())
    yield from engine_of(settings.archive).health(settings.archive)


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is missing"


def _settings_file() -> str:
    path = config.config_file(os.environ)
    return str(path) if path.exists() else f"none (would be {path})"


def _lines(check: Check, look: Look) -> Iterator[Line]:
    sign = Span("ok   ", "good") if check.ok else Span("BAD  ", "bad")
    spans = [sign, Span(held(f"{check.name:<10}")), Span(check.seen)]
    yield from wrap(spans, look.width, look, rest=" " * 15)
    if not check.ok and check.hint:
        yield from wrap([faint(check.hint)], look.width, look, first=" " * 15, rest=" " * 15)


def _document(check: Check) -> Document:
    return {"check": check.name, "ok": check.ok, "seen": check.seen, "hint": None if check.ok else check.hint or None}
