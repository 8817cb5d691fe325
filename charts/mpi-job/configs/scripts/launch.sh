#!/bin/sh
# Has the work done, shows what each process said, and adds it up; ends as mpirun does where that fails.
#   STATE  a folder of this Pod; the rest is as mpirun.sh wants it
set -eu
code=0
sh "${0%/*}/mpirun.sh" "$@" >"$STATE/parts" || code=$?
cat "$STATE/parts"
[ "$code" -eq 0 ] || exit "$code"
exec awk -f "${0%/*}/total.awk" "$STATE/parts"
