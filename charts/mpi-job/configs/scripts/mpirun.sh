#!/bin/sh
# Runs a command in each slot of each worker; arguments are further options of mpirun, and the command.
#   HOSTFILE    the workers: an address and slots=N a line
#   SSH_CONFIG  settings for ssh
set -eu
slots=$(awk '{ sub(/.*slots=/, ""); slots += $0 } END { print slots + 0 }' "$HOSTFILE")
exec mpirun --hostfile "$HOSTFILE" -np "$slots" --mca plm_rsh_agent "ssh -F $SSH_CONFIG" "$@"
