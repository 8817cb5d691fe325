#!/bin/sh
# The job has one key, for everybody in it: who has it may log in, and who shows it is a host of this job.
#   KEY    the private key
#   STATE  a folder of this Pod, in which authorized_keys and known_hosts are made
set -eu
umask 077
public=$(ssh-keygen -y -f "$KEY")
echo "$public" >"$STATE/authorized_keys"
echo "* $public" >"$STATE/known_hosts"
