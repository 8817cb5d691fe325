#!/bin/sh
# Waits until each Pod has a name in the DNS, which those have that run on a node and are ready; ends with 1 where one never is.
# Arguments are their names, as Pods of the same namespace say them.
#   RESOLV_CONF   where the names of the namespace end
#   TRIES, PAUSE  how often to ask for all of them, and the seconds in between
set -eu

# The nslookup of busybox leaves a name with a dot as it is.
end=$(awk '$1 == "search" { print $2; exit }' "$RESOLV_CONF")

# The names among the arguments that nothing is known of, each behind a space.
unplaced() {
  for name in "$@"; do
    nslookup "$name.$end" >/dev/null 2>&1 || printf ' %s' "$name"
  done
}

for _ in $(seq "$TRIES"); do
  waiting=$(unplaced "$@")
  [ -n "$waiting" ] || exit 0
  echo "not placed:$waiting"
  sleep "$PAUSE"
done
exit 1
