#!/bin/sh
# The line of the postStart hook.
set -eu
printf 'postStart says: the main container was started at %s\n' "$(date -u '+%Y-%m-%d %H:%M:%S')" >"$PARTS/new-post-start"
mv "$PARTS/new-post-start" "$PARTS/3-post-start"
