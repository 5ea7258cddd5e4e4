# shellcheck shell=bash
# The real network with the last enterprise in a network namespace of its own. Two namespaces, one with that enterprise and
# one with everything else, each have an end of a cable in a third, whose bridge joins them. Taking the bridge down is pulling
# the plug of a switch: packets vanish, nobody is told, addresses and routes stay.
# shellcheck source=scripts/chaos.d/fabric.sh
source scripts/chaos.d/fabric.sh

VICTIMS=(partition partition-orderer)
PARTITION_SECONDS=60

REST_ADDRESS=10.77.0.1
APART_ADDRESS=10.77.0.2
# Of the orderer of the enterprise that is apart: it moves between the two.
ORDERER_ADDRESS=10.77.0.3

namespace() { printf 'chaos-%s-%s' "$CHAOS_NAMESPACES" "$1"; }

# arrange ARGUMENTS: make the namespaces and go on inside the one of the rest.
arrange() {
  local code=0
  apart=${ENTERPRISE_NAMES[-1]}
  if [ -z "${CHAOS_NAMESPACES:-}" ]; then
    export CHAOS_NAMESPACES=$$
    trap remove_namespaces EXIT
    make_namespaces || die 1 "Network namespaces cannot be made here: it takes root and the ip command. scripts/chaos --network fabric needs none."
    ip netns exec "$(namespace rest)" scripts/chaos "$@" || code=$?
    exit "$code"
  fi
  local own rest n=0
  for _ in "${ENTERPRISE_NAMES[@]}"; do
    n=$((n + 1))
    own=$REST_ADDRESS rest=$REST_ADDRESS
    if [ "$n" -eq ${#ENTERPRISE_NAMES[@]} ]; then own=$APART_ADDRESS rest=$ORDERER_ADDRESS; fi
    ADDRESSES="${ADDRESSES:-} $n=$own orderer-$n=$rest"
  done
  export ADDRESSES
  # The demo starts trainers with this command, the last enterprise's in its namespace.
  export FEDFABRIC_COMMAND=$ROOT/scripts/chaos.d/trainer CHAOS_APART=$apart CHAOS_NAMESPACE
  CHAOS_NAMESPACE=$(namespace apart)
}

make_namespaces() {
  local side
  for side in switch rest apart; do
    ip netns add "$(namespace "$side")" && ip -n "$(namespace "$side")" link set lo up || return 1
  done
  ip -n "$(namespace switch)" link add bridge type bridge && ip -n "$(namespace switch)" link set bridge up || return 1
  for side in rest apart; do
    ip -n "$(namespace switch)" link add "$side" type veth peer name cable netns "$(namespace "$side")" &&
      ip -n "$(namespace switch)" link set "$side" master bridge up &&
      ip -n "$(namespace "$side")" link set cable up || return 1
  done
  # The whole network begins on one side; prepare moves what belongs to the other.
  local address
  for address in "$REST_ADDRESS" "$APART_ADDRESS" "$ORDERER_ADDRESS"; do place "$address" rest || return 1; done
}

remove_namespaces() {
  local side
  for side in switch rest apart; do ip netns del "$(namespace "$side")" 2>/dev/null || true; done
}

# place ADDRESS SIDE: the address is on that side, and not on the other.
place() {
  local side
  for side in rest apart; do ip -n "$(namespace "$side")" address del "$1/24" dev cable 2>/dev/null || true; done
  ip -n "$(namespace "$2")" address add "$1/24" dev cable
}

# side PROCESS: where it belongs.
side() {
  case $1 in
    peer-"$apart" | chaincode-"$apart" | kubo-"$apart") printf 'apart' ;;
    orderer-${#ENTERPRISE_NAMES[@]}) printf '%s' "${orderer_side:-rest}" ;;
    *) printf 'rest' ;;
  esac
}

within() {
  local process=$1
  shift
  if [ "$(side "$process")" = apart ]; then ip netns exec "$(namespace apart)" "$@"; else "$@"; fi
}

# move ADDRESS SIDE PROCESS...: the processes that are reached there go on on that side.
move() {
  local address=$1 side=$2 process
  shift 2
  for process in "$@"; do stop "$(process_pid "$process")" "$process"; done
  place "$address" "$side"
  for process in "$@"; do restart "$process" || return 1; done
}

settle() {
  say "moving $apart into a namespace of its own"
  move "$APART_ADDRESS" apart "kubo-$apart" "peer-$apart" "chaincode-$apart" >>"$log" 2>&1 || die 1 "$apart cannot be moved. The log is $log."
}

before_run() {
  local wanted=rest
  [ "${1:-}" != partition-orderer ] || wanted=apart
  if [ "$wanted" != "${orderer_side:-rest}" ]; then
    orderer_side=$wanted
    move "$ORDERER_ADDRESS" "$wanted" "orderer-${#ENTERPRISE_NAMES[@]}" || return 1
  fi
}

# strike POINT VICTIM VERSION: wait for the point and cut the enterprise off.
strike() {
  wait_for "$POINT_SECONDS" "The start of the trainers" "$log" have_begun
  await_step any published-seen $(($3 - 1)) || return 1
  note_ledger
  await_point "$1" "$3" || return 1
  ip -n "$(namespace switch)" link set bridge down
  struck_millis=$(date +%s%3N)
  struck="$2 ($apart for $PARTITION_SECONDS s) at $1 of version $3"
}

mend() {
  whole=
  sleep "$PARTITION_SECONDS"
  ip -n "$(namespace switch)" link set bridge up
  caught_up "$apart" || return 1
  whole=$(($(date +%s%3N) - struck_millis))
}

