#!/usr/bin/env bash
# Starts the network, unless it runs already, and waits until it is ready.
#
#   --enterprises N        enterprises (3), named enterprise-a, enterprise-b, …
#   --participants N       certificates of participants p1 … pN for each enterprise (2)
#   --base-port P          first TCP port; enterprise i takes P+10i+1 … P+10i+5 (0: free ones, the same at every start)
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
    --enterprises | --participants | --base-port)
      [ $# -ge 2 ] || die 2 "$1 needs a number, for example: $1 3"
      case $1 in
        --enterprises) ENTERPRISES=$2 ;;
        --participants) PARTICIPANTS=$2 ;;
        *) BASE_PORT=$2 ;;
      esac
      shift 2
      ;;
    --enterprises=*) ENTERPRISES=${1#*=}; shift ;;
    --participants=*) PARTICIPANTS=${1#*=}; shift ;;
    --base-port=*) BASE_PORT=${1#*=}; shift ;;
    --embedded) kind=embedded; shift ;;
    --fabric) kind=fabric; shift ;;
    --separate-chaincode) extra+=(--separate-chaincode); shift ;;
    --no-wait) wait=no; shift ;;
    -h | --help) usage "$0"; exit 0 ;;
    *) die 2 "up does not know the option '$1'. See: network/up.sh --help" ;;
  esac
done
for number in "$ENTERPRISES" "$PARTICIPANTS"; do
  case $number in '' | *[!0-9]* | 0* | ?????*) die 2 "Enterprises and participants must be numbers from 1 to 1000. Provided value: $number" ;; esac
done
[ "$PARTICIPANTS" -le 1000 ] || die 2 "An enterprise must have 1 to 1000 participants. Provided value: $PARTICIPANTS"
case $BASE_PORT in '' | *[!0-9]* | ??????*) die 2 "The base port must be 0 (free ports) or a number from 1024 to 65000. Provided value: $BASE_PORT" ;; esac
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
network/await.sh
say "The embedded network is up: $ENTERPRISES enterprises, channel federation ($NETWORK_STATE)."
