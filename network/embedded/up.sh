#!/usr/bin/env bash
# Starts the embedded network: one process with everything in it.
#
#   network/embedded/up.sh [--no-wait] [--separate-chaincode]      the rest is in network.env
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh
need_java

NETWORK_STATE=$STATE/embedded
wait=yes
extra=()
for option in "$@"; do
  case $option in
    --no-wait) wait=no ;;
    *) extra+=("$option") ;;
  esac
done
need_room
rm -f "$NETWORK_STATE/ready.json" "$NETWORK_STATE/network.pid"
mapfile -t flags < <(java_flags network)
# A shell stays beside the network to note how it ends; overwritten in place, so that a full disk cannot prevent it.
(
  trap '' HUP
  printf '== start %s\n' "$(date '+%F %T')"
  "$JAVA" "${flags[@]}" -Xmx1g -jar embedded-network/target/embedded-network.jar run \
    --state "$NETWORK_STATE" --enterprises "$ENTERPRISES" --users "$PARTICIPANTS" --base-port "$BASE_PORT" \
    ${extra[@]+"${extra[@]}"} &
  printf '%-8s %-3s\n' $! run >"$NETWORK_STATE/network.exit"
  printf '%s\n' $! >"$NETWORK_STATE/network.pid"
  code=0
  wait $! || code=$?
  printf '%-8s %-3s\n' $! "$code" 1<>"$NETWORK_STATE/network.exit"
) >>"$STATE/logs/network.log" 2>&1 </dev/null &
until [ -s "$NETWORK_STATE/network.pid" ]; do sleep 0.01; done
[ "$wait" = yes ] || exit 0
network/embedded/await.sh
say "The embedded network is up: $ENTERPRISES enterprises, channel federation ($NETWORK_STATE)."
