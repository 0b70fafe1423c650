#!/usr/bin/env bash
# Starts a Slurm cluster of three small nodes on this one machine, in a folder of its own: munged, slurmctld and a slurmd for
# each node, on loopback, without cgroups and accounting. Needs root and Debian's packages slurmctld, slurmd, slurm-client and munge.
#
#   start.sh FOLDER         starts it; then: export SLURM_CONF=FOLDER/slurm.conf
#   start.sh FOLDER stop    ends everything that was started
set -euo pipefail
folder=$(realpath -m "$1")

if [[ ${2:-} == stop ]]; then
  pids=$(cat "$folder"/slurmd-*.pid "$folder"/slurmctld.pid "$folder"/munged.pid 2>/dev/null || true)
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do
    # They still write while they end, and one that was killed by a test has no parent to ask.
    for _ in $(seq 100); do if [[ -d /proc/$pid && $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) != Z ]]; then sleep 0.1; fi; done
  done
  exit 0
fi

mkdir -p "$folder"/{state,spool,log}
chmod 700 "$folder"
head -c 1024 /dev/urandom >"$folder/munge.key"
chmod 600 "$folder/munge.key"
munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/log/munged.log" --seed-file="$folder/munge.seed"

# Ports from a random place, so that two clusters can stand side by side.
port=$((20000 + RANDOM % 20000))
host=$(hostname -s)
cat >"$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
CredType=cred/munge
SlurmctldPort=$port
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_min_interval=0,sched_interval=1,batch_sched_delay=0
# No node is taken for lost, and no job killed, because the machine is busy.
SlurmdTimeout=300
KillWait=60
# Two processors in all on the smallest machines: a node with one, so that a lost node takes one run with it.
NodeName=node[1-3] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 3))] CPUs=1 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
slurmctld -f "$SLURM_CONF"
for node in node1 node2 node3; do
  mkdir -p "$folder/spool/$node"
  slurmd -f "$SLURM_CONF" -N "$node"
done
for _ in $(seq 600); do
  if [[ $(sinfo --noheader --format=%T --Node 2>/dev/null | grep -c '^idle') == 3 ]]; then exit 0; fi
  sleep 0.2
done
echo "the nodes did not become idle; see $folder/log" >&2
exit 1
