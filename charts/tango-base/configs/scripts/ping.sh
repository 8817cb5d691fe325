#!/bin/sh
# Asks a device whether it is there, TRIES times at most and PAUSE seconds apart.
# usage: ping.sh DEVICE
set -eu

device=$1
tries=${TRIES:-10}
pause=${PAUSE:-3}

attempt=1
until tango_admin --ping-device "$device"; do
    if [ "$attempt" -ge "$tries" ]; then
        echo "$device: no answer in $attempt attempts" >&2
        exit 1
    fi
    attempt=$((attempt + 1))
    sleep "$pause"
done
echo "$device: answers at attempt $attempt"
