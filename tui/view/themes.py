"""The four themes: colours by role. Weight and reversal, which work without colour, are in app.tcss."""

from __future__ import annotations

from textual.theme import Theme

_DARK = {
    "ink": "#d8d5cd",
    "ink-strong": "#f4f1e8",
    "ink-meta": "#aaa79f",
    "ink-faint": "#94918a",
    "mark": "#f0c674",
    "accent-ink": "#e0a458",
    "bar": "#8fb3c9",
    "ghost": "#4a5961",
    "cut": "#d98a7b",
    "added": "#9dbf8a",
    "moved": "#b6a0c9",
    "bad": "#e0796b",
    "row": "#2a2a28",
    "row-resting": "#232321",
    "rule": "#3a3935",
    "first": "#8fb3c9",
    "second": "#e0a458",
    "third": "#9dbf8a",
    "fourth": "#c79ac0",
}
_LIGHT = {
    "ink": "#2b2a27",
    "ink-strong": "#0d0d0c",
    "ink-meta": "#55524b",
    "ink-faint": "#67645b",
    "mark": "#8a4b00",
    "accent-ink": "#8a4b00",
    "bar": "#3d6a86",
    "ghost": "#b5c3cb",
    "cut": "#a33a28",
    "added": "#3d6b2a",
    "moved": "#6a4a86",
    "bad": "#a32015",
    "row": "#ece8dc",
    "row-resting": "#f1eee5",
    "rule": "#d5d0c2",
    "first": "#2f5f7d",
    "second": "#96500a",
    "third": "#3d6b2a",
    "fourth": "#7d3f78",
}
_CONTRAST = {
    "ink": "#ffffff",
    "ink-strong": "#ffffff",
    "ink-meta": "#e0e0e0",
    "ink-faint": "#d0d0d0",
    "mark": "#ffff00",
    "accent-ink": "#ffff00",
    "bar": "#00ffff",
    "ghost": "#9a9a9a",
    "cut": "#ff9d9d",
    "added": "#8dff8d",
    "moved": "#e0b0ff",
    "bad": "#ff8080",
    "row": "#003a6b",
    "row-resting": "#202020",
    "rule": "#ffffff",
    "first": "#00ffff",
    "second": "#ffff00",
    "third": "#8dff8d",
    "fourth": "#ff9dff",
}
_ANSI = {
    "ink": "ansi_default",
    "ink-strong": "ansi_default",
    "ink-meta": "ansi_default",
    "ink-faint": "ansi_bright_black",
    "mark": "ansi_yellow",
    "accent-ink": "ansi_yellow",
    "bar": "ansi_cyan",
    "ghost": "ansi_bright_black",
    "cut": "ansi_red",
    "added": "ansi_green",
    "moved": "ansi_magenta",
    "bad": "ansi_red",
    "row": "ansi_default",
    "row-resting": "ansi_default",
    "rule": "ansi_bright_black",
    "first": "ansi_cyan",
    "second": "ansi_yellow",
    "third": "ansi_green",
    "fourth": "ansi_magenta",
}


# What Textual asks of a theme in the terminal's own colours.
_ANSI_PARTS = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border-blurred": "ansi_bright_black",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_white",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_bright_blue",
    "input-selection-foreground": "ansi_black",
    "screen-selection-background": "ansi_bright_blue",
    "screen-selection-foreground": "ansi_black",
}


def _theme(name: str, roles: dict[str, str], page: str, panel: str, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=roles["bar"],
        secondary=roles["accent-ink"],
        accent=roles["accent-ink"],
        foreground=roles["ink"],
        background=page,
        surface=page,
        panel=panel,
        boost=panel,
        error=roles["bad"],
        warning=roles["accent-ink"],
        success=roles["added"],
        dark=dark,
        ansi=name == "ansi",
        variables=roles
        | (_ANSI_PARTS if name == "ansi" else {})
        | {
            "scrollbar": roles["rule"],
            "scrollbar-background": page,
            "scrollbar-background-hover": page,
            "scrollbar-background-active": page,
            "scrollbar-hover": roles["ink-faint"],
            "scrollbar-active": roles["accent-ink"],
            "scrollbar-corner-color": page,
        },
    )


ALL = (
    _theme("dark", _DARK, "#1a1a19", "#262624", dark=True),
    _theme("light", _LIGHT, "#faf8f2", "#efece3", dark=False),
    _theme("contrast", _CONTRAST, "#000000", "#000000", dark=True),
    _theme("ansi", _ANSI, "ansi_default", "ansi_default", dark=True),
)
