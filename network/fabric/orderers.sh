#!/usr/bin/env bash
# Starts the orderers that do not run (or the one that is named), and waits until they answer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

start_orderer() {
  local n=$1 name=$2 owner=$3 enterprise org node data authority
  enterprise=$(name_of "$owner")
  org=$(orderer_org "$enterprise")
  node=$(orderer_folder "$enterprise" "$name")
  data=$NETWORK_STATE/data/$name
  authority=$org/tlsca/tlsca.orderers.$enterprise-cert.pem
  mkdir -p "$data"
  start_process "$name" \
    ORDERER_GENERAL_LISTENADDRESS="$(address "$name")" \
    ORDERER_GENERAL_LISTENPORT="$(port "$n" "$ORDERER_PORT")" \
    ORDERER_GENERAL_LOCALMSPID="$(cat "$org/msp-id")" \
    ORDERER_GENERAL_LOCALMSPDIR="$node/msp" \
    ORDERER_GENERAL_TLS_CERTIFICATE="$node/tls/server.crt" \
    ORDERER_GENERAL_TLS_PRIVATEKEY="$node/tls/server.key" \
    ORDERER_GENERAL_TLS_ROOTCAS="[$authority]" \
    ORDERER_GENERAL_TLS_CLIENTROOTCAS="[$authority]" \
    ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE="$node/tls/server.crt" \
    ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY="$node/tls/server.key" \
    ORDERER_GENERAL_CLUSTER_ROOTCAS="[$authority]" \
    ORDERER_ADMIN_LISTENADDRESS="127.0.0.1:$(port "$n" "$ORDERER_ADMIN_PORT")" \
    ORDERER_ADMIN_TLS_CERTIFICATE="$node/tls/server.crt" \
    ORDERER_ADMIN_TLS_PRIVATEKEY="$node/tls/server.key" \
    ORDERER_ADMIN_TLS_CLIENTROOTCAS="[$authority]" \
    ORDERER_OPERATIONS_LISTENADDRESS="127.0.0.1:$(port "$n" "$ORDERER_OPERATIONS_PORT")" \
    ORDERER_OPERATIONS_TLS_CERTIFICATE="$node/tls/server.crt" \
    ORDERER_OPERATIONS_TLS_PRIVATEKEY="$node/tls/server.key" \
    ORDERER_OPERATIONS_TLS_CLIENTROOTCAS="[$authority]" \
    ORDERER_FILELEDGER_LOCATION="$data/ledger" \
    ORDERER_CONSENSUS_WALDIR="$data/wal" \
    ORDERER_CONSENSUS_SNAPDIR="$data/snapshots" \
    orderer
}

chosen() { [ -z "${only:-}" ] || [ "$only" = "$1" ]; }

only=${1:-}
while read -r n name owner; do ! chosen "$name" || start_orderer "$n" "$name" "$owner"; done < <(orderers)
while read -r n name owner; do
  chosen "$name" || continue
  enterprise=$(name_of "$owner")
  node=$(orderer_folder "$enterprise" "$name")/tls
  wait_for "$START_TIMEOUT_SECONDS" "An answer of $name" "$STATE/logs/$name.log" \
    answers "$name" "https://127.0.0.1:$(port "$n" "$ORDERER_OPERATIONS_PORT")/healthz" "$node/ca.crt" "$node/server.crt" "$node/server.key"
done < <(orderers)
