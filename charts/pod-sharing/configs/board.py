"""A place in memory that holds one numbered line. Who reads it never sees half of one."""

import mmap
import struct
import time
from collections.abc import Iterator
from ctypes import Array, c_char

from saying import INTERVAL

_NUMBER = struct.Struct("=Q")


class Board:
    """The line begins behind its number, which is odd as long as the line is being written, and 0 before the first."""

    def __init__(self, memory: "mmap.mmap | Array[c_char]") -> None:
        self._memory = memory
        self._text = struct.Struct(f"={len(memory) - _NUMBER.size}s")

    def write(self, line: str) -> None:
        """Puts a line in the place of the one before; what is too long is cut."""
        number = self._number() | 1  # odd already, where a writer was stopped in the middle
        _NUMBER.pack_into(self._memory, 0, number)
        self._text.pack_into(self._memory, _NUMBER.size, line.encode())
        _NUMBER.pack_into(self._memory, 0, number + 1)

    def follow(self) -> Iterator[str]:
        """Each line that is there when somebody looks, ten times an interval, for ever."""
        last = 0
        while True:
            number = self._number()
            (text,) = self._text.unpack_from(self._memory, _NUMBER.size)
            if number not in (0, last) and number % 2 == 0 and number == self._number():
                last = number
                yield text.rstrip(b"\0").decode(errors="replace")
            time.sleep(INTERVAL / 10)

    def _number(self) -> int:
        (number,) = _NUMBER.unpack_from(self._memory)
        return int(number)
