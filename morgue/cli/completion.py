"""Completes a command line: from the text before the cursor, finds what its last word may become. Pure.

The shells' scripts (`morgue completion bash`) hand over the whole line and get one candidate a line, already quoted for
that shell, so that an outlet called `$(reboot)` is a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from morgue.render.sanitize import is_safe
from morgue.search.language.completion import LookUp, field_of, values
from morgue.search.language.completion import quoted as in_query
from morgue.search.language.fields import FIELDS
from morgue.search.request import FACETS

#: bash hands over, and replaces, only what comes after the last of these.
_BASH_BREAKS = re.compile(r"[:=@<>]")
_PLAIN = re.compile(r"[\w@%+=:,./*?-]")
_PIECE = re.compile(r"""'([^']*)('|\Z)|"((?:[^"\\]|\\.)*)("|\Z)|\\(.)|([^\s'"\\]+)|(\s+)|(\\\Z)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CommandShape:
    """A command as completion sees it: its options with the values each may take (None: no value), and what follows."""

    options: Mapping[str, tuple[str, ...] | None]
    query: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A command line split as a shell would: whole words, the word under the cursor unquoted, and as it is written."""

    words: tuple[str, ...]
    last: str
    raw: str


def split(text: str) -> Typed:
    """The line up to the cursor; an open quote is closed by the cursor."""
    words: list[str] = []
    current: str | None = None
    start = 0
    for match in _PIECE.finditer(text):
        single, _, double, _, escaped, plain, blank, _ = match.groups()
        if blank is not None:
            if current is not None:
                words.append(current)
            current, start = None, match.end()
            continue
        piece = single if single is not None else double if double is not None else escaped or plain or ""
        current = (current or "") + (re.sub(r"\\(.)", r"\1", piece) if double is not None else piece)
    return Typed(tuple(words), current or "", text[start:])


def candidates(typed: Typed, commands: Mapping[str, Callable[[], CommandShape]], look_up: LookUp) -> Iterator[str]:
    """Whole words that the last one may become, in the order to offer them."""
    words = typed.words[1:]
    if not words:
        yield from _beginning(commands, typed.last)
        return
    if words[0] not in commands:
        return
    shape = commands[words[0]]()
    before = words[-1] if len(words) > 1 else ""
    if before in ("--facet", "--not") and before in shape.options:
        yield from _facet(typed.last, look_up)
    elif before == "--facets" and before in shape.options:
        yield from _facets(typed.last)
    elif shape.options.get(before):
        yield from _beginning(shape.options[before] or (), typed.last)
    elif typed.last.startswith("--"):
        yield from _beginning(shape.options, typed.last)
    elif shape.query and before not in {name for name, values in shape.options.items() if values is not None}:
        yield from _query(typed.last, look_up)


def for_shell(shell: str, typed: Typed, found: Iterable[str]) -> Iterator[str]:
    """The candidates as this shell wants them; those that hold a line break or a control character are left out."""
    breaks = list(_BASH_BREAKS.finditer(typed.last)) if shell == "bash" else []
    done = breaks[-1].end() if breaks else 0
    for word in found:
        if is_safe(word) and "\n" not in word and "\t" not in word:
            yield word if shell == "fish" else quoted(word[done:])


def quoted(word: str) -> str:
    """A word for bash and zsh: every character that could mean something to them behind a backslash."""
    return "".join(char if _PLAIN.match(char) and char not in "*?" else "\\" + char for char in word)


def _beginning(words: Iterable[str], prefix: str) -> Iterator[str]:
    return (word for word in words if word.startswith(prefix))


def _facet(last: str, look_up: LookUp) -> Iterator[str]:
    name, sign, value = last.partition("=")
    if not sign:
        yield from _beginning((f"{facet}=" for facet in FACETS), last)
    elif name in FACETS:
        yield from (f"{name}={found}" for found in look_up(name, value))


def _facets(last: str) -> Iterator[str]:
    done, sign, rest = last.rpartition(",")
    taken = set(done.split(","))
    yield from (f"{done}{sign}{facet}" for facet in FACETS if facet.startswith(rest) and facet not in taken)


def _query(last: str, look_up: LookUp) -> Iterator[str]:
    """A field's name, or after it a value; the sign or bracket that it may stand behind stays."""
    lead = last[: len(last) - len(last.lstrip("-!("))]
    field, sign, value = last.removeprefix(lead).partition(":")
    if not sign:
        yield from _beginning((f"{lead}{known.name}:" for known in FIELDS), last if last else " ")
        return
    known = field_of(field)
    if known is not None:
        found = values(known, value.lstrip('="'), look_up)
        yield from (f"{lead}{field}:{in_query(one)}" for one in found)


SCRIPTS: Mapping[str, str] = {
    "bash": """\
_morgue() {
    COMPREPLY=()
    local word
    while IFS= read -r word; do
        COMPREPLY+=("$word")
        case "$word" in *[=:]) compopt -o nospace ;; esac
    done < <(morgue complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _morgue morgue""",
    "zsh": """\
#compdef morgue
_morgue() {
    local -a words_found
    words_found=("${(@f)$(morgue complete zsh "$LBUFFER" 2>/dev/null)}")
    if [[ -n "$words_found[1]" ]]; then
        compadd -Q -U -S '' -- "${words_found[@]}"
    else
        _files
    fi
}
compdef _morgue morgue""",
    "fish": """\
complete -c morgue -a '(morgue complete fish (commandline -cp) 2>/dev/null)'""",
}
