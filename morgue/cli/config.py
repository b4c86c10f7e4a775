"""Reads the settings: a flag goes before the environment, then the configuration file, then the default."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from morgue.core.dataclass import dataclass
from morgue.core.errors import ArchiveDamaged, MorgueError
from morgue.core.location import Location
from morgue.search.answer import Match, SearchQuery
from morgue.search.request import SORTS, Sort

if TYPE_CHECKING:
    from morgue.tui.settings import Settings as BrowserSettings

Colour = Literal["auto", "always", "never"]
Chosen = TypeVar("Chosen", bound=str)

_DEFAULT_PAGER = "less -FRX"
#: Bytes of a table of outlets at most.
_MOST_OUTLETS = 4 << 20


class ConfigError(MorgueError):
    """The configuration file or a variable says something that cannot be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds when no flag says otherwise.

    archive  where the archive is
    patience seconds that finding may take before an answer is given as far as it goes; 0 is no limit
    jobs     worker processes for cleaning
    pager    the command and its arguments; empty for none
    theme    the browser's colours; empty for its own choice
    keys     the browser's keys: (id, keys with commas), from the table [keys]
    """

    archive: Location
    limit: int = 10
    snippets: int = 1
    sort: Sort = "relevance"
    match: Match = "all"
    patience: int = 2
    colour: Colour = "auto"
    jobs: int = 2
    pager: tuple[str, ...] = ()
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def budget_ms(self) -> int | None:
        """The patience in milliseconds; None for no limit."""
        return self.patience * 1_000 or None

    def asked(
        self, text: str, match: Match | None, limit: int | None, sort: Sort | None, snippets: int | None
    ) -> SearchQuery:
        """A question, with what no flag says taken from the settings."""
        return SearchQuery(
            text=text,
            match=match or self.match,
            limit=self.limit if limit is None else limit,
            sort=sort or self.sort,
            snippets=self.snippets if snippets is None else snippets,
            budget_ms=self.budget_ms,
        )


_KEYS = ("archive", "limit", "snippets", "sort", "match", "patience", "colour", "jobs", "pager", "theme")


def settings(archive: str | None = None) -> Settings:
    """The settings of this process; `archive` is what the flag named, if it did."""
    return resolve(os.environ, archive)


def resolve(environment: Mapping[str, str], archive: str | None = None) -> Settings:
    """The settings from a given environment, whose variables are MORGUE_ and the key in capitals."""
    said = _file(environment)
    for key in _KEYS:
        variable = environment.get(f"MORGUE_{key.upper()}")
        if variable:
            said[key] = variable
    pager = str(said.get("pager", environment.get("PAGER") or _DEFAULT_PAGER))
    named = archive or said.get("archive")
    return Settings(
        archive=Location.parse(str(named)) if named else Location.of_folder(data_folder() / "archive"),
        limit=_number(said, "limit", 10, 0),
        snippets=_number(said, "snippets", 1, 0),
        sort=_choice(said, "sort", "relevance", SORTS),
        match=_choice(said, "match", "all", get_args(Match)),
        patience=_number(said, "patience", 2, 0),
        colour=_choice(said, "colour", "auto", get_args(Colour)),
        jobs=_number(said, "jobs", os.cpu_count() or 2, 1),
        pager=_words(pager),
        theme=str(said.get("theme", "")),
        keys=_table(said, "keys"),
    )


def browser(settings: Settings, outlets: Path | None = None) -> BrowserSettings:
    """The part of the settings that is the browser's, in its own terms; with the table of outlet names."""
    from morgue.tui.settings import THEMES
    from morgue.tui.settings import Settings as BrowserSettings

    theme = _choice({"theme": settings.theme}, "theme", "dark", THEMES) if settings.theme else None
    return BrowserSettings(theme=theme, keys=dict(settings.keys), outlets=outlets, remember=state_file(os.environ))


def state_file(environment: Mapping[str, str]) -> Path:
    """What the browser remembers of itself: beside $MORGUE_CONFIG where that is set, else in the per-user place."""
    if environment.get("MORGUE_CONFIG"):
        return Path(environment["MORGUE_CONFIG"]).with_name("browser.json")
    from platformdirs import user_state_path

    return user_state_path("morgue") / "browser.json"


def config_file(environment: Mapping[str, str]) -> Path:
    """Where the configuration file is looked for: $MORGUE_CONFIG, else the per-user place."""
    if environment.get("MORGUE_CONFIG"):
        return Path(environment["MORGUE_CONFIG"])
    from platformdirs import user_config_path

    return user_config_path("morgue") / "config.toml"


def outlets_file(environment: Mapping[str, str], archive: Location | None = None) -> Path | None:
    """The user's table of outlets: the archive's own, else the one beside the configuration file, else none."""
    from morgue.engines.opening import engine_of

    try:
        own = engine_of(archive).outlets_file(archive) if archive else None
    except ArchiveDamaged as error:
        from morgue.cli.diagnostics import warn

        warn(f"{error.what}: it is not used (mend it or remove it)")
        own = None
    users = config_file(environment).parent / "outlets.toml"
    return own or (users if users.is_file() else None)


def data_folder() -> Path:
    """The per-user folder for archives."""
    from platformdirs import user_data_path

    return user_data_path("morgue")


def _file(environment: Mapping[str, str]) -> dict[str, object]:
    path = config_file(environment)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if environment.get("MORGUE_CONFIG"):
            raise ConfigError(f"there is no file {path}", "named by $MORGUE_CONFIG") from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}", "mend it or move it away") from error
    return _parsed(text, path)


def _parsed(text: str, path: Path) -> dict[str, object]:
    """The settings of a configuration file; ConfigError for what is no TOML and for a setting that is not known."""
    import tomllib

    try:
        said: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}", "mend that line") from error
    for key in said:
        if key not in (*_KEYS, "keys"):
            raise ConfigError(f'unknown setting "{key}" in {path}', f"there are {', '.join(_KEYS)}, [keys]")
    return said


def _number(said: Mapping[str, object], key: str, default: int, least: int) -> int:
    value = said.get(key, default)
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if number < least:
        raise ConfigError(f'setting {key} is "{value}"', f"a whole number from {least} is needed")
    return number


def _choice(said: Mapping[str, object], key: str, default: Chosen, choices: tuple[Chosen, ...]) -> Chosen:
    value = said.get(key, default)
    for choice in choices:
        if choice == value:
            return choice
    raise ConfigError(f'setting {key} is "{value}"', f"one of {', '.join(choices)}")


def _table(said: Mapping[str, object], key: str) -> tuple[tuple[str, str], ...]:
    value = said.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ConfigError(f"setting {key} is not a table of texts", '[keys], then lines like "hits.open" = "enter,l"')
    return tuple(value.items())


def _words(command: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(command))
    except ValueError:
        raise ConfigError(f'the pager "{command}" cannot be read', "quotes must be closed") from None
