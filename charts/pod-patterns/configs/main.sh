#!/bin/sh
# The application: a line when it starts, and its newest line each interval. A file is moved into its place, so nobody reads half of it.
set -eu
trap 'exit 0' TERM

say() {
  printf 'Main app says: %s\n' "$2 $(date -u '+%Y-%m-%d %H:%M:%S')" >"$PARTS/new-main"
  mv "$PARTS/new-main" "$PARTS/$1"
  cat "$PARTS/$1"
}

say 2-main-first 'started at'
while :; do
  say 5-main-newest 'still here at'
  # A signal ends `wait` at once, but not a program in the foreground.
  sleep "$INTERVAL" &
  wait $!
done
