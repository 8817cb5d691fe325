#!/bin/sh
# Tells the database of Tango about a device and its properties. Told again, it overwrites: each start may do it.
# usage: register.sh SERVER/INSTANCE CLASS DEVICE [PROPERTY VALUE]...
set -eu

if [ "$#" -lt 3 ] || [ $((($# - 3) % 2)) -ne 0 ]; then
    echo "usage: register.sh SERVER/INSTANCE CLASS DEVICE [PROPERTY VALUE]..." >&2
    exit 2
fi

device=$3
tango_admin --add-server "$1" "$2" "$device"
shift 3
while [ "$#" -gt 0 ]; do
    tango_admin --add-property "$device" "$1" "$2"
    shift 2
done
echo "$device is known to $TANGO_HOST"
