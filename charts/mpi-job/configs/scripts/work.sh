#!/bin/sh
# The share of one process of pi, the area below 4 / (1 + x * x) from 0 to 1: of so many strips each `size`-th is its own.
# Open MPI tells each process its rank and how many there are.
set -eu
part=$(awk -v strips="$1" -v rank="$OMPI_COMM_WORLD_RANK" -v size="$OMPI_COMM_WORLD_SIZE" 'BEGIN {
  for (strip = rank; strip < strips; strip += size) {
    x = (strip + 0.5) / strips
    area += 4 / (1 + x * x)
  }
  printf "%.12f", area / strips
}')
echo "rank $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE on $(hostname): $part"
