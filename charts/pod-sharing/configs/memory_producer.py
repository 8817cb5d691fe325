"""Writes a line each interval into a file on /dev/shm, which is shared memory for all who map it."""

import mmap
import os

from board import Board
from saying import end_when_told, lines

end_when_told()
# Never cut: a consumer that has mapped it would be killed when it reads behind the end.
with open(os.environ["SHM_FILE"], "a+b") as file:  # noqa: PTH123 (a descriptor is what is wanted)
    file.truncate(mmap.PAGESIZE)
    board = Board(mmap.mmap(file.fileno(), mmap.PAGESIZE))
for line in lines("Producers"):
    board.write(line)
