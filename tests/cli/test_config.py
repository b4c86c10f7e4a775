from __future__ import annotations

from pathlib import Path

import pytest

from morgue.cli.config import ConfigError, outlets_file, resolve
from morgue.core.location import Location


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def env(file: Path, **more: str) -> dict[str, str]:
    return {"MORGUE_CONFIG": str(file), **more}


def test_flag_before_environment_before_file(file: Path) -> None:
    file.write_text('archive = "/news"\nlimit = 25\nsort = "newest"\ncolour = "never"\n')
    said = resolve(env(file, MORGUE_LIMIT="7", MORGUE_ARCHIVE="/other"), "/flag")
    assert (str(said.archive), said.limit, said.sort, said.colour, said.snippets) == ("/flag", 7, "newest", "never", 1)
    assert resolve(env(file, MORGUE_ARCHIVE="/other")).archive == Location.of_folder(Path("/other"))
    assert resolve(env(file)).archive == Location.parse("/news")


def test_the_pager_is_words_not_a_shell_line(file: Path) -> None:
    file.write_text("pager = 'less -S \"a b\"'\n")
    assert resolve(env(file)).pager == ("less", "-S", "a b")
    file.write_text('pager = ""\n')
    assert resolve(env(file, PAGER="more")).pager == ()
    file.write_text("")
    assert resolve(env(file, PAGER="more")).pager == ("more",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("limit = \n", "not TOML"),
        ('colour = "pink"\n', 'colour is "pink"'),
        ("limit = -1\n", 'limit is "-1"'),
        ('limit = "ten"\n', 'limit is "ten"'),
        ("jobs = 0\n", "jobs"),
        ('colours = "auto"\n', 'unknown setting "colours"'),
        ("pager = '\"'\n", "pager"),
    ],
)
def test_what_cannot_be_is_an_error(file: Path, text: str, says: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError, match=says):
        resolve(env(file))


def test_a_file_that_was_named_must_be_there(file: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        resolve(env(file))


def test_the_users_outlets_lie_in_the_archive_or_beside_the_configuration(file: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    assert outlets_file(env(file), Location.of_folder(archive)) is None
    (tmp_path / "outlets.toml").touch()
    assert outlets_file(env(file), Location.of_folder(archive)) == tmp_path / "outlets.toml"
    (archive / "outlets.toml").touch()
    assert outlets_file(env(file), Location.of_folder(archive)) == archive / "outlets.toml"
    assert outlets_file(env(file)) == tmp_path / "outlets.toml"
