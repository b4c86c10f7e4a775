"""Declares the errors: each says what is wrong, where, and what to do about it."""


class MorgueError(Exception):
    """Something a person can mend. `what` is one line without a full stop; `hint` says what to do, or is empty."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what} ({hint})" if hint else what)
        self.what = what
        self.hint = hint


class ArchiveError(MorgueError):
    """The archive cannot be used as asked."""


class ArchiveMissing(ArchiveError):
    """There is no archive at that place."""


class ArchiveLocked(ArchiveError):
    """Another process is writing to the archive."""


class ArchiveTooNew(ArchiveError):
    """A newer version of the program wrote the archive."""


class ArchiveTooOld(ArchiveError):
    """An earlier version of the program wrote the archive; its terms or columns are not those of this version."""


class ArchiveDamaged(ArchiveError):
    """A file of the archive is not what was written; `what` names the file."""


class SourceError(MorgueError):
    """A path named by the user cannot be read at all."""
