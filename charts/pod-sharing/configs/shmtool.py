"""System V shared memory, through the C library; see shmget(2), shmat(2) and shmctl(2)."""

import ctypes
import os

_PRIVATE, _CREATE, _REMOVE, _MODE = 0, 0o1000, 0, 0o600
_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
_LIBC.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_LIBC.shmat.restype = ctypes.c_void_p
_LIBC.shmctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]


def make(key: int, size: int) -> int:
    """The id of the segment under a key, made if it is not there, so that a second run finds the first one's.

    The first segment of an IPC namespace gets the id 0, which many tools take for none: one is made to use that up.
    """
    try:
        return find(key)
    except FileNotFoundError:
        spare = _checked(_LIBC.shmget(_PRIVATE, size, _CREATE | _MODE))
        made = _checked(_LIBC.shmget(key, size, _CREATE | _MODE))
        remove(spare)
        return made


def find(key: int) -> int:
    """The id of the segment under a key; FileNotFoundError as long as nobody has made it."""
    return _checked(_LIBC.shmget(key, 0, 0))


def attach(segment: int, size: int) -> "ctypes.Array[ctypes.c_char]":
    """The memory of a segment, in this process until it ends."""
    address = _LIBC.shmat(segment, None, 0)
    if address == ctypes.c_void_p(-1).value:
        _checked(-1)
    return (ctypes.c_char * size).from_address(address)


def remove(segment: int) -> None:
    """Nobody finds it any more; it is gone when the last process that has it ends."""
    _checked(_LIBC.shmctl(segment, _REMOVE, None))


def _checked(answer: int) -> int:
    if answer == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return answer
