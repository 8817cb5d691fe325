# The sum of what the processes found, in lines such as `rank 0 of 4 on worker-0: 0.7853`; ends with 1 unless each said it once.
/^rank [0-9]+ of [0-9]+ on [^ ]+: / {
  ranks += !said[$2]++
  lines++
  size = $4
  total += $NF
}
END {
  if (!size || ranks != size || lines != size) {
    printf "%d lines of %d processes, and there are %d\n", lines, ranks, size >"/dev/stderr"
    exit 1
  }
  printf "%d processes found %.9f\n", size, total
}
