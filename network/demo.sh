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
for argument in "$@"; do
  case $argument in
    -h | --help)
      network/build.sh
      exec bin/fedfabric demo --help
      ;;
    --fabric) die 2 "This version runs on the embedded network only; real Hyperledger Fabric comes with a later one. Leave --fabric out." ;;
    --enterprises=*) enterprises=${argument#*=} ;;
    --participants=*) participants=${argument#*=} ;;
  esac
  case $previous in
    --enterprises) enterprises=$argument ;;
    --participants) participants=$argument ;;
  esac
  previous=$argument
done
network/build.sh
build_millis=$(($(date +%s%3N) - command_started_millis))

demo_network=$STATE/demo/started-network
if [ -n "$(network_pid)" ] && [ -f "$demo_network" ]; then
  network/down.sh >/dev/null
fi
if [ -z "$(network_pid)" ]; then
  rm -rf "$NETWORK_STATE" "$STATE/demo" "$STATE/logs"
  mkdir -p "$STATE/demo"
  network/up.sh --no-wait --enterprises "$enterprises" --participants "$participants"
  touch "$demo_network"
fi
exec bin/fedfabric demo --network "$NETWORK_STATE" --work "$STATE/demo" --logs "$STATE/logs" \
  --command-started-millis "$command_started_millis" --build-millis "$build_millis" "$@"
