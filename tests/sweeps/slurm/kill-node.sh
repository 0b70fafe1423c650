#!/usr/bin/env bash
# Ends a node of start.sh's cluster as a power cut would: its slurmd, the keepers of its jobs and the jobs themselves, with
# SIGKILL and without a word to anybody.   kill-node.sh FOLDER NODE
set -euo pipefail
folder=$(realpath "$1")
node=$2
jobs=()
keepers=()
for environ in /proc/[0-9]*/environ; do
  pid=${environ//[^0-9]/}
  if tr '\0' '\n' 2>/dev/null <"$environ" | grep -qx "SLURMD_NODENAME=$node" &&
    tr '\0' '\n' 2>/dev/null <"$environ" | grep -qx "SLURM_CONF=$folder/slurm.conf"; then
    jobs+=("$pid")
    parent=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
    if [[ -n $parent && $(cat "/proc/$parent/comm" 2>/dev/null) == slurmstepd ]]; then keepers+=("$parent"); fi
  fi
done
# The keepers first: they would report that their job was killed, which is no lost node.
kill -KILL "$(cat "$folder/slurmd-$node.pid")" ${keepers[@]+"${keepers[@]}"}
if ((${#jobs[@]})); then kill -KILL "${jobs[@]}" 2>/dev/null || true; fi
echo "killed $node with ${#keepers[@]} job(s)"
