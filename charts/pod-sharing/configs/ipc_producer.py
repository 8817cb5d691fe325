"""Writes a line each interval into a System V segment, which lives as long as the Pod."""

import os

import shmtool
from board import Board
from saying import end_when_told, lines

KEY, SIZE = int(os.environ["SHM_KEY"]), int(os.environ["SHM_SIZE"])

end_when_told()
board = Board(shmtool.attach(shmtool.make(KEY, SIZE), SIZE))
for line in lines(f"Main app ({os.environ['APP_NAME']})"):
    board.write(line)
