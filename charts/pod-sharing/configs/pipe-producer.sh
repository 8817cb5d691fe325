#!/bin/sh
# Writes a line each interval into the pipe; waits until somebody reads it, and ends when nobody does any more.
set -eu
trap 'exit 0' TERM
exec >"$PIPE"
while :; do
  printf 'Main app (%s) says: %s\n' "$APP_NAME" "$(date -u '+%Y-%m-%d %H:%M:%S')"
  # A signal ends `wait` at once, but not a program in the foreground.
  sleep "$INTERVAL" &
  wait $!
done
