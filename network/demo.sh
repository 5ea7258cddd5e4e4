#!/usr/bin/env bash
# Trains a model together: builds, starts a network, enrols, trains, and reports. --help lists the options.
#
# A demo replaces the network and the ledger that the last demo started; a network that was started with "up" is used
# as it is.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh
command_started_millis=$(date +%s%3N)

enterprises=$ENTERPRISES
participants=$PARTICIPANTS
previous=
bft=()
options=()
for argument in "$@"; do
  case $argument in
    -h | --help)
      network/build.sh
      exec bin/fedfabric demo --help
      ;;
    --embedded | --fabric) NETWORK_KIND=${argument#--}; continue ;;
    --bft) bft=(--bft); continue ;;
    --enterprises=*) enterprises=${argument#*=} ;;
    --participants=*) participants=${argument#*=} ;;
  esac
  case $previous in
    --enterprises) enterprises=$argument ;;
    --participants) participants=$argument ;;
  esac
  previous=$argument
  options+=("$argument")
done
network/build.sh
build_millis=$(($(date +%s%3N) - command_started_millis))

previous_state=$STATE/previous
move_state() {
  local name
  for name in embedded fabric demo logs; do
    [ ! -e "$1/$name" ] || mv "$1/$name" "$2/"
  done
}

# leave CODE: end with that exit code; a demo that did not begin leaves everything as it was.
leave() {
  if [ "$started" = yes ] && [ "$1" -ne 0 ] && [ "$1" -ne 9 ]; then
    network/down.sh >/dev/null
  fi
  case $1 in
    2 | 3 | 6 | 7 | 8)
      # A disk that fills up while the demo runs is no reason to lose what it did.
      if { [ "$1" -ne 7 ] || [ "$started" = no ]; } && [ -n "$(ls -A "$previous_state" 2>/dev/null)" ] && [ -z "$(running_kind)" ]; then
        rm -rf "$STATE/embedded" "$STATE/fabric" "$STATE/demo" "$STATE/logs"
        move_state "$previous_state" "$STATE"
      fi
      ;;
    9) say "The network still runs. Stop it with: ./test-network.sh down" >&2 ;;
  esac
  rm -rf "$previous_state"
  exit "$1"
}

demo_network=$STATE/demo/started-network
# A driver that was killed leaves its trainers.
if [ -f "$demo_network" ] || [ -n "$(find "$STATE/demo" -maxdepth 1 -name '*.pid' -print -quit 2>/dev/null)" ]; then
  network/down.sh >/dev/null
fi
started=no
choose_kind
if [ -z "$(running_kind)" ]; then
  # The last demo's ledger goes only when this one has begun: a mistyped option or a missing file must not cost it.
  rm -rf "$previous_state"
  mkdir -p "$previous_state"
  move_state "$STATE" "$previous_state"
  network/up.sh --no-wait "--$NETWORK_KIND" ${bft[@]+"${bft[@]}"} --enterprises "$enterprises" --participants "$participants" || leave $?
  mkdir -p "$STATE/demo"
  touch "$demo_network"
  started=yes
fi
NETWORK_STATE=$STATE/$NETWORK_KIND
if [ "$NETWORK_KIND" = fabric ] && [ ! -f "$NETWORK_STATE/deployed" ]; then network/fabric/deploy.sh || leave $?; fi
# What a demo makes anew each time; what trainers must keep of earlier tasks stays.
rm -rf "$STATE/demo/data" "$STATE/demo/progress"

# In the background, so that a signal to this script reaches it here and both can be ended in order.
bin/fedfabric demo --network "$NETWORK_STATE" --work "$STATE/demo" --logs "$STATE/logs" \
  --command-started-millis "$command_started_millis" --build-millis "$build_millis" ${options[@]+"${options[@]}"} <&0 &
driver=$!
signal=0
trap 'signal=2; kill "$driver" 2>/dev/null || true' INT
trap 'signal=15; kill "$driver" 2>/dev/null || true' TERM HUP
code=0
wait "$driver" || code=$?
# A trapped signal ends the wait before the driver has ended its trainers.
while alive "$driver"; do
  code=0
  wait "$driver" || code=$?
done
[ "$signal" -eq 0 ] || code=$((128 + signal))
leave "$code"
