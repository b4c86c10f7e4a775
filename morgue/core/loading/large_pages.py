"""Has a process that answers one question make its arrays in large pages, and in memory that it has used already."""

from __future__ import annotations

import mmap

#: Parameters of glibc's `mallopt` (malloc.h): when memory at the end of the heap is given back, how much is asked for
#: at once, from which size on a piece is mapped by itself (32 MB at most), and how many heaps there are.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
#: What is asked for at once: the arrays of a question over a million articles. It takes no memory until it is written.
_HEAP = 64 << 20
_LARGEST = 32 << 20
_PAGE = 2 << 20


def use_large_pages() -> None:
    """Nothing where the C library is another than glibc or the system has no large pages.

    A question over a million articles makes some sixty arrays of 1 to 8 MB. By itself glibc maps each anew and gives it
    back, so that every 4 KB of it are a fault and a page to clear. In large pages of one heap, 21,000 faults are 6,000.
    """
    try:
        import ctypes

        libc = ctypes.CDLL(None)
        libc.mallopt, libc.sbrk, libc.malloc, libc.madvise  # noqa: B018 -- AttributeError where there are none
        huge = mmap.MADV_HUGEPAGE
    except (ImportError, OSError, AttributeError, TypeError):
        return
    libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
    for parameter, value in (
        (_MMAP_THRESHOLD, _LARGEST),
        (_TRIM_THRESHOLD, 2 * _HEAP),
        (_TOP_PAD, _HEAP),
        (_ARENA_MAX, 1),
    ):
        libc.mallopt(parameter, value)
    start = -(-libc.sbrk(0) // _PAGE) * _PAGE
    libc.free(ctypes.c_void_p(libc.malloc(_PAGE)))  # the heap grows, by this and _TOP_PAD
    size = libc.sbrk(0) - start
    if size > 0:  # there is room for more
        libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), huge)
