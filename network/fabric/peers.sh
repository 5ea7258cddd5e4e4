#!/usr/bin/env bash
# Starts the peers that do not run (or the one that is named), and waits until they answer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

start_peer() {
  local n=$1 name=$2 msp=$3 folder data address chaincode
  folder=$(peer_folder "$name")
  data=$NETWORK_STATE/data/peer-$name
  address=$(address "$n"):$(port "$n" "$PEER_PORT")
  chaincode=127.0.0.1:$(port "$n" "$PEER_CHAINCODE_PORT")
  mkdir -p "$data"
  start_process "peer-$name" \
    CORE_PEER_ID="peer.$name" \
    CORE_PEER_LOCALMSPID="$msp" \
    CORE_PEER_MSPCONFIGPATH="$folder/msp" \
    CORE_PEER_FILESYSTEMPATH="$data" \
    CORE_LEDGER_SNAPSHOTS_ROOTDIR="$data/snapshots" \
    CORE_PEER_ADDRESS="$address" \
    CORE_PEER_LISTENADDRESS="$address" \
    CORE_PEER_GOSSIP_BOOTSTRAP="$address" \
    CORE_PEER_GOSSIP_ENDPOINT="$address" \
    CORE_PEER_GOSSIP_EXTERNALENDPOINT="$address" \
    CORE_PEER_CHAINCODEADDRESS="$chaincode" \
    CORE_PEER_CHAINCODELISTENADDRESS="$chaincode" \
    CORE_PEER_TLS_CERT_FILE="$folder/tls/server.crt" \
    CORE_PEER_TLS_KEY_FILE="$folder/tls/server.key" \
    CORE_PEER_TLS_ROOTCERT_FILE="$folder/tls/ca.crt" \
    CORE_PEER_TLS_CLIENTROOTCAS_FILES="$folder/tls/ca.crt" \
    CORE_PEER_TLS_CLIENTCERT_FILE="$folder/tls/server.crt" \
    CORE_PEER_TLS_CLIENTKEY_FILE="$folder/tls/server.key" \
    CORE_OPERATIONS_LISTENADDRESS="127.0.0.1:$(port "$n" "$PEER_OPERATIONS_PORT")" \
    CORE_OPERATIONS_TLS_CERT_FILE="$folder/tls/server.crt" \
    CORE_OPERATIONS_TLS_KEY_FILE="$folder/tls/server.key" \
    CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES="$folder/tls/ca.crt" \
    CORE_CHAINCODE_EXTERNALBUILDERS="[{name: fedfabric, path: $ROOT/network/fabric/builder, propagateEnvironment: [CHAINCODE_ADDRESS, CHAINCODE_TLS]}]" \
    CHAINCODE_ADDRESS="127.0.0.1:$(port "$n" "$CHAINCODE_PORT")" \
    CHAINCODE_TLS="$NETWORK_STATE/secrets/$name/chaincode" \
    peer node start
}

chosen() { [ -z "${only:-}" ] || [ "$only" = "$1" ]; }

only=${1:-}
while read -r n name msp; do ! chosen "$name" || start_peer "$n" "$name" "$msp"; done < <(enterprises)
while read -r n name _; do
  chosen "$name" || continue
  tls=$(peer_folder "$name")/tls
  wait_for "$START_TIMEOUT_SECONDS" "An answer of peer-$name" "$STATE/logs/peer-$name.log" \
    answers "peer-$name" "https://127.0.0.1:$(port "$n" "$PEER_OPERATIONS_PORT")/healthz" "$tls/ca.crt" "$tls/server.crt" "$tls/server.key"
done < <(enterprises)
