#!/bin/sh
# Writes the hostfile of mpirun as soon as all workers let this user in; ends with 1 where they never do.
#   KEY, STATE    as trust.sh wants them
#   HOSTS         file with a name a line, and behind it what else mpirun shall know; a name may stand for many workers
#   WORKERS       how many workers there shall be
#   HOSTFILE      file to write: an address a line, and behind it the same
#   SSH_CONFIG    settings for ssh
#   TRIES, PAUSE  how often to ask, and the seconds in between
set -eu

# What the names stand for now: the Service leaves out who is not ready.
addresses() {
  while read -r name rest; do
    getent ahosts "$name" | awk -v rest="$rest" '!known[$1]++ { print $1, rest }'
  done <"$HOSTS"
}

# Those that do not only listen.
answering() {
  addresses | while read -r address rest; do
    if ssh -n -F "$SSH_CONFIG" "$address" true; then
      echo "$address $rest"
    fi
  done
}

sh "${0%/*}/trust.sh"
try=1
while answering >"$HOSTFILE"; do
  there=$(awk 'END { print NR }' "$HOSTFILE")
  echo "$there of $WORKERS workers answer"
  [ "$there" -lt "$WORKERS" ] || exit 0
  [ "$try" -lt "$TRIES" ] || exit 1
  try=$((try + 1))
  sleep "$PAUSE"
done
