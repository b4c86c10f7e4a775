"""Holds the stories of an archive as columns over its documents, which searches read. Pure values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class StoryColumns:
    """Stories over n documents (global numbers) and s stories (ordinals 0..s-1, valid for one generation only).

    story     int32[n], the document's story; -1 for a removed document
    role      uint8[n], index into `morgue.core.article.ROLES`
    of        int32[n], the document it derives from; -1 for an original
    kept      float32[n], share (0 to 1) of the text of `of` that survives in it; nan for an original
    founder   int32[s], the document whose article id is the story's id; -1 when that one is no longer a member
    articles, copies (copy or excerpt), versions, outlets   int32[s]; of a reader perhaps uint8 or uint16
    names     ids of the stories whose founder is -1, by ordinal
    aliases   other ids that still lead to a story: those of stories that merged into it
    """

    story: Ints
    role: NDArray[np.uint8]
    of: Ints
    kept: NDArray[np.float32]
    founder: Ints
    articles: Ints
    copies: Ints
    versions: Ints
    outlets: Ints
    names: dict[int, str] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)

    def id_of(self, story: int, article_id: Callable[[int], str]) -> str:
        """A story's id; `article_id` gives the id of a document."""
        founder = int(self.founder[story])
        return article_id(founder) if founder >= 0 else self.names[story]

    def find(self, id: str, document: Callable[[str], int | None]) -> int | None:
        """The ordinal of the story with this id, once had this id, or with this article as a member.

        `document` gives the number of the live document with an article id. An id that names a story and an article
        of another (its founder left in a split) means the story.
        """
        for ordinal, name in self.names.items():
            if name == id:
                return ordinal
        doc = document(id)
        if doc is not None and self.founder[self.story[doc]] == doc:
            return int(self.story[doc])
        if id in self.aliases:
            return self.aliases[id]
        return None if doc is None else int(self.story[doc])

    def members(self, story: int) -> Ints:
        """Documents of one story, ascending, int32[articles[story]]; looks through all n."""
        return np.flatnonzero(self.story == story).astype(np.int32)

    def grown(self, size: int) -> StoryColumns:
        """The columns with room for `size` documents; the new ones are in no story yet."""
        more = size - len(self.story)
        return replace(
            self,
            story=np.concatenate([self.story, np.full(more, -1, np.int32)]),
            role=np.concatenate([self.role, np.zeros(more, np.uint8)]),
            of=np.concatenate([self.of, np.full(more, -1, np.int32)]),
            kept=np.concatenate([self.kept, np.full(more, np.nan, np.float32)]),
        )


def no_stories() -> StoryColumns:
    """The columns of an empty archive."""
    none = np.empty(0, np.int32)
    return StoryColumns(none, np.empty(0, np.uint8), none, np.empty(0, np.float32), none, none, none, none, none)
