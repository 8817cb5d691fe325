#!/bin/sh
# What the Pod was given: two variables and a file.
set -eu
printf '%s %s\n' "$SPECIAL_LEVEL" "$SPECIAL_TYPE"
cat "$EXAMPLE"
