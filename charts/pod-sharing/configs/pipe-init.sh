#!/bin/sh
# Makes the pipe, and leaves one alone that is there from an earlier run.
set -eu
[ -p "$PIPE" ] || mkfifo "$PIPE"
