#!/bin/sh
# The first line of the page.
set -eu
mkdir -p "$PARTS"
printf 'Init says: %s\n' "$GREETING" >"$PARTS/new-init"
mv "$PARTS/new-init" "$PARTS/1-init"
