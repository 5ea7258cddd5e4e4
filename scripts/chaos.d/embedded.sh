# shellcheck shell=bash
# Faults of the embedded network: one process with orderer, peers and content stores; chaincodes inside or beside it.
# Every run has a network and a ledger of its own.

export NETWORK_KIND=embedded NETWORK_STATE=$STATE/embedded
POINTS=(trained sealed submitted closed computed block-write)
VICTIMS=(trainer aggregator chaincode network)

# Versions that follow the one that is disturbed.
LEFT=0

# possible POINT VICTIM: a block is written by the network alone.
possible() { [ "$1" != block-write ] || [ "$2" = network ]; }

arrange() { :; }
prepare() { network/build.sh; }

# begin_run VICTIM: an empty network, as the victim needs it.
begin_run() {
  separate=no
  case ${1:-} in
    chaincode) separate=yes ;;
    # Chaincodes in processes of their own end with their network and must be there again with it.
    network) pick no yes && separate=$picked ;;
  esac
  network/clean.sh >/dev/null
  start_network
}

task_name() { printf 'demo\n'; }

# start_network: bring the network up; the same options when it is started again.
start_network() {
  local options=(--embedded --enterprises ${#ENTERPRISE_NAMES[@]} --participants 1 --base-port "$BASE_PORT")
  [ "$separate" = no ] || options+=(--separate-chaincode)
  network/up.sh "${options[@]}" >>"$log" 2>&1
}

# chaincode_pid ENTERPRISE: the process of its chaincode.
chaincode_pid() {
  local child
  for child in $(pgrep -P "$(network_pid)"); do
    if tr '\0' '\n' <"/proc/$child/environ" | grep -qx "FEDFABRIC_ENTERPRISE=$1"; then
      printf '%s\n' "$child"
      return 0
    fi
  done
  return 1
}

endpoints() { grep -h -o '127.0.0.1:[0-9]*' "$NETWORK_STATE"/connection/*.yaml; }

# await_block_write PID: return with the network stopped (SIGSTOP) while a block is in its file that its height does not count.
await_block_write() {
  local pid=$1 blocks=$NETWORK_STATE/ledger/federation/blocks height=$NETWORK_STATE/ledger/federation/height
  local until=$((SECONDS + POINT_SECONDS))
  while [ "$SECONDS" -lt "$until" ] && alive "$demo"; do
    for _ in $(seq 2000); do
      if [ "$blocks" -nt "$height" ]; then
        kill -STOP "$pid"
        # Signals take a moment; written in the meantime, the block was acknowledged.
        sleep 0.01
        if [ "$blocks" -nt "$height" ]; then
          return 0
        fi
        kill -CONT "$pid"
      fi
    done
  done
  return 1
}

# strike POINT VICTIM VERSION: wait for the point and kill the victim there; says in $struck what was done.
strike() {
  local at=$1 whom=$2 version=$3 name
  declare -A pids=()
  wait_for "$POINT_SECONDS" "The start of the trainers" "$log" have_begun
  case $whom in
    chaincode) for name in "${ENTERPRISE_NAMES[@]}"; do pids[$name]=$(chaincode_pid "$name"); done ;;
    network) for name in "${ENTERPRISE_NAMES[@]}"; do pids[$name]=$(network_pid); done ;;
    *) for name in "${ENTERPRISE_NAMES[@]}"; do pids[$name]=$(cat "$STATE/demo/$name.pid"); done ;;
  esac
  case $at in
    block-write)
      await_step any training-started "$version" || return 1
      actor=enterprise-a
      await_block_write "${pids[$actor]}" || return 1
      ;;
    *) await_point "$at" "$version" "$whom" || return 1 ;;
  esac
  name=$actor
  case $at-$whom in
    closed-aggregator | closed-network | computed-aggregator | computed-network) ;;
    closed-* | computed-*) another "$actor"; name=$picked ;;
  esac
  kill -9 "${pids[$name]}"
  struck="$whom"
  [ "$whom" = network ] || struck="$whom of $name"
  struck="$struck at $at of version $version"
  case $whom in trainer | aggregator) struck="$struck$(too_late "$at" "$name" "$version")" ;; esac
}

# mend POINT VICTIM: start what was killed again, where nothing else does: the demo starts trainers again, the network
# its chaincodes.
mend() {
  local before
  [ "$2" = network ] || return 0
  before=$(endpoints)
  if [ "$1" = block-write ]; then
    truncate -s -5 "$NETWORK_STATE/ledger/federation/blocks"
  fi
  start_network || return 1
  if [ "$before" != "$(endpoints)" ]; then
    say "       the network must come back where its clients look for it: before $before, after $(endpoints)"
    return 1
  fi
}

# Clients and the ledger's file agree, or the task would not have ended: ManyVersionsIT and others look closer.
verify() { :; }

# Nothing is left broken, nobody is lost, and every machine can have all of it.
after_task() { :; }
lost_for_good() { false; }
deadline_for() { printf '%s' "$deadline"; }
cannot() { false; }
details() { :; }
release() { :; }
