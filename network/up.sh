#!/usr/bin/env bash
# Starts the network, unless it runs already, and waits until it is ready.
#
#   --enterprises N        enterprises (3), named enterprise-a, enterprise-b, …
#   --participants N       certificates of participants p1 … pN for each enterprise (2)
#   --embedded             the embedded network: one process, nothing to install (default where Fabric is not found)
#   --fabric               real Hyperledger Fabric and Kubo
#   --separate-chaincode   each enterprise's chaincode in a process of its own
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

kind=embedded
wait=yes
extra=()
while [ $# -gt 0 ]; do
  case $1 in
    --enterprises) ENTERPRISES=${2:?--enterprises needs a number}; shift 2 ;;
    --participants) PARTICIPANTS=${2:?--participants needs a number}; shift 2 ;;
    --embedded) kind=embedded; shift ;;
    --fabric) kind=fabric; shift ;;
    --separate-chaincode) extra+=(--separate-chaincode); shift ;;
    --no-wait) wait=no; shift ;;
    -h | --help) usage "$0"; exit 0 ;;
    *) die 2 "up does not know the option '$1'. See: network/up.sh --help" ;;
  esac
done
for number in "$ENTERPRISES" "$PARTICIPANTS"; do
  case $number in '' | *[!0-9]* | 0*) die 2 "Enterprises and participants must be numbers from 1. Provided value: $number" ;; esac
done
[ "$ENTERPRISES" -le 26 ] || die 2 "At most 26 enterprises fit into one embedded network. Provided value: $ENTERPRISES"
if [ "$kind" = fabric ]; then
  die 2 "This version runs on the embedded network only; real Hyperledger Fabric comes with a later one. Leave --fabric out."
fi
network/build.sh
need_java

pid=$(network_pid)
if [ -n "$pid" ]; then
  say "The network runs already (process $pid, $NETWORK_STATE)."
  exit 0
fi
mkdir -p "$STATE/logs" "$NETWORK_STATE"
rm -f "$NETWORK_STATE/ready.json"
mapfile -t flags < <(java_flags network)
nohup "$JAVA" "${flags[@]}" -Xmx1g -jar embedded-network/target/embedded-network.jar run \
  --state "$NETWORK_STATE" --enterprises "$ENTERPRISES" --users "$PARTICIPANTS" --base-port "$BASE_PORT" \
  ${extra[@]+"${extra[@]}"} >>"$STATE/logs/network.log" 2>&1 </dev/null &
printf '%s\n' $! >"$NETWORK_STATE/network.pid"
[ "$wait" = yes ] || exit 0
network/await.sh
say "The embedded network is up: $ENTERPRISES enterprises, channel federation ($NETWORK_STATE)."
