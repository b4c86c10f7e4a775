"""Lists every key in one table, from which bindings, footer, help and palette are made. Pure until asked for bindings.

A key's `id` is what a configuration names to give it other keys: `{"hits.down": "j,down"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.binding import BindingType

Room = Literal[
    "app",
    "browse",
    "list",
    "hits",
    "facets",
    "when",
    "chips",
    "reader",
    "story",
    "time",
    "kwic",
    "rates",
    "quotes",
    "receipt",
    "panel",
    "prompt",
    "line",
    "query",
    "past",
]


@dataclass(frozen=True, slots=True)
class Key:
    """A key (or several, with commas), the action it calls, a word for the footer and a sentence for the help."""

    name: str
    keys: str
    action: str
    word: str
    help: str
    shown: bool = False
    priority: bool = False


_MOVE = (
    Key("down", "j,down", "move(1)", "down", "one down"),
    Key("up", "k,up", "move(-1)", "up", "one up"),
    Key("top", "g,home", "edge(-1)", "top", "to the first"),
    Key("bottom", "G,end", "edge(1)", "bottom", "to the last"),
    Key("half_down", "ctrl+d", "half(1)", "½ page down", "half a page down"),
    Key("half_up", "ctrl+u", "half(-1)", "½ page up", "half a page up"),
    Key("page_down", "pagedown,ctrl+f", "page(1)", "page down", "a page down"),
    Key("page_up", "pageup,ctrl+b", "page(-1)", "page up", "a page up"),
)

ROOMS: Mapping[Room, tuple[Key, ...]] = {
    "app": (
        Key("help", "?", "help", "help", "all keys", shown=True),
        Key("language", "f1", "app.language", "how to ask", "how a query is put, with examples to take"),
        Key("palette", ":,ctrl+p", "command_palette", "commands", "find a command by its name", priority=False),
        Key("quit", "ctrl+q", "quit", "quit", "leave the program"),
        Key("suspend", "ctrl+z", "suspend_process", "to the shell", "to the shell for a while; fg comes back"),
        Key("redraw", "ctrl+l", "redraw", "redraw", "the whole screen anew"),
        Key("theme", "ctrl+t", "theme", "theme", "the next theme: dark, light, high contrast, the terminal's own"),
    ),
    "browse": (
        Key("query", "/", "query", "query", "type a query; results follow", shown=True),
        Key(
            "facets", "f", "facets", "facets", "narrow by outlet, date, agency; again: type to filter them", shown=True
        ),
        Key("sort", "s", "sort", "sort", "the next order: relevance, newest, oldest, recent", shown=True),
        Key("copies", "c", "copies", "copies", "one hit a story, or every article"),
        Key("match", "a", "match", "all/any", "articles with all words, or with any"),
        Key("let_go", "x", "let_go", "less", "let go of the last chip: a facet, a range, an order"),
        Key("clear", "X", "clear", "clear", "let go of all chips: facets, range of time, order, copies"),
        Key("next_match", "n", "match_step(1)", "next match", "to the next match in the article", shown=True),
        Key("previous_match", "N", "match_step(-1)", "previous match", "to the match before"),
        Key("preview", "w", "preview", "preview", "where there is room for one pane: the article below the list"),
        Key("find", "F", "find", "find", "find a text in the article"),
        Key("story", "v", "story", "story", "who ran it: copies, versions and what they changed", shown=True),
        Key("time", "t", "time", "timeline", "the query over time", shown=True),
        Key("occurrences", "O", "occurrences", "in context", "every occurrence as a line, with what stands around it"),
        Key("rates", "%", "rates", "rates", "what share of all articles the search is, over time, by outlet …"),
        Key("quotes", '"', "quotes", "quotations", "what is said in quotation marks, by whom, who printed it first"),
        Key("receipt", "$", "receipt", "receipt", "what was asked of which archive and what came out, to be kept"),
        Key("similar", "r", "similar", "similar", "similar stories"),
        Key("citation", "y", "copy_citation", "copy", "copy a citation", shown=True),
        Key("url", "Y", "copy_url", "copy address", "copy the address"),
        Key("paragraph", "p", "copy_paragraph", "copy paragraph", "copy the paragraph at the top of the reader"),
        Key("command", "C", "copy_command", "copy as command", "copy this search as a command of the shell"),
        Key("export", "e", "export", "export", "write this search (or what is marked) to a file", shown=True),
        Key("browser", "o", "browser", "browser", "open in the web browser"),
        Key("pipe", "|", "pipe", "pipe", "give the article to a command"),
        Key("provenance", "i", "provenance", "source", "where it came from"),
        Key("unread", "u", "unread", "unread", "the article counts as unread again, or as read"),
        Key("note", "E", "note", "note", "write a note on the article"),
        Key("number", "#", "number", "number", "number the paragraphs, or not"),
        Key("narrower", "<", "measure(-4)", "narrower", "shorter lines in the article"),
        Key("wider", ">", "measure(4)", "wider", "longer lines in the article"),
        Key("mark", "space", "mark", "mark", "mark or unmark the article"),
        Key("keep", "l", "keep", "to list", "put the marked articles (or this one) on a list, which is a tag"),
        Key("lists", "L", "lists", "lists", "lists of kept articles"),
        Key("save", "S", "save", "save search", "save this search under a name"),
        Key("saved", "@", "saved", "saved", "saved searches and what is new in them"),
        Key("back", "[", "history(-1)", "back", "to the search before"),
        Key("forward", "]", "history(1)", "forward", "to the search after"),
        Key("renew", "R", "renew", "show new", "search what was added meanwhile"),
        Key("next_pane", "tab", "walk(1)", "next pane", "query, chips, chart, facets, list, article: the next of them"),
        Key("previous_pane", "shift+tab", "walk(-1)", "pane before", "the one before"),
        Key("leave", "q", "leave(True)", "back", "one step back; at the list it leaves the program", shown=True),
        Key("step_back", "escape", "leave(False)", "back", "one step back"),
    ),
    "list": _MOVE,
    "hits": (
        Key("open", "enter", "open", "read", "read the article", shown=True),
        Key("next_day", "d", "screen.jump('day', 1)", "next day", "to the next hit of another day"),
        Key("previous_day", "D", "screen.jump('day', -1)", "day before", "to the hit before of another day"),
        Key("next_month", "m", "screen.jump('month', 1)", "next month", "to the next hit of another month"),
        Key("previous_month", "M", "screen.jump('month', -1)", "month before", "to the hit before of another month"),
    ),
    "facets": (
        Key("only", "enter,space,x", "choose('only')", "only these", "only articles with this value", shown=True),
        Key("not", "minus,d", "choose('not')", "not these", "no articles with this value", shown=True),
        Key("next_facet", "right", "facet(1)", "next facet", "to the next facet", shown=True),
        Key("previous_facet", "left", "facet(-1)", "facet before", "to the facet before"),
    ),
    "when": (
        Key("left", "left,h", "step(-1)", "earlier", "one bar earlier"),
        Key("right", "right,l", "step(1)", "later", "one bar later", shown=True),
        Key("wider_left", "shift+left,H", "stretch(-1)", "from earlier", "begin the range one bar earlier"),
        Key("wider_right", "shift+right,L", "stretch(1)", "to later", "end the range one bar later", shown=True),
        Key("brush", "enter,space", "brush", "this range", "only articles of this range", shown=True),
        Key("unbrush", "backspace,minus", "unbrush", "all time", "articles of all time", shown=True),
        Key("down", "down,j", "leave_down", "facets", "to the facets below"),
    ),
    "chips": (
        Key("left", "left,h", "step(-1)", "left", "one to the left"),
        Key("right", "right,l", "step(1)", "right", "one to the right", shown=True),
        Key("remove", "enter,space,x,delete,backspace", "let_go", "let go", "search without this", shown=True),
    ),
    "reader": (
        Key("space", "shift+space", "page(1)", "page down", "a page down"),
        Key("next_hit", "right,J", "screen.story_step(1)", "next hit", "the next hit's article", shown=True),
        Key("previous_hit", "left,K", "screen.story_step(-1)", "hit before", "the article of the hit before"),
    ),
    "story": (
        Key("other", "h,left", "member(-1)", "above", "the member above", shown=True),
        Key("another", "l,right", "member(1)", "below", "the member below", shown=True),
        Key("next_change", "n", "change(1)", "next change", "to the next change", shown=True),
        Key("previous_change", "N", "change(-1)", "change before", "to the change before"),
        Key("side", "s", "side", "side by side", "the two texts side by side, or as one", shown=True),
        Key(
            "versions", "b", "base", "compare with", "compare with the original, or with the member before", shown=True
        ),
        Key("read", "enter", "read", "read", "read this member", shown=True),
        Key("export", "e", "export", "export", "write the articles of this story to a file"),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "kwic": (
        Key("order", "s", "order(1)", "order", "by date, by the words to the right or left, by outlet", shown=True),
        Key("read", "enter", "read", "read", "read the article", shown=True),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "rates": (
        Key("by", "b,right,l", "by(1)", "by …", "by year, month, outlet, agency, section …: the next", shown=True),
        Key("by_before", "B,left,h", "by(-1)", "by … before", "by the one before"),
        Key("compare", "a", "compare", "compare", "add a query, up to four", shown=True),
        Key("drop", "x", "drop", "drop", "take the last query away"),
        Key("use", "enter,s", "use", "search here", "search within this row", shown=True),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "quotes": (
        Key("read", "enter", "read", "read", "read the article", shown=True),
        Key("other", "right,l", "use(1)", "next outlet", "the next article that has it", shown=True),
        Key("before", "left,h", "use(-1)", "outlet before", "the article before"),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "receipt": (
        Key("write", "e", "write", "write", "write the receipt to a file", shown=True),
        Key("copy", "y", "copy", "copy", "copy it as a paragraph", shown=True),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "time": (
        Key("earlier", "h,left", "step(-1)", "earlier", "one bucket earlier"),
        Key("later", "l,right", "step(1)", "later", "one bucket later", shown=True),
        Key("in", "enter,plus", "zoom(1)", "zoom in", "year → month → day", shown=True),
        Key("out", "minus,backspace", "zoom(-1)", "zoom out", "day → month → year", shown=True),
        Key("compare", "a", "compare", "compare", "add a query, up to four", shown=True),
        Key("drop", "x", "drop", "drop", "take the last query away"),
        Key("use", "s", "use", "search here", "search within this bucket", shown=True),
        Key("leave", "q,escape", "leave", "back", "back to the search", shown=True),
    ),
    "panel": (
        Key("choose", "enter", "choose", "choose", "take this one", shown=True),
        Key("remove", "x,delete", "remove", "remove", "take it off"),
        Key("export", "e", "export", "export", "write the list to a file"),
        Key("leave", "q,escape", "leave", "back", "close", shown=True),
    ),
    "line": (Key("list", "enter,down", "submit", "to the list", "from the filter to the values", shown=True),),
    "query": (
        Key("list", "enter", "submit", "to the list", "from the query to the hits", shown=True),
        Key("older", "up", "screen.recall(1)", "asked before", "the query before that begins with what is typed"),
        Key("newer", "down", "screen.recall(-1)", "asked after", "the query after; from the newest to the list"),
        Key("past", "ctrl+r", "screen.past", "asked before", "all queries that were asked before", shown=True),
        Key("how", "f1", "app.language", "how to ask", "how a query is put, with examples to take", shown=True),
        Key("take", "right", "cursor_right", "take", "take what is offered behind the caret"),
        Key("offer", "ctrl+n", "screen.offer(1)", "another", "offer the next way to go on"),
    ),
    "past": (
        Key("down", "down,ctrl+r", "move(1)", "older", "one down", shown=True),
        Key("up", "up", "move(-1)", "newer", "one up"),
        Key("leave", "escape", "leave", "back", "close", shown=True),
    ),
    "prompt": (Key("leave", "escape", "leave", "back", "close without doing anything", shown=True),),
}


def bindings(*rooms: Room) -> list[BindingType]:
    """The rooms' keys as Textual takes them."""
    from textual.binding import Binding

    return [
        Binding(
            key.keys,
            key.action,
            key.word,
            show=key.shown,
            key_display=display(key.keys.split(",")[0]),
            priority=key.priority,
            id=f"{room}.{key.name}",
        )
        for room in rooms
        for key in ROOMS[room]
    ]


_SIGNS = {"enter": "⏎", "escape": "esc", "space": "space", "minus": "-", "plus": "+", "left": "←", "right": "→"}


def display(key: str) -> str:
    """How a key is written for people: `⏎`, `^d`, `⇧→`."""
    if key.startswith("ctrl+"):
        return "^" + key[5:]
    if key.startswith("shift+"):
        return "⇧" + display(key[6:])
    return _SIGNS.get(key, key)


def unknown(mapping: Mapping[str, str]) -> list[str]:
    """The ids of a configured mapping that name no key."""
    known = {f"{room}.{key.name}" for room, keys in ROOMS.items() for key in keys}
    return sorted(set(mapping) - known)
