#!/usr/bin/env bash
# Starts the network, unless it runs already, and waits until it is ready.
#
#   --enterprises N        enterprises (3), named enterprise-a, enterprise-b, …
#   --participants N       certificates of participants p1 … pN for each enterprise (2)
#   --base-port P          embedded: enterprise i takes P+10i+1 … P+10i+5 (0: free ones, the same at every start);
#                          real: enterprise i takes P+100i+51 … P+100i+62 (17000)
#   --embedded             the embedded network: one process, nothing to install (default where Fabric is not found)
#   --fabric               real Hyperledger Fabric and Kubo, native processes (default where FABRIC_BIN or PATH has them)
#   --bft                  with --fabric: SmartBFT among at least four orderers instead of Raft among at least three
#   --separate-chaincode   embedded: each enterprise's chaincode in a process of its own
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh

wait=()
separate=()
bft=()
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
    --embedded) NETWORK_KIND=embedded; shift ;;
    --fabric) NETWORK_KIND=fabric; shift ;;
    --bft) bft=(--bft); shift ;;
    --separate-chaincode) separate=(--separate-chaincode); shift ;;
    --no-wait) wait=(--no-wait); shift ;;
    -h | --help) usage "$0"; exit 0 ;;
    *) die 2 "up does not know the option '$1'. See: network/up.sh --help" ;;
  esac
done
for number in "$ENTERPRISES" "$PARTICIPANTS"; do
  case $number in '' | *[!0-9]* | 0* | ?????*) die 2 "Enterprises and participants must be numbers from 1 to 1000. Provided value: $number" ;; esac
done
[ "$PARTICIPANTS" -le 1000 ] || die 2 "An enterprise must have 1 to 1000 participants. Provided value: $PARTICIPANTS"
case $BASE_PORT in '' | *[!0-9]* | ??????*) die 2 "The base port must be 0 (free ports) or a number from 1024 to 65000. Provided value: $BASE_PORT" ;; esac
[ "$ENTERPRISES" -le 26 ] || die 2 "At most 26 enterprises fit onto one machine. Provided value: $ENTERPRISES"
choose_kind
if [ "$NETWORK_KIND" = fabric ]; then
  [ ${#separate[@]} -eq 0 ] || die 2 "--separate-chaincode is for the embedded network; on real Fabric chaincodes are processes of their own anyway."
else
  [ ${#bft[@]} -eq 0 ] || die 2 "--bft needs real Hyperledger Fabric: add --fabric. The embedded network has one ordering queue."
fi
running=$(running_kind)
if [ -n "$running" ] && [ "$running" != "$NETWORK_KIND" ]; then
  die 11 "The $running network runs. Stop it first with: ./test-network.sh down"
fi
network/build.sh
export ENTERPRISES PARTICIPANTS BASE_PORT
if [ "$NETWORK_KIND" = fabric ]; then
  exec network/fabric/up.sh ${bft[@]+"${bft[@]}"}
fi
need_java
if [ "$running" = embedded ]; then
  say "The network runs already (process $(network_pid), $STATE/embedded)."
  exit 0
fi
exec network/embedded/up.sh ${wait[@]+"${wait[@]}"} ${separate[@]+"${separate[@]}"}
