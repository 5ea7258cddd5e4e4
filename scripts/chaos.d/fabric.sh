# shellcheck shell=bash
# Faults of the real network: Fabric's peers and orderers, Kubo, chaincodes, trainers, each a process of its own. All runs
# use one network, each run a task of its own: so what earlier faults left behind has to bear the later ones.
# shellcheck source=scripts/chaos.d/ledger.sh
source scripts/chaos.d/ledger.sh

export NETWORK_KIND=fabric
POINTS=(trained sealed submitted closed computed)
VICTIMS=(leader orderer gateway peer chaincode kubo trainer aggregator hung-kubo lost-kubo full-disk wrong-clock)

# Seconds after which whoever watches over the processes starts one again.
RESTART_SECONDS=5
# Versions that follow the one that is disturbed.
LEFT=1
# Seconds that a content store hangs; so many seconds a trainer's clock is behind.
HANG_SECONDS=30
CLOCK_SECONDS=300
# Megabytes that a peer's disk has left before it is filled: room for what it opens at its start.
SPARE_MB=64
# Seconds a version waits for a participant that never comes; as short as a loaded machine bears.
LOST_DEADLINE=60

possible() { :; }

# within PROCESS COMMAND...: run a command where that process runs.
within() { shift; "$@"; }

# lost_for_good VICTIM: a participant does not come back, so another model is to be expected.
lost_for_good() { case $1 in lost-kubo | wrong-clock) ;; *) return 1 ;; esac; }

deadline_for() { if lost_for_good "$1" && [ "$deadline" -gt "$LOST_DEADLINE" ]; then printf '%s' "$LOST_DEADLINE"; else printf '%s' "$deadline"; fi; }

# cannot VICTIM: why this machine cannot have that fault; fails if it can.
cannot() {
  case $1 in
    full-disk)
      [ "$(id -u)" -eq 0 ] || { printf 'only root can mount a small disk'; return 0; }
      mkdir -p "$out/probe"
      if mount -t tmpfs -o size=1m chaos "$out/probe" 2>/dev/null; then umount "$out/probe"; return 1; fi
      printf 'a small disk cannot be mounted here'
      ;;
    wrong-clock)
      faketime >/dev/null || { printf 'libfaketime is not installed'; return 0; }
      return 1
      ;;
    *) return 1 ;;
  esac
}

# faketime: where libfaketime is.
faketime() {
  local file
  for file in /usr/lib/*/faketime/libfaketime.so.1 /usr/lib/faketime/libfaketime.so.1; do
    if [ -f "$file" ]; then printf '%s\n' "$file"; return 0; fi
  done
  return 1
}

arrange() { :; }

prepare() {
  network/fabric/check.sh
  say "starting the real network (logs: $CHAOS_FOLDER/state/logs)"
  network/build.sh
  log=$out/network.log
  rm -f "$log"
  {
    network/up.sh --fabric --enterprises ${#ENTERPRISE_NAMES[@]} --participants 1 --base-port "$BASE_PORT" ${bft[@]+"${bft[@]}"} &&
      network/deploy.sh
  } >>"$log" 2>&1 || { tail -n 20 "$log" >&2; die 1 "The network did not start. The log is $log."; }
  # shellcheck source=network/fabric/lib.sh
  source network/fabric/lib.sh
  settle
}
# settle: what else is arranged once the network is up. before_run VICTIM: before each task.
settle() { :; }
before_run() { :; }

# begin_run VICTIM: whatever an earlier run that failed left dead is started.
begin_run() {
  local name
  known=()
  transactions=0
  struck_millis=
  note=
  clocks=
  target=
  for name in "$NETWORK_STATE"/pids/*.pid; do
    name=$(basename "$name" .pid)
    process_alive "$name" || restart "$name" >>"$log" 2>&1 || return 1
  done
  before_run "${1:-}" >>"$log" 2>&1 || return 1
  case ${1:-} in
    full-disk)
      pick "${ENTERPRISE_NAMES[@]}"
      target=peer-$picked
      small_disk "$target" >>"$log" 2>&1
      ;;
    wrong-clock)
      clocks=$out/clocks
      rm -rf "$clocks"
      mkdir -p "$clocks"
      for name in "${ENTERPRISE_NAMES[@]}"; do printf '+0\n' >"$clocks/$name"; done
      # The demo starts trainers with this command, which sets their clocks.
      CHAOS_CLOCKS=$clocks CHAOS_FAKETIME=$(faketime) FEDFABRIC_COMMAND=$ROOT/scripts/chaos.d/trainer
      export CHAOS_CLOCKS CHAOS_FAKETIME FEDFABRIC_COMMAND
      ;;
  esac
}

task_name() { printf 'chaos-%s\n' "$1"; }

# small_disk PEER: move its data to a disk of its own that is nearly full.
small_disk() {
  local data=$NETWORK_STATE/data/$1
  stop "$(process_pid "$1")" "$1"
  mv "$data" "$data.kept"
  mkdir "$data"
  mount -t tmpfs -o size=$(($(du -sm "$data.kept" | cut -f1) + SPARE_MB))m chaos "$data"
  cp -a "$data.kept/." "$data/"
  restart "$1"
}

# usual_disk PEER: the way back.
usual_disk() {
  local data=$NETWORK_STATE/data/$1
  stop "$(process_pid "$1")" "$1"
  rm -rf "$data.kept"
  cp -a "$data" "$data.kept"
  umount "$data"
  rmdir "$data"
  mv "$data.kept" "$data"
  restart "$1"
}

# restart PROCESS: as whoever watches over it would; returns when it answers.
restart() {
  case $1 in
    orderer-*) within "$1" network/fabric/orderers.sh "$1" ;;
    peer-*) within "$1" network/fabric/peers.sh "${1#*-}" ;;
    chaincode-*) within "$1" network/fabric/chaincode.sh "${1#*-}" ;;
    kubo-*) within "$1" network/fabric/kubo.sh "${1#*-}" ;;
  esac
}

# leader: the orderer that leads the channel.
leader() {
  local n name owner enterprise tls figure=consensus_etcdraft_is_leader
  [ "$(cat "$NETWORK_STATE/consensus")" = raft ] || figure=consensus_BFT_is_leader
  while read -r n name owner; do
    enterprise=$(name_of "$owner")
    tls=$(orderer_org "$enterprise")/orderers/$name.orderers.$enterprise/tls
    if [ "$(metric "$name" "$(port "$n" "$ORDERER_OPERATIONS_PORT")" "$tls" "$figure")" = 1 ]; then
      printf '%s\n' "$name"
      return 0
    fi
  done < <(orderers)
  return 1
}

# choose_target POINT VICTIM: leave the name of the process in $target, now that $actor has reached the point.
choose_target() {
  local others
  case $2 in
    leader) target=$leading ;;
    orderer)
      mapfile -t others < <(orderers | awk -v leader="$leading" '$2 != leader {print $2}')
      pick "${others[@]}"
      target=$picked
      ;;
    gateway) target=peer-$actor ;;
    peer) another "$actor"; target=peer-$picked ;;
    chaincode | kubo) target=$2-$actor ;;
    hung-kubo | lost-kubo) target=kubo-$actor ;;
    # The small disk was mounted before the task began.
    full-disk) ;;
    aggregator | wrong-clock) target=$actor ;;
    trainer)
      target=$actor
      case $1 in closed | computed) another "$actor"; target=$picked ;; esac
      ;;
  esac
}

# strike POINT VICTIM VERSION: wait for the point and do the harm there; says in $struck what was done.
strike() {
  local at=$1 whom=$2 version=$3
  wait_for "$POINT_SECONDS" "The start of the trainers" "$log" have_begun
  # Asking takes longer than a point lasts: who leads, and what the ledger holds, is asked a version before.
  await_step any published-seen $((version - 1)) || return 1
  leading=$(leader) || return 1
  note_ledger
  await_point "$at" "$version" "$whom" || return 1
  choose_target "$at" "$whom"
  struck_millis=$(date +%s%3N)
  case $whom in
    trainer | aggregator) kill -9 "$(cat "$STATE/demo/$target.pid")" ;;
    hung-kubo | lost-kubo) kill -STOP "$(process_pid "$target")" ;;
    full-disk) dd if=/dev/zero of="$NETWORK_STATE/data/$target/filler" bs=64k >>"$log" 2>&1 || true ;;
    wrong-clock) printf -- '-%s\n' "$CLOCK_SECONDS" >"$clocks/$target" ;;
    *) kill -9 "$(process_pid "$target")" ;;
  esac
  struck="$whom ($target) at $at of version $version"
  case $whom in trainer | aggregator) struck="$struck$(too_late "$at" "$target" "$version")" ;; esac
}

# mend POINT VICTIM: what an operator, or whoever watches over the processes, does. The demo starts trainers again.
mend() {
  whole=
  case $2 in
    trainer | aggregator | lost-kubo | wrong-clock) return 0 ;;
    hung-kubo) sleep "$HANG_SECONDS"; kill -CONT "$(process_pid "$target")" ;;
    full-disk)
      # A block may be long in coming.
      for _ in $(seq 300); do
        process_alive "$target" || break
        sleep 0.1
      done
      note="went on"
      process_alive "$target" || note="ended by itself"
      sleep "$RESTART_SECONDS"
      rm "$NETWORK_STATE/data/$target/filler"
      restart "$target"
      ;;
    *) sleep "$RESTART_SECONDS"; restart "$target" ;;
  esac >>"$log" 2>&1 || return 1
  case $target in peer-*) caught_up "${target#*-}" || return 1 ;; esac
  whole=$(($(date +%s%3N) - struck_millis))
}

# caught_up ENTERPRISE: its peer has the blocks that the others had when it came back.
caught_up() {
  local goal
  goal=$(highest)
  for _ in $(seq 600); do
    if [ "$(height "$1")" -ge "$goal" ]; then return 0; fi
    sleep 0.1
  done
  return 1
}

# after_task VICTIM: what was left broken while the task lasted is put right.
after_task() {
  case $1 in
    lost-kubo) kill -CONT "$(process_pid "$target")" ;;
    wrong-clock)
      note="said: $(clock_words)"
      unset FEDFABRIC_COMMAND
      ;;
    full-disk) usual_disk "$target" ;;
  esac >>"$log" 2>&1
}

# clock_words: what the trainer whose clock is wrong says of it.
clock_words() { grep -i -h clock "$STATE/logs/$target.log" | tail -n 1 | sed 's/^[0-9: .-]*//' | cut -c1-240; }

verify() {
  case $1 in
    wrong-clock) [ -n "$(clock_words)" ] || { say "       the trainer whose clock is wrong must say so"; return 1; } ;;
  esac
  nothing_lost
}

# release: nothing stays mounted.
release() {
  local data
  for data in "$STATE"/fabric/data/peer-*; do
    if mountpoint -q "$data" 2>/dev/null; then umount "$data"; fi
  done
}

# details: what the line of a run says beside its result.
details() {
  [ -n "$struck_millis" ] || return 0
  printf '; next version after %s' "$(first_after "$struck_millis" '"step":"advanced"')"
  [ -z "$whole" ] || printf ', running again and caught up after %d.%d s' $((whole / 1000)) $((whole % 1000 / 100))
  [ -z "$note" ] || printf '; it %s' "$note"
  printf '; %d transactions checked' "$transactions"
}
