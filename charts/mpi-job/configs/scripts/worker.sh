#!/bin/sh
# Lets the launcher in, until the Pod ends.
#   KEY, STATE   as trust.sh wants them
#   SSHD_CONFIG  settings for sshd
set -eu
sh "${0%/*}/trust.sh"
# In the image sshd may carry a capability, for ports below 1024; a container that has dropped all cannot execute it.
# A copy carries none.
cp "$(command -v sshd)" "$STATE/sshd"
exec "$STATE/sshd" -D -e -f "$SSHD_CONFIG"
