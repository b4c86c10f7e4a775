"""The sample that comes with the program: invented news of an invented town, in every format that Morgue reads."""

from pathlib import Path


def sample_path() -> Path:
    """The folder of the sample's news, to be read like any other; its `trouble/` has a file of each kind of fault."""
    return Path(__file__).parent / "news"
