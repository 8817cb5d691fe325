#!/bin/sh
# The last words of the main container.
set -eu
printf 'preStop says: the main container was told to end at %s\n' "$(date -u '+%Y-%m-%d %H:%M:%S')" >"$THE_END/last.txt"
